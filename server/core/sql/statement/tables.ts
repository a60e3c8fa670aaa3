import type { Span } from '../../text/span.js';
import type { Name } from '../identifier.js';
import type { ColumnDefinition, Constraint, Identity } from './definitions.js';
import type { Expression, FunctionCall, TypeName } from './expression.js';
import type { Located, NameAt } from './names.js';

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
  /** So many columns of the list stand before it. */
  readonly before: number;
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
  /** `options` are those of the sequence: `increment`, `restart`; `generated`: it says `GENERATED …` as well. */
  | { readonly kind: 'set-identity'; readonly column: string; readonly options?: readonly string[]; readonly generated: boolean }
  | { readonly kind: 'set-default' | 'set-expression'; readonly column: string; readonly expression: Expression }
  | { readonly kind: 'set-statistics' | 'set-storage' | 'set-compression' | 'set-column-options'; readonly column: string }
  | { readonly kind: 'add-constraint'; readonly constraint: Constraint }
  | { readonly kind: 'drop-constraint'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'validate-constraint'; readonly name: string }
  /** Where it says so; `enforced` from PostgreSQL 18. */
  | { readonly kind: 'alter-constraint'; readonly name: string; readonly deferrable?: boolean; readonly enforced?: boolean }
  | { readonly kind: 'attach-partition'; readonly partition: NameAt; readonly isDefault: boolean; readonly bounds?: Bounds }
  | { readonly kind: 'detach-partition'; readonly partition: NameAt; readonly concurrently: boolean }
  | { readonly kind: 'inherit' | 'no-inherit'; readonly parent: Name }
  | { readonly kind: 'enable-trigger' | 'disable-trigger' | 'enable-rule' | 'disable-rule'; readonly name?: string }
  | { readonly kind: 'row-security'; readonly to: 'enable' | 'disable' | 'force' | 'no-force' }
  /** `values`: those that are given, as written; of `RESET` none. */
  | { readonly kind: 'set-options'; readonly names: readonly string[]; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'replica-identity'; readonly to: ReplicaIdentity }
  | { readonly kind: 'set-logged' | 'set-unlogged' | 'cluster-on' | 'set-without-cluster' | 'owner' }
  /** `of`: of this composite type from now on; without it `NOT OF`. */
  | { readonly kind: 'set-type'; readonly of?: Name }
  | { readonly kind: 'set-tablespace' | 'set-access-method'; readonly to: string }
  /** Of a composite type. */
  | { readonly kind: 'add-attribute' | 'alter-attribute-type'; readonly attribute: string; readonly cascade: boolean; readonly type: TypeName }
  | { readonly kind: 'drop-attribute'; readonly attribute: string; readonly cascade: boolean }
  | { readonly kind: 'other' }
);

export type ReplicaIdentity = 'default' | 'full' | 'nothing' | 'index';

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
