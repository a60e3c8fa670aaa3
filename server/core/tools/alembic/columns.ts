import { identifier, qualified } from '../../sql/identifier.js';
import { argumentsOf, calledName, quoted, type Arguments } from '../python/arguments.js';
import type { Call, Expression } from '../python/node.js';
import { resolved, textIn, type Scope } from '../python/scope.js';
import { typeOf } from './types.js';

/** A `sa.Column` in the pieces that SQLAlchemy sends: itself, and what follows it (2.0, `sql/ddl.py`). */
export interface Column {
  readonly name: string;
  /** Without its key and its constraints. */
  readonly sql: string;
  readonly primaryKey: boolean;
  /** Table constraints: `FOREIGN KEY …`, `UNIQUE (…)`. */
  readonly constraints: readonly string[];
  /** To be indexed by itself, with `index=True`. */
  readonly indexed: boolean;
  readonly unique: boolean;
  readonly creates: readonly string[];
  readonly comment: string | undefined;
}

/** `undefined` for what is no column, or one that cannot be read. `isKey`: whether it alone makes the table's primary key, and refers to no other unless it is told to count. */
export function columnOf(written: Expression, scope: Scope, isKey: (name: string, primaryKey: boolean, counts: boolean) => boolean): Column | undefined {
  const call = resolved(written, scope);
  if (call.kind !== 'call' || calledName(call) !== 'Column') return undefined;
  const args = argumentsOf(call, ['name'], scope);
  const name = args.text('name');
  if (name === undefined) return undefined;
  const parts = args.rest.map(it => resolved(it, scope));
  const extras = parts.filter((it): it is Call => it.kind === 'call' && EXTRAS.has(calledName(it)));
  const written_ = args.value('type_') ?? parts.find(it => !(it.kind === 'call' && EXTRAS.has(calledName(it))));
  const type = written_ && typeOf(written_, scope);
  const keys = extras.filter(it => calledName(it) === 'ForeignKey').map(it => foreignKey([name], it, scope));
  const generated = extras.map(it => generation(it, scope)).find(it => it !== undefined);
  const fallback = args.value('server_default');
  const primaryKey = args.flag('primary_key') ?? false;
  const nullable = args.flag('nullable') ?? !primaryKey;
  const identity = fallback?.kind === 'call' ? generation(fallback, scope) : undefined;
  const counts = args.flag('autoincrement');
  const serial = counts !== false && isKey(name, primaryKey, counts === true) && (counts === true || keys.length === 0) && fallback === undefined && generated === undefined;
  // What is not told of a type, no rule will know; nor of a default, which is then taken for a constant.
  const sqlType = type?.sql ?? identifier('unknown type');
  return {
    name, primaryKey,
    sql: [
      identifier(name),
      serial ? SERIAL[type?.name ?? ''] ?? sqlType : sqlType,
      ...(fallback && !identity ? [`DEFAULT ${defaultOf(fallback, scope) ?? "''"}`] : []),
      ...(generated ?? identity ? [(generated ?? identity)!] : []),
      ...(nullable || identity !== undefined || extras.some(it => calledName(it) === 'Identity') ? [] : ['NOT NULL']),
    ].join(' '),
    constraints: [...keys, ...extras.map(it => (calledName(it) === 'CheckConstraint' ? constraintOf(it, scope) : undefined))].filter(it => it !== undefined),
    indexed: args.flag('index') ?? false,
    unique: args.flag('unique') ?? false,
    creates: type?.creates === undefined ? [] : [type.creates],
    comment: args.text('comment'),
  };
}

const EXTRAS = new Set(['ForeignKey', 'Identity', 'Computed', 'Sequence', 'CheckConstraint', 'UniqueConstraint', 'FetchedValue', 'PrimaryKeyConstraint']);
const SERIAL: Readonly<Record<string, string>> = { Integer: 'serial', INTEGER: 'serial', INT: 'serial', BigInteger: 'bigserial', BIGINT: 'bigserial', SmallInteger: 'smallserial', SMALLINT: 'smallserial' };

function generation(call: Call, scope: Scope): string | undefined {
  const name = calledName(call);
  if (name === 'Identity') return `GENERATED ${argumentsOf(call, [], scope).flag('always') ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`;
  if (name !== 'Computed') return undefined;
  const args = argumentsOf(call, ['sqltext'], scope);
  const expression = args.value('sqltext');
  return `GENERATED ALWAYS AS (${(expression && sqlOf(expression, scope)) ?? 'NULL'}) ${args.flag('persisted') === false ? 'VIRTUAL' : 'STORED'}`;
}

/** SQL that is written as such, or that a function of SQLAlchemy stands for. */
export function sqlOf(written: Expression, scope: Scope): string | undefined {
  const it = resolved(written, scope);
  const text = textIn(it, scope);
  if (text) return text.text;
  if (it.kind === 'number') return it.text;
  if (it.kind === 'name') return { True: 'true', False: 'false' }[it.name] ?? CONSTANTS[it.name.slice(it.name.lastIndexOf('.') + 1)];
  if (it.kind !== 'call') return undefined;
  const name = calledName(it);
  const [first] = it.positional;
  if (/^(?:text|literal_column|DDL|literal|TextClause)$/.test(name)) return first && sqlOf(first, scope);
  if (name === 'column') {
    const column = first && textIn(first, scope)?.text;
    return column === undefined ? undefined : identifier(column);
  }
  if (it.callee.kind === 'name' && /(?:^|\.)func\.\w+$/.test(it.callee.name)) {
    const args = it.positional.map(argument => sqlOf(argument, scope) ?? 'NULL');
    return WITHOUT_PARENTHESES.has(name.toLowerCase()) ? name.toUpperCase() : `${name}(${args.join(', ')})`;
  }
  return CONSTANTS[name];
}

const CONSTANTS: Readonly<Record<string, string>> = { true: 'true', false: 'false', null: 'NULL', current_timestamp: 'CURRENT_TIMESTAMP' };
const WITHOUT_PARENTHESES = new Set(['current_timestamp', 'current_date', 'current_time', 'localtime', 'localtimestamp', 'current_user', 'session_user']);

/** A plain text is a value, everything else SQL. */
export function defaultOf(written: Expression, scope: Scope): string | undefined {
  const it = resolved(written, scope);
  const text = textIn(it, scope);
  return text ? quoted(text.text) : sqlOf(it, scope);
}

/** `sa.ForeignKey('schema.table.column')` of these columns. */
function foreignKey(columns: readonly string[], call: Call, scope: Scope): string | undefined {
  const args = argumentsOf(call, ['column'], scope);
  const target = args.text('column');
  return target === undefined ? undefined : references(columns, [target], args);
}

function references(columns: readonly string[], targets: readonly string[], args: Arguments): string | undefined {
  const parts = targets.map(it => it.split('.'));
  const [first] = parts;
  if (!first || first.length < 2) return undefined;
  const table = qualified({ ...(first.length > 2 && { schema: first.slice(0, -2).join('.') }), name: first.at(-2)! });
  return `${named(args.text('name'))}FOREIGN KEY (${list(columns)}) REFERENCES ${table} (${list(parts.map(it => it.at(-1)!))})${actions(args)}`;
}

export function actions(args: Arguments): string {
  const [onDelete, onUpdate, initially] = [args.text('ondelete'), args.text('onupdate'), args.text('initially')];
  const deferrable = args.flag('deferrable');
  return [
    ...(onDelete === undefined ? [] : [` ON DELETE ${onDelete}`]),
    ...(onUpdate === undefined ? [] : [` ON UPDATE ${onUpdate}`]),
    ...(deferrable === undefined ? [] : [deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE']),
    ...(initially === undefined ? [] : [` INITIALLY ${initially}`]),
    ...(args.flag('postgresql_not_valid') ? [' NOT VALID'] : []),
  ].join('');
}

/** The columns of a `sa.PrimaryKeyConstraint`. */
export function keyOf(written: Expression, scope: Scope): readonly string[] | undefined {
  const call = resolved(written, scope);
  if (call.kind !== 'call' || calledName(call) !== 'PrimaryKeyConstraint') return undefined;
  const columns = call.positional.map(it => textIn(it, scope)?.text);
  return columns.every(it => it !== undefined) ? columns : undefined;
}

/** The columns of a `sa.ForeignKeyConstraint`; of anything else none. */
export function referringIn(written: Expression, scope: Scope): readonly string[] {
  const call = resolved(written, scope);
  return call.kind === 'call' && calledName(call) === 'ForeignKeyConstraint' ? argumentsOf(call, ['columns'], scope).texts('columns') : [];
}

/** What `create_table` holds besides columns; `undefined` where it cannot be read. */
export function constraintOf(written: Expression, scope: Scope): string | undefined {
  const call = resolved(written, scope);
  if (call.kind !== 'call') return undefined;
  const kind = calledName(call);
  if (kind === 'ForeignKeyConstraint') {
    const args = argumentsOf(call, ['columns', 'refcolumns', 'name'], scope);
    return references(args.texts('columns'), args.texts('refcolumns'), args);
  }
  if (kind === 'PrimaryKeyConstraint' || kind === 'UniqueConstraint') {
    const args = argumentsOf(call, [], scope);
    const columns = args.rest.map(it => textIn(it, scope)?.text);
    if (columns.length === 0 || columns.some(it => it === undefined)) return undefined;
    return `${named(args.text('name'))}${kind === 'UniqueConstraint' ? 'UNIQUE' : 'PRIMARY KEY'} (${list(columns as string[])})`;
  }
  if (kind !== 'CheckConstraint') return undefined;
  const args = argumentsOf(call, ['sqltext', 'name'], scope);
  const condition = args.value('sqltext');
  const sql = condition && sqlOf(condition, scope);
  return sql === undefined ? undefined : `${named(args.text('name'))}CHECK (${sql})`;
}

export function named(name: string | undefined): string {
  return name === undefined ? '' : `CONSTRAINT ${identifier(name)} `;
}

export function list(names: readonly string[]): string {
  return names.map(identifier).join(', ');
}
