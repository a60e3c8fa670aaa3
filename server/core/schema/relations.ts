import type { Name } from '../sql/identifier.js';
import type { Constraint, Identity, ReferentialAction } from '../sql/statement/definitions.js';
import type { Expression, TypeName } from '../sql/statement/expression.js';
import type { CreateFunction, FunctionCode, InnerStatement, Signature } from '../sql/statement/functions.js';
import type { IndexKey } from '../sql/statement/indexes.js';
import type { Bounds, PartitionKey, Persistence, ReplicaIdentity } from '../sql/statement/tables.js';
import type { CreatePolicy } from '../sql/statement/views.js';

/** With its schema; temporary relations live in `pg_temp`. */
export type FullName = Required<Name>;

export type Relation = Table | View | Sequence | IndexName | Composite;

export interface Table {
  readonly kind: 'table';
  readonly name: FullName;
  readonly persistence: Persistence;
  /** In the order of the table. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly constraints: readonly TableConstraint[];
  readonly indexes: readonly Index[];
  /** Only what migrations said of it is known: it was there before them, or a query made it. */
  readonly partial: boolean;
  readonly partitioned: boolean;
  readonly partitionKey?: PartitionKey;
  readonly partitionOf?: { readonly parent: FullName; readonly isDefault: boolean; readonly bounds?: Bounds };
  readonly inherits: readonly FullName[];
  /** A composite type. */
  readonly ofType?: FullName;
  /** Its partitions and what inherits from it, without theirs; the default partition is the first. */
  readonly children: readonly FullName[];
  /** Tables with a foreign key to it, each once. */
  readonly referencedBy: readonly FullName[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  /** Whether policies hold; absent where no migration says so. */
  readonly rowSecurity?: boolean;
  readonly rules: readonly { readonly name: string }[];
  readonly foreign: boolean;
  /** Where it was not said, the primary key. */
  readonly replicaIdentity?: ReplicaIdentity;
  /** Where it was not said, that of the database. */
  readonly tablespace?: string;
  /** The how-manieth of all relations it was: later is larger. */
  readonly created: number;
}

export interface Trigger {
  readonly name: string;
  readonly constraint: boolean;
  readonly forEachRow: boolean;
  readonly function?: Name;
  /** Of `UPDATE OF` and of its condition: without one of them it cannot be. */
  readonly columns: readonly string[];
}

export interface Policy {
  readonly name: string;
  readonly columns: readonly string[];
  readonly reads: readonly FullName[];
  readonly restrictive: boolean;
  readonly command: NonNullable<CreatePolicy['command']>;
  /** `public` is everybody. */
  readonly roles: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly type?: TypeName;
  readonly notNull: boolean;
  /** From PostgreSQL 18 on a NOT NULL is a constraint: its name, where it is another than Postgres would make now. */
  readonly notNullName?: string;
  readonly default?: Expression;
  readonly generated?: 'identity' | 'stored' | 'virtual';
  /** Of an identity, as far as it is known. */
  readonly identity?: Identity;
  /** Of a column that is computed: the columns that its expression reads. */
  readonly reads?: readonly string[];
  readonly collation?: Name;
  /** Names that it had before, the oldest first. */
  readonly formerly?: readonly string[];
  /** It is there only because a parent has it, and goes when the last of them loses it. */
  readonly inherited?: boolean;
}

export interface TableConstraint {
  readonly kind: Constraint['kind'];
  readonly name: string;
  readonly columns: readonly string[];
  /** Holds for every row: not `NOT VALID`, or validated since. */
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  /** It does not go down to what inherits. */
  readonly noInherit?: boolean;
  /** Of a partition: it is part of its parent's, and has no triggers of its own on what it references. */
  readonly inherited?: boolean;
  readonly expression?: Expression;
  readonly references?: {
    readonly table: FullName;
    readonly columns: readonly string[];
    readonly onDelete: ReferentialAction;
    readonly onUpdate: ReferentialAction;
  };
}

export interface Index {
  readonly name: FullName;
  readonly table: FullName;
  readonly unique: boolean;
  readonly method: string;
  /** `undefined` where the key is an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly include: readonly string[];
  /** What `columns` says, in full; absent where a constraint made it, of columns alone. */
  readonly keys?: readonly IndexKey[];
  readonly nullsNotDistinct?: boolean;
  /** What a name that Postgres makes for it calls its keys and what it includes, as they were called when it was made: a column, the function of an expression, or `expr`. */
  readonly keyNames: readonly string[];
  /** Columns that its expressions and its condition read. */
  readonly reads: readonly string[];
  readonly where?: Expression;
  /** Of a partitioned table, `ON ONLY`: not used until one is attached for each partition. */
  readonly only: boolean;
  /** The constraint that it enforces. */
  readonly constraint?: string;
  /** Of a partition: the index of its parent that it is part of. */
  readonly parent?: FullName;
}

export interface View {
  readonly kind: 'view' | 'materialized-view';
  readonly name: FullName;
  readonly reads: readonly FullName[];
  /** Where the query says them. */
  readonly columns?: readonly string[];
  /** Columns of `reads` that the query names, or that its star stood for; absent where it may read all. */
  readonly columnsRead?: readonly string[];
  /** Names that the query gives to columns itself: one of `columnsRead` may be such a column. */
  readonly given?: readonly string[];
  readonly securityInvoker?: boolean;
  readonly indexes: readonly Index[];
  /** Its query has no condition: to refresh it is to read everything. */
  readonly readsAll: boolean;
  /** Of a materialized view: its query has run, and it can be read. */
  readonly populated: boolean;
  readonly created: number;
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly name: FullName;
  /** It goes with this table, and with this column where one is known. */
  readonly ownedBy?: { readonly table: FullName; readonly column?: string };
  readonly created: number;
}

/** That a name is an index's; what it is stands in its table. */
export interface IndexName {
  readonly kind: 'index';
  readonly name: FullName;
  readonly table: FullName;
}

export interface Composite {
  readonly kind: 'composite';
  readonly name: FullName;
  /** In the order of the type. */
  readonly attributes: ReadonlyMap<string, Column>;
}

export type Type = Enum | Domain;

export interface Enum {
  readonly kind: 'enum';
  readonly name: FullName;
  readonly values: readonly string[];
}

export interface Domain {
  readonly kind: 'domain';
  readonly name: FullName;
  readonly type: TypeName;
  /** Has a CHECK or NOT NULL, itself or in a domain that it is made of. */
  readonly constrained: boolean;
  /** Has a default, itself or in a domain that it is made of. */
  readonly default: boolean;
  /** The constraints that have names; `NOT NULL` is `not-null`. */
  readonly constraints: readonly string[];
}

/** All functions and procedures of one name. */
export interface UserFunction {
  readonly name: FullName;
  /** In the order in which they were made; at least one. */
  readonly overloads: readonly Overload[];
}

export interface Overload {
  readonly procedure: boolean;
  /** Only triggers call it. */
  readonly forTriggers: boolean;
  /** Where it is text in a language that is known. */
  readonly code?: FunctionCode;
  /** What a call runs, in the order of the text, where that may change tables. */
  readonly inner?: readonly InnerStatement[];
  /** `unknown`: in SQL and not declared otherwise, which Postgres takes for what its body is. */
  readonly volatility: CreateFunction['volatility'] | 'unknown';
  /** Absent where it could not be read. */
  readonly signature?: Signature;
}

export interface PublishedTables {
  readonly name: string;
  readonly allTables: boolean;
  readonly tables: readonly FullName[];
}

export interface StatisticsObject {
  readonly name: FullName;
  readonly table: FullName;
  /** Without any of them it is gone. */
  readonly columns: readonly string[];
}

export interface Collation {
  readonly name: FullName;
  readonly deterministic: boolean;
}
