import { identifier } from '../../sql/identifier.js';
import type { Node } from '../ruby/node.js';
import { isOff, isTrue, nameOf, namesOf, pairIn } from './arguments.js';
import { columnSql, defaultSql, literal, typeSql } from './columns.js';
import { checkConstraint, digest, foreignKey, keyName, namedBy, reference } from './constraints.js';
import { also, tableName } from './given.js';
import type { Given } from './given.js';
import { concurrently, index, indexName } from './indexes.js';
import { singular } from './inflection.js';

/** The statements that a call sends, in order; `undefined` where they cannot be told. */
export type Operation = (given: Given) => readonly string[] | undefined;

/** With the names of the table and of a column, both known. */
function withColumn(make: (table: string, column: string, given: Given) => readonly string[] | undefined): Operation {
  return given => {
    const [table, column] = [nameOf(given.positional[0]), nameOf(given.positional[1])];
    return table === undefined || column === undefined ? undefined : make(table, column, given);
  };
}

function withTable(make: (table: string, given: Given) => readonly string[] | undefined): Operation {
  return given => {
    const table = nameOf(given.positional[0]);
    return table === undefined ? undefined : make(table, given);
  };
}

function alter(table: string, ...actions: readonly string[]): readonly string[] {
  return actions.length === 0 ? [] : [`ALTER TABLE ${tableName(table)} ${actions.join(', ')}`];
}

function option({ options }: Given, key: string): Node | undefined {
  return options && pairIn(options, key);
}

const NOWHERE = { start: 0, end: 0 };
const NO: Node = { kind: 'false', span: NOWHERE };

/** Of `schema_statements.rb`, and what PostgreSQL's adapter adds. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  add_column: withColumn((table, column, given) => {
    const type = nameOf(given.positional[2]);
    if (type === undefined) return undefined;
    const exists = isTrue(option(given, 'if_not_exists')) ? 'IF NOT EXISTS ' : '';
    return [...alter(table, `ADD ${exists}${columnSql(column, type, given.options, given.release)}`), ...comment('COLUMN', `${tableName(table)}.${identifier(column)}`, option(given, 'comment'))];
  }),
  add_columns: given => {
    const [table, ...columns] = given.positional.map(nameOf);
    const type = nameOf(option(given, 'type'));
    if (table === undefined || type === undefined || columns.some(it => it === undefined)) return undefined;
    return alter(table, ...columns.map(it => `ADD ${columnSql(it!, type, given.options, given.release)}`));
  },
  remove_column: withColumn((table, column, given) => alter(table, `DROP COLUMN ${isTrue(option(given, 'if_exists')) ? 'IF EXISTS ' : ''}${identifier(column)}`)),
  remove_columns: given => {
    const [table, ...columns] = given.positional.map(nameOf);
    return table === undefined || columns.some(it => it === undefined) ? undefined : alter(table, ...columns.map(it => `DROP COLUMN ${identifier(it!)}`));
  },
  rename_column: withColumn((table, column, { positional }) => {
    const to = nameOf(positional[2]);
    return to === undefined ? undefined : [`ALTER TABLE ${tableName(table)} RENAME COLUMN ${identifier(column)} TO ${identifier(to)}`];
  }),
  change_column: withColumn((table, column, given) => {
    const type = nameOf(given.positional[2]);
    if (type === undefined) return undefined;
    const name = identifier(column);
    const using = nameOf(option(given, 'using'));
    const cast = nameOf(option(given, 'cast_as'));
    const how = using !== undefined ? ` USING ${using}` : cast !== undefined ? ` USING CAST(${name} AS ${typeSql(cast, given.options, given.release)})` : '';
    const value = option(given, 'default');
    const nulls = option(given, 'null');
    return alter(table,
      `ALTER COLUMN ${name} TYPE ${typeSql(type, given.options, given.release)}${how}`,
      ...(value ? [`ALTER COLUMN ${name} ${value.kind === 'nil' ? 'DROP DEFAULT' : `SET DEFAULT ${defaultSql(value)}`}`] : []),
      ...(nulls ? [`ALTER COLUMN ${name} ${isOff(nulls) ? 'SET' : 'DROP'} NOT NULL`] : []));
  }),
  change_column_default: withColumn((table, column, given) => {
    const value = option(given, 'to') ?? given.positional[2];
    if (!value) return undefined;
    const sql = defaultSql(value);
    return alter(table, `ALTER COLUMN ${identifier(column)} ${sql === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${sql}`}`);
  }),
  change_column_null: withColumn((table, column, { positional }) => {
    const [, , nulls, value] = positional;
    if (nulls?.kind !== 'true' && nulls?.kind !== 'false') return undefined;
    const name = identifier(column);
    const filled = value && nulls.kind === 'false' ? [`UPDATE ${tableName(table)} SET ${name} = ${defaultSql(value) ?? 'NULL'} WHERE ${name} IS NULL`] : [];
    return [...filled, ...alter(table, `ALTER COLUMN ${name} ${nulls.kind === 'false' ? 'SET' : 'DROP'} NOT NULL`)];
  }),
  change_column_comment: withColumn((table, column, given) => comment('COLUMN', `${tableName(table)}.${identifier(column)}`, option(given, 'to') ?? given.positional[2])),
  change_table_comment: withTable((table, given) => comment('TABLE', tableName(table), option(given, 'to') ?? given.positional[1])),

  rename_table: withColumn((table, to) => [`ALTER TABLE ${tableName(table)} RENAME TO ${tableName(to)}`]),
  drop_table: given => {
    const tables = given.positional.map(nameOf);
    if (tables.length === 0 || tables.some(it => it === undefined)) return undefined;
    const exists = isTrue(option(given, 'if_exists')) ? 'IF EXISTS ' : '';
    const cascade = nameOf(option(given, 'force')) === 'cascade' ? ' CASCADE' : '';
    return tables.map(it => `DROP TABLE ${exists}${tableName(it!)}${cascade}`);
  },
  drop_join_table: withColumn((a, b, given) => [`DROP TABLE ${tableName(nameOf(option(given, 'table_name')) ?? joinTable(a, b))}`]),

  add_index: withTable((table, given) => {
    const columns = given.positional[1];
    return columns && index(table, columns, given.options);
  }),
  remove_index: withTable((table, given) => {
    const columns = namesOf(option(given, 'column') ?? given.positional[1]);
    const name = nameOf(option(given, 'name')) ?? (columns && indexName(table, columns));
    if (name === undefined) return undefined;
    const schema = table.includes('.') ? `${tableName(table.slice(0, table.lastIndexOf('.')))}.` : '';
    return [`DROP INDEX ${concurrently(option(given, 'algorithm'))}${isTrue(option(given, 'if_exists')) ? 'IF EXISTS ' : ''}${schema}${identifier(name)}`];
  }),
  rename_index: given => {
    const [table, from, to] = given.positional.map(nameOf);
    return table === undefined || from === undefined || to === undefined ? undefined : [`ALTER INDEX ${identifier(from)} RENAME TO ${identifier(to)}`];
  },

  add_timestamps: withTable((table, given) => {
    const options = also(given.options, given.release >= 5 ? { null: NO } : {});
    return alter(table, ...['created_at', 'updated_at'].map(it => `ADD ${columnSql(it, 'datetime', options, Math.max(given.release, given.release >= 6 ? 7 : 0))}`));
  }),
  remove_timestamps: withTable(table => alter(table, 'DROP COLUMN "updated_at"', 'DROP COLUMN "created_at"')),
  add_reference: withColumn((table, name, given) => {
    const { columns, after } = reference(table, name, given);
    return [...columns.flatMap(it => alter(table, `ADD ${it}`)), ...after];
  }),
  remove_reference: withColumn((table, name, given) => [
    ...(isOff(option(given, 'foreign_key')) ? [] : alter(table, `DROP CONSTRAINT ${identifier(keyName(table, `${name}_id`))}`)),
    ...(isOff(option(given, 'polymorphic')) ? [] : alter(table, `DROP COLUMN ${identifier(`${name}_type`)}`)),
    ...alter(table, `DROP COLUMN ${identifier(`${name}_id`)}`),
  ]),

  add_foreign_key: withColumn((table, to, given) => alter(table, `ADD ${foreignKey(table, to, given.options)}`)),
  remove_foreign_key: withTable((table, given) => {
    const to = nameOf(given.positional[1]) ?? nameOf(option(given, 'to_table'));
    const column = nameOf(option(given, 'column')) ?? (to === undefined ? undefined : `${singular(to)}_id`);
    const name = nameOf(option(given, 'name')) ?? (column === undefined ? undefined : keyName(table, column));
    return name === undefined ? undefined : alter(table, `DROP CONSTRAINT ${isTrue(option(given, 'if_exists')) ? 'IF EXISTS ' : ''}${identifier(name)}`);
  }),
  add_check_constraint: withTable((table, given) => {
    const check = checkConstraint(table, given.positional[1], given.options);
    return check === undefined ? undefined : alter(table, `ADD ${check}`);
  }),
  remove_check_constraint: withTable((table, given) => dropNamed(table, given, namedBy(table, given.positional[1], given.options, 'chk'))),
  add_unique_constraint: withTable((table, given) => {
    const columns = namesOf(given.positional[1]);
    const using = nameOf(option(given, 'using_index'));
    if (!columns && using === undefined) return undefined;
    const name = nameOf(option(given, 'name')) ?? `uniq_rails_${digest(`${table}_${(columns ?? [using!]).join('_')}_unique`)}`;
    return alter(table, `ADD CONSTRAINT ${identifier(name)} UNIQUE ${using === undefined ? `(${columns!.map(identifier).join(', ')})` : `USING INDEX ${identifier(using)}`}`);
  }),
  remove_unique_constraint: withTable((table, given) => dropNamed(table, given, undefined)),
  add_exclusion_constraint: withTable((table, given) => {
    const [, expression] = given.positional;
    if (expression?.kind !== 'text' || !expression.known) return undefined;
    const where = nameOf(option(given, 'where'));
    return alter(table, `ADD CONSTRAINT ${identifier(nameOf(option(given, 'name')) ?? 'excl_rails')} EXCLUDE USING ${nameOf(option(given, 'using')) ?? 'gist'} (${expression.known.text})${where === undefined ? '' : ` WHERE (${where})`}`);
  }),
  remove_exclusion_constraint: withTable((table, given) => dropNamed(table, given, undefined)),
  validate_foreign_key: withTable((table, given) => {
    const to = nameOf(given.positional[1]);
    const column = nameOf(option(given, 'column')) ?? (to === undefined ? undefined : `${singular(to)}_id`);
    const name = nameOf(option(given, 'name')) ?? (column === undefined ? undefined : keyName(table, column));
    return name === undefined ? undefined : alter(table, `VALIDATE CONSTRAINT ${identifier(name)}`);
  }),
  validate_check_constraint: withTable((table, given) => {
    const name = namedBy(table, given.positional[1] ?? option(given, 'expression'), given.options, 'chk');
    return name === undefined ? undefined : alter(table, `VALIDATE CONSTRAINT ${identifier(name)}`);
  }),
  validate_constraint: withColumn((table, name) => alter(table, `VALIDATE CONSTRAINT ${identifier(name)}`)),

  enable_extension: withTable(name => [`CREATE EXTENSION IF NOT EXISTS ${identifier(name)}`]),
  disable_extension: withTable(name => [`DROP EXTENSION IF EXISTS ${identifier(name)} CASCADE`]),
  create_schema: withTable(name => [`CREATE SCHEMA ${identifier(name)}`]),
  drop_schema: withTable((name, given) => [`DROP SCHEMA ${isTrue(option(given, 'if_exists')) ? 'IF EXISTS ' : ''}${identifier(name)} CASCADE`]),
  rename_schema: withColumn((name, to) => [`ALTER SCHEMA ${identifier(name)} RENAME TO ${identifier(to)}`]),
  create_enum: withTable((name, { positional }) => {
    const values = namesOf(positional[1]);
    return values && [`CREATE TYPE ${tableName(name)} AS ENUM (${values.map(literal).join(', ')})`];
  }),
  drop_enum: withTable((name, given) => [`DROP TYPE ${isTrue(option(given, 'if_exists')) ? 'IF EXISTS ' : ''}${tableName(name)}`]),
  rename_enum: withTable((name, given) => {
    const to = nameOf(option(given, 'to') ?? given.positional[1]);
    return to === undefined ? undefined : [`ALTER TYPE ${tableName(name)} RENAME TO ${identifier(to)}`];
  }),
  add_enum_value: withColumn((name, value, given) => {
    const before = nameOf(option(given, 'before'));
    const after = nameOf(option(given, 'after'));
    return [`ALTER TYPE ${tableName(name)} ADD VALUE ${isTrue(option(given, 'if_not_exists')) ? 'IF NOT EXISTS ' : ''}${literal(value)}${before !== undefined ? ` BEFORE ${literal(before)}` : after !== undefined ? ` AFTER ${literal(after)}` : ''}`];
  }),
  rename_enum_value: withTable((name, given) => {
    const [from, to] = [nameOf(option(given, 'from')), nameOf(option(given, 'to'))];
    return from === undefined || to === undefined ? undefined : [`ALTER TYPE ${tableName(name)} RENAME VALUE ${literal(from)} TO ${literal(to)}`];
  }),
};

/** Another name for the same. */
export const ALIASES: Readonly<Record<string, string>> = { add_belongs_to: 'add_reference', remove_belongs_to: 'remove_reference', remove_constraint: 'remove_check_constraint' };

function dropNamed(table: string, given: Given, fallback: string | undefined): readonly string[] | undefined {
  const name = nameOf(option(given, 'name')) ?? fallback;
  return name === undefined ? undefined : alter(table, `DROP CONSTRAINT ${identifier(name)}`);
}

export function joinTable(a: string, b: string): string {
  return [a, b].sort().join('\0').replace(/^(.*[._])(.+)\0\1(.+)/, '$1$2_$3').replace('\0', '_');
}

export function comment(what: 'TABLE' | 'COLUMN', name: string, node: Node | undefined): readonly string[] {
  if (!node) return [];
  return [`COMMENT ON ${what} ${name} IS ${node.kind === 'text' ? literal(node.rough) : 'NULL'}`];
}

