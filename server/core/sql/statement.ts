import type { Span } from '../text/span.js';
import type { Name } from './identifier.js';

/**
 * What the rules, the effects and the catalogue see of a statement: small, readonly, closed.
 * The parser's own tree never crosses this line; `lower.ts` alone reads it.
 * All spans count UTF-16 code units from the statement's first token.
 */
export type Statement =
  | CreateTable
  | AlterTable
  | CreateIndex
  | Drop
  | Rename
  | SetSchema
  | Reindex
  | Refresh
  | CreateView
  | CreateTableAs
  | CreateTrigger
  | CreatePolicy
  | CreateRule
  | CreateType
  | AlterEnum
  | CreateDomain
  | AlterDomain
  | CreateSequence
  | AlterSequence
  | CreateFunction
  | AlterFunction
  | CreateStatistics
  | CreateCollation
  | Publication
  | Comment
  | Grant
  | AlterOwner
  | Truncate
  | LockTable
  | Vacuum
  | Cluster
  | Dml
  | Copy
  | DoBlock
  | Transaction
  | SetVariable
  | Call
  | CreateSchema
  | CreateExtension
  | Other;

export type StatementKind = Statement['kind'];
export type StatementOf<K extends StatementKind> = Extract<Statement, { readonly kind: K }>;

interface Located {
  /** The words that say what the statement is: `CREATE UNIQUE INDEX`, `ALTER TABLE`. Where findings on the whole statement point. */
  readonly keyword: Span;
}

/** A name and where it stands; spans may be missing where neither parser knows them. */
export interface NameAt extends Name {
  /** `ONLY`: without what inherits from it. Of what is truncated, locked, read or written. */
  readonly only?: boolean;
  readonly span?: Span;
}

export interface TypeName extends Name {
  /** Postgres's own name, without modifiers: `int4`, `varchar`, `numeric`, also where `int` was written; a user's own as written. */
  readonly name: string;
  /** The numbers in parentheses. Of an `interval`: the bits of its fields (32767: all), then the precision. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
  /** `serial`, `bigserial`, `smallserial`: no types but a macro; `name` is the integer behind it. */
  readonly serial: boolean;
  /** As the author wrote it: `character varying(50)`, `geometry(Point, 4326)[]`. */
  readonly text?: string;
  readonly span?: Span;
}

/** What can be said about an expression without running it. */
export interface Expression {
  readonly span?: Span;
  /** As the author wrote it. */
  readonly text: string;
  /** The literal NULL, casts aside. */
  readonly isNull: boolean;
  /** Every function called anywhere inside, in order; `CURRENT_TIMESTAMP` and its like are not functions and not here. */
  readonly calls: readonly FunctionCall[];
  /** Columns read anywhere inside. */
  readonly columns: readonly string[];
  /** What each value must satisfy, as far as it is said plainly: the parts of a top-level AND that compare a column with constants. */
  readonly comparisons?: readonly Comparison[];
  /** `a IS NOT NULL [AND b IS NOT NULL …]`: the columns it proves, else empty. */
  readonly provesNotNull: readonly string[];
  /** The top node is only casts around a column of this name. */
  readonly castOfColumn?: string;
  /** The types of those casts, innermost first. */
  readonly casts?: readonly TypeName[];
}

export interface FunctionCall extends Name {
  readonly arguments: number;
  /** The first argument, where it is a string: the sequence of `nextval('s')`. */
  readonly literal?: string;
}

export interface Comparison {
  readonly column: string;
  readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in' | 'is-null' | 'is-not-null';
  /** Constants as written, without quotes. */
  readonly values: readonly string[];
}

/** `options`: of its sequence, if any are said. */
export interface Identity {
  readonly always: boolean;
  readonly options: boolean;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type?: TypeName;
  readonly span?: Span;
  readonly notNull: boolean;
  readonly default?: Expression;
  readonly generated?: { readonly as: 'identity'; readonly identity: Identity } | { readonly as: 'stored' | 'virtual'; readonly expression: Expression };
  readonly collation?: Name;
  /** Written on the column itself; `not-null` is `notNull` above and not here. */
  readonly constraints: readonly Constraint[];
}

export interface Constraint {
  readonly kind: 'check' | 'foreign-key' | 'unique' | 'primary-key' | 'exclude' | 'not-null';
  readonly name?: string;
  readonly span?: Span;
  /** Columns of this table; for a check, those its expression reads. */
  readonly columns: readonly string[];
  readonly notValid: boolean;
  /** `NOT ENFORCED`, from Postgres 18. */
  readonly notEnforced: boolean;
  readonly deferrable: boolean;
  readonly expression?: Expression;
  readonly references?: {
    readonly table: NameAt;
    readonly columns: readonly string[];
    readonly onDelete?: ReferentialAction;
    readonly onUpdate?: ReferentialAction;
  };
  /** `INCLUDE (…)` of a unique constraint or a primary key. */
  readonly include?: readonly string[];
  readonly noInherit?: boolean;
  readonly nullsNotDistinct?: boolean;
  /** `USING INDEX name`. */
  readonly usingIndex?: string;
}

export type ReferentialAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';

export interface CreateTable extends Located {
  readonly kind: 'create-table';
  readonly table: NameAt;
  readonly persistence: Persistence;
  readonly ifNotExists: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly Constraint[];
  readonly like: readonly LikeSource[];
  readonly inherits: readonly Name[];
  readonly partitionOf?: { readonly parent: NameAt; readonly isDefault: boolean; readonly bounds?: Bounds };
  readonly partitionedBy: boolean;
  readonly partitionKey?: PartitionKey;
  /** `CREATE FOREIGN TABLE`. */
  readonly foreign?: boolean;
  /** `OF type`. */
  readonly ofType?: Name;
  readonly tablespace?: string;
  /** `WITH (…)`, as written. */
  readonly options?: Readonly<Record<string, string>>;
}

/** `LIKE source INCLUDING …`, in the words of `INCLUDING`; `ALL` is all of them. */
export interface LikeSource extends NameAt {
  readonly including: readonly ('comments' | 'compression' | 'constraints' | 'defaults' | 'generated' | 'identity' | 'indexes' | 'statistics' | 'storage')[];
}

export interface PartitionKey {
  readonly strategy: 'range' | 'list' | 'hash';
  /** `undefined` where the key is an expression. */
  readonly columns: readonly (string | undefined)[];
}

/** `FOR VALUES …`; constants as written, without quotes. */
export type Bounds =
  | { readonly kind: 'range'; readonly from: readonly Bound[]; readonly to: readonly Bound[] }
  | { readonly kind: 'list'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'hash'; readonly modulus: number; readonly remainder: number };

export type Bound = { readonly value: string } | 'minvalue' | 'maxvalue';

export type Persistence = 'permanent' | 'temporary' | 'unlogged';

export interface AlterTable extends Located {
  readonly kind: 'alter-table';
  readonly of: 'table' | 'index' | 'view' | 'materialized-view' | 'sequence' | 'type' | 'foreign-table';
  readonly table: NameAt;
  readonly ifExists: boolean;
  readonly only: boolean;
  readonly actions: readonly AlterAction[];
}

export type AlterAction = { readonly span: Span } & (
  | { readonly kind: 'add-column'; readonly column: ColumnDefinition; readonly ifNotExists: boolean }
  | { readonly kind: 'drop-column'; readonly column: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'alter-column-type'; readonly column: string; readonly type: TypeName; readonly using?: Expression; readonly collation?: Name }
  | { readonly kind: 'set-not-null' | 'drop-not-null' | 'drop-default' | 'drop-identity' | 'drop-expression'; readonly column: string }
  | { readonly kind: 'add-identity'; readonly column: string; readonly identity: Identity }
  /** `options` are those of the sequence: `increment`, `restart`; without `GENERATED …` itself. */
  | { readonly kind: 'set-identity'; readonly column: string; readonly options?: readonly string[] }
  | { readonly kind: 'set-default' | 'set-expression'; readonly column: string; readonly expression: Expression }
  | { readonly kind: 'set-statistics' | 'set-storage' | 'set-compression' | 'set-column-options'; readonly column: string }
  | { readonly kind: 'add-constraint'; readonly constraint: Constraint }
  | { readonly kind: 'drop-constraint'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'validate-constraint'; readonly name: string }
  /** `enforced`: where it says so, from PostgreSQL 18. */
  | { readonly kind: 'alter-constraint'; readonly name: string; readonly enforced?: boolean }
  | { readonly kind: 'attach-partition'; readonly partition: NameAt; readonly isDefault: boolean; readonly bounds?: Bounds }
  | { readonly kind: 'detach-partition'; readonly partition: NameAt; readonly concurrently: boolean }
  | { readonly kind: 'inherit' | 'no-inherit'; readonly parent: Name }
  | { readonly kind: 'enable-trigger' | 'disable-trigger' | 'enable-rule' | 'disable-rule'; readonly name?: string }
  | { readonly kind: 'row-security'; readonly to: 'enable' | 'disable' | 'force' | 'no-force' }
  /** `values`: those that are given, as written; of `RESET` none. */
  | { readonly kind: 'set-options'; readonly names: readonly string[]; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'replica-identity'; readonly to: ReplicaIdentity }
  | { readonly kind: 'set-logged' | 'set-unlogged' | 'cluster-on' | 'set-without-cluster' | 'owner' }
  | { readonly kind: 'set-tablespace' | 'set-access-method'; readonly to: string }
  | { readonly kind: 'add-attribute' | 'drop-attribute' | 'alter-attribute-type' }
  | { readonly kind: 'other' }
);

export type ReplicaIdentity = 'default' | 'full' | 'nothing' | 'index';

export interface CreateIndex extends Located {
  readonly kind: 'create-index';
  readonly name?: NameAt;
  readonly table: NameAt;
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly only: boolean;
  readonly method: string;
  /** A column's name, or `undefined` where the key is an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly include: readonly string[];
  readonly where?: Expression;
  /** What `columns` says, in full, in the same order. */
  readonly keys?: readonly IndexKey[];
  readonly nullsNotDistinct?: boolean;
}

export interface IndexKey {
  readonly column?: string;
  readonly expression?: Expression;
  /** What Postgres calls the expression in a name that it makes, if anything. */
  readonly label?: string;
  readonly collation?: Name;
  readonly operatorClass?: Name;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export type ObjectKind =
  | 'table' | 'foreign-table' | 'index' | 'view' | 'materialized-view' | 'sequence' | 'schema' | 'type' | 'domain' | 'extension'
  | 'function' | 'procedure' | 'aggregate' | 'trigger' | 'policy' | 'rule' | 'statistics' | 'publication' | 'subscription'
  | 'constraint' | 'column' | 'database' | 'tablespace' | 'role' | 'other';

export interface Drop extends Located {
  readonly kind: 'drop';
  readonly object: ObjectKind;
  readonly names: readonly NameAt[];
  /** The table of a dropped trigger, policy or rule. */
  readonly on?: NameAt;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly concurrently: boolean;
}

export interface Rename extends Located {
  readonly kind: 'rename';
  readonly object: ObjectKind;
  /** Of a renamed column, what it is a column of, where it was said: `ALTER VIEW v RENAME COLUMN a TO b`. */
  readonly of?: ObjectKind;
  /** The object; for a column, constraint, trigger, policy or rule, the relation it belongs to. */
  readonly name: NameAt;
  /** Of a column, constraint, trigger, policy or rule: its old name. */
  readonly from?: string;
  readonly to: string;
  readonly ifExists: boolean;
}

export interface SetSchema extends Located {
  readonly kind: 'set-schema';
  readonly object: ObjectKind;
  readonly name: NameAt;
  readonly ifExists?: boolean;
  readonly to: string;
}

export interface Reindex extends Located {
  readonly kind: 'reindex';
  readonly of: 'index' | 'table' | 'schema' | 'system' | 'database';
  readonly name?: NameAt;
  readonly concurrently: boolean;
}

export interface Refresh extends Located {
  readonly kind: 'refresh-materialized-view';
  readonly view: NameAt;
  readonly concurrently: boolean;
  readonly withData: boolean;
}

export interface CreateView extends Located {
  readonly kind: 'create-view';
  readonly view: NameAt;
  readonly orReplace: boolean;
  readonly temporary: boolean;
  /** Relations that the query reads. */
  readonly reads: readonly Name[];
  /** The names of its columns, where the query says them. */
  readonly columns?: readonly string[];
  /** Columns that the query reads, of whatever relation; absent where a star reads them all. */
  readonly columnsRead?: readonly string[];
  /** Names that it gives to columns itself: one that it reads by such a name may be none of a relation. */
  readonly given?: readonly string[];
  /** Its star stands for the columns of the one relation that it reads. */
  readonly star?: true;
  /** It reads with the rights of whoever reads it, from PostgreSQL 15. */
  readonly securityInvoker?: true;
}

/** `CREATE TABLE … AS`, `SELECT … INTO` and `CREATE MATERIALIZED VIEW`. */
export interface CreateTableAs extends Located {
  readonly kind: 'create-table-as';
  readonly of: 'table' | 'materialized-view';
  readonly table: NameAt;
  readonly persistence: Persistence;
  readonly ifNotExists: boolean;
  readonly withData: boolean;
  readonly reads: readonly NameAt[];
  /** The query has no condition, or no relation: it reads every row. */
  readonly readsAll?: boolean;
  readonly columns?: readonly string[];
  readonly columnsRead?: readonly string[];
  /** Names that it gives to columns itself: one that it reads by such a name may be none of a relation. */
  readonly given?: readonly string[];
  /** Its star stands for the columns of the one relation that it reads. */
  readonly star?: true;
  readonly calls?: readonly FunctionCall[];
}

export interface CreateTrigger extends Located {
  readonly kind: 'create-trigger';
  readonly name: string;
  readonly table: NameAt;
  readonly orReplace: boolean;
  readonly constraint: boolean;
  readonly function?: Name;
  readonly forEachRow?: boolean;
  /** Of a constraint trigger: the other table, `FROM`. */
  readonly from?: NameAt;
}

export interface CreatePolicy extends Located {
  readonly kind: 'create-policy' | 'alter-policy';
  readonly name: string;
  readonly table: NameAt;
  /** Columns that its conditions read. */
  readonly columns?: readonly string[];
  /** Other relations that its conditions read. */
  readonly reads?: readonly Name[];
  /** Of `create-policy`. */
  readonly restrictive?: true;
  readonly command?: 'all' | 'select' | 'insert' | 'update' | 'delete';
  /** `public` is everybody, which is also where it was not said. */
  readonly roles?: readonly string[];
  readonly using?: Expression;
  readonly check?: Expression;
}

export interface CreateRule extends Located {
  readonly kind: 'create-rule';
  readonly name: string;
  readonly table: NameAt;
  /** Other relations that its condition and actions read. */
  readonly reads?: readonly Name[];
  /** Relations that its actions write. */
  readonly writes?: readonly Name[];
}

export interface CreateType extends Located {
  readonly kind: 'create-type';
  readonly of: 'enum' | 'composite' | 'range' | 'base';
  readonly name: NameAt;
  /** Of an enum: its values in order. */
  readonly values: readonly string[];
}

export interface AlterEnum extends Located {
  readonly kind: 'alter-enum';
  readonly name: NameAt;
  readonly action: 'add-value' | 'rename-value';
  readonly value: string;
  readonly ifNotExists: boolean;
  /** Of `rename-value`: the old one. */
  readonly from?: string;
  /** `BEFORE` or `AFTER` which value. */
  readonly neighbour?: { readonly side: 'before' | 'after'; readonly value: string };
}

export interface CreateDomain extends Located {
  readonly kind: 'create-domain';
  readonly name: NameAt;
  readonly type: TypeName;
  /** Has a CHECK or NOT NULL. */
  readonly constrained: boolean;
  readonly default?: Expression;
  readonly constraints?: readonly Constraint[];
}

export interface AlterDomain extends Located {
  readonly kind: 'alter-domain';
  readonly name: NameAt;
  readonly action: 'add-constraint' | 'drop-constraint' | 'validate-constraint' | 'set-not-null' | 'drop-not-null' | 'default';
  readonly notValid: boolean;
  /** Of a constraint that is added, dropped or validated. */
  readonly constraint?: string;
  /** Of `add-constraint`. */
  readonly expression?: Expression;
}

export interface CreateSequence extends Located {
  readonly kind: 'create-sequence';
  readonly sequence: NameAt;
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  /** `OWNED BY table.column`: the table. */
  readonly ownedBy?: Name;
  readonly ownedColumn?: string;
  /** `AS type`, in Postgres's own name: `int4`. */
  readonly type?: TypeName;
}

export interface AlterSequence extends Located {
  readonly kind: 'alter-sequence';
  readonly sequence: NameAt;
  readonly ifExists: boolean;
  /** `OWNED BY table.column`: the table. */
  readonly ownedBy?: Name;
  readonly ownedColumn?: string;
  readonly restart: boolean;
  /** Only RESTART or OWNED BY, nothing that changes how values are made. */
  readonly options: readonly string[];
  /** `AS type`. */
  readonly type?: TypeName;
}

export interface CreateFunction extends Located {
  readonly kind: 'create-function';
  readonly name: NameAt;
  readonly orReplace: boolean;
  readonly procedure: boolean;
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  /** `RETURNS trigger`: only a trigger calls it. */
  readonly forTriggers?: true;
  readonly securityDefiner?: true;
  /** Variables that it sets while it runs. */
  readonly settings?: readonly string[];
  /** Where the body's text stands, without its quotes; absent for `BEGIN ATOMIC`. */
  readonly body?: Span;
  /** Of a body in SQL or PL/pgSQL, which Postgres reads as it creates the function. */
  readonly errors?: readonly BodyError[];
}

/** Also of a procedure; `ROUTINE` is either. */
export interface AlterFunction extends Located {
  readonly kind: 'alter-function';
  readonly name: NameAt;
  /** `SECURITY DEFINER` or `INVOKER`, where it says so. */
  readonly securityDefiner?: boolean;
  /** Variables that it sets while it runs. */
  readonly settings: readonly string[];
}

export interface CreateStatistics extends Located {
  readonly kind: 'create-statistics';
  readonly name?: NameAt;
  readonly tables: readonly NameAt[];
  readonly ifNotExists?: boolean;
}

export interface CreateCollation extends Located {
  readonly kind: 'create-collation';
  readonly name: NameAt;
  /** Equal are only strings of the same bytes; `deterministic = false` says otherwise. */
  readonly deterministic: boolean;
}

export interface Publication extends Located {
  readonly kind: 'create-publication' | 'alter-publication';
  readonly name: string;
  readonly allTables: boolean;
  readonly action: 'create' | 'add' | 'drop' | 'set' | 'options';
  readonly tables: readonly NameAt[];
  /** `TABLES IN SCHEMA`. */
  readonly schemas?: readonly string[];
}

export interface Comment extends Located {
  readonly kind: 'comment';
  readonly object: ObjectKind;
  readonly name?: NameAt;
  /** The relation of a commented column, constraint, trigger, policy or rule. */
  readonly on?: NameAt;
}

export interface Grant extends Located {
  readonly kind: 'grant' | 'revoke';
  readonly object: ObjectKind;
  readonly names: readonly NameAt[];
  /** `ON ALL TABLES IN SCHEMA …`. */
  readonly allIn?: readonly string[];
  /** `ALTER DEFAULT PRIVILEGES`: of what will be made. */
  readonly future?: true;
  /** In lower case; absent for all of them. */
  readonly privileges?: readonly string[];
  /** `public` is everybody. */
  readonly roles: readonly string[];
}

export interface AlterOwner extends Located {
  readonly kind: 'alter-owner';
  readonly object: ObjectKind;
  readonly name?: NameAt;
}

export interface Truncate extends Located {
  readonly kind: 'truncate';
  readonly tables: readonly NameAt[];
  readonly cascade: boolean;
  readonly restartIdentity?: boolean;
}

export interface LockTable extends Located {
  readonly kind: 'lock-table';
  readonly tables: readonly NameAt[];
  /** As in `pg_locks.mode`. */
  readonly mode: import('./locks.js').Lock;
}

export interface Vacuum extends Located {
  readonly kind: 'vacuum' | 'analyze';
  readonly tables: readonly NameAt[];
  readonly full: boolean;
}

export interface Cluster extends Located {
  readonly kind: 'cluster';
  readonly table?: NameAt;
  readonly index?: string;
}

export interface Dml extends Located {
  readonly kind: 'insert' | 'update' | 'delete' | 'merge' | 'select';
  /** What is written; absent for a SELECT. */
  readonly target?: NameAt;
  /** Everything else it reads. */
  readonly reads: readonly NameAt[];
  readonly locking: boolean;
  /** Relations whose rows `FOR UPDATE`, `FOR SHARE` and their like lock. */
  readonly locks?: readonly NameAt[];
  /** Has a condition; of an INSERT, the query that it inserts. */
  readonly where: boolean;
  /** The condition is false whatever the row: `WHERE false`, `… AND false`. */
  readonly never?: boolean;
  /** The condition is true whatever the row: `WHERE true`, `1 = 1`. */
  readonly always?: boolean;
  /** Of an UPDATE or a DELETE: columns that are NULL in all rows that it changes, where the condition says nothing else. */
  readonly whereNull?: readonly string[];
  /** Of an UPDATE or a DELETE: columns that its condition compares with constants, by `=` or IN. */
  readonly wherePinned?: readonly string[];
  readonly limited?: boolean;
  /** Columns that are given values: of an INSERT those in its list, of an UPDATE those that it sets. */
  readonly columns?: readonly string[];
  /** Whole columns that one list gives a value for more than once, each time after the first. */
  readonly repeated?: readonly { readonly column: string; readonly span: Span }[];
  /** `ON CONFLICT DO UPDATE`. */
  readonly onConflictUpdate?: boolean;
  /** Of a MERGE. */
  readonly does?: readonly ('insert' | 'update' | 'delete')[];
  /** What `WITH` writes beside it. */
  readonly writes?: readonly Dml[];
  readonly calls: Expression['calls'];
  /** Of an INSERT … VALUES: how many rows. */
  readonly rows?: number;
}

export interface Copy extends Located {
  readonly kind: 'copy';
  readonly table?: NameAt;
  readonly from: boolean;
  readonly stdin: boolean;
  /** Of `COPY (query) TO`. */
  readonly reads?: readonly Name[];
}

export interface DoBlock extends Located {
  readonly kind: 'do';
  readonly language: string;
  readonly body?: Span;
  /** What a body in PL/pgSQL runs, in the order of the text; absent where nobody can tell. */
  readonly inner?: readonly InnerStatement[];
  readonly errors?: readonly BodyError[];
  /** Inside the body. */
  readonly comments?: readonly Span[];
}

/** Spans count in the block's statement, those of `statement` from its own first token. */
export type InnerStatement = {
  readonly span: Span;
  /** It runs, and once, whatever the data. */
  readonly certain: boolean;
} & (
  /** `quoted`: it stands in a string of its own, in which a quote would have to be doubled. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly quoted?: true }
  /** `EXECUTE` of what is put together as it runs. */
  | { readonly kind: 'dynamic' }
  /** It may change the schema, and nobody can tell how. */
  | { readonly kind: 'unknown' }
);

/** Postgres's own words about a statement inside a body. */
export interface BodyError {
  readonly message: string;
  /** The token at which Postgres stops reading. */
  readonly at: Span;
}

export interface Transaction extends Located {
  readonly kind: 'transaction';
  readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback-to' | 'prepare' | 'other';
  /** `COMMIT AND CHAIN`. */
  readonly chain: boolean;
}

export interface SetVariable extends Located {
  readonly kind: 'set';
  /** Lower case. `RESET ALL` is `all`. */
  readonly name: string;
  readonly local: boolean;
  readonly reset: boolean;
  /** As written, without quotes; several joined by a comma. */
  readonly value?: string;
}

export interface Call extends Located {
  readonly kind: 'call';
  readonly name: Name;
}

export interface CreateSchema extends Located {
  readonly kind: 'create-schema';
  readonly name: NameAt;
  readonly ifNotExists: boolean;
  /** What is created in it by the same statement. */
  readonly elements: readonly Statement[];
}

export interface CreateExtension extends Located {
  readonly kind: 'create-extension';
  readonly name: string;
  readonly ifNotExists: boolean;
  readonly schema?: string;
  readonly version?: string;
}

/** A statement with no effect of its own on existing relations, or none that is known. */
export interface Other extends Located {
  readonly kind: 'other';
  /** The parser's name for it, for reports: `CreateExtensionStmt`. */
  readonly node: string;
  /** Postgres refuses it inside a transaction block: `CREATE DATABASE`, `ALTER SYSTEM`. */
  readonly outsideTransactionOnly: boolean;
}
