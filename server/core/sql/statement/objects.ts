import type { Name } from '../identifier.js';
import type { Statement } from '../statement.js';
import type { ColumnDefinition, Constraint } from './definitions.js';
import type { Expression, TypeName } from './expression.js';
import type { Located, NameAt, ObjectKind } from './names.js';

export interface Drop extends Located {
  readonly kind: 'drop';
  readonly object: ObjectKind;
  readonly names: readonly NameAt[];
  /** Of functions and procedures: the types of what each takes, where it is said. */
  readonly parameters?: readonly (readonly string[] | undefined)[];
  /** The table of a dropped trigger, policy or rule. */
  readonly on?: NameAt;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly concurrently: boolean;
}

export interface Rename extends Located {
  readonly kind: 'rename';
  readonly object: ObjectKind;
  /** Of a renamed column, what it is a column of, where it was said: `ALTER VIEW v RENAME COLUMN a TO b`; of a constraint, `domain` where it is one of those. */
  readonly of?: ObjectKind;
  /** Of a function or procedure: the types of what it takes, where it is said. */
  readonly parameters?: readonly string[];
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
  /** Of a function or procedure: the types of what it takes, where it is said. */
  readonly parameters?: readonly string[];
  readonly to: string;
}

export interface CreateType extends Located {
  readonly kind: 'create-type';
  readonly of: 'enum' | 'composite' | 'range' | 'base';
  readonly name: NameAt;
  /** Of an enum: its values in order. */
  readonly values: readonly string[];
  /** Of a composite type. */
  readonly attributes?: readonly ColumnDefinition[];
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
  /** `CYCLE`: behind its end it begins anew. */
  readonly cycles?: true;
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

export interface CreateStatistics extends Located {
  readonly kind: 'create-statistics';
  readonly name?: NameAt;
  readonly tables: readonly NameAt[];
  /** `undefined` where it is of an expression. */
  readonly columns: readonly (string | undefined)[];
  /** Columns of its expressions. */
  readonly reads: readonly string[];
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
