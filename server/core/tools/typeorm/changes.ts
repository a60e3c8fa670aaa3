import { identifier } from '../../sql/identifier.js';
import { isRecord } from '../javascript/value.js';
import { columnOf, columnSql, createEnum, enumSql, isEnum, quoted, type Column } from './columns.js';
import { generated, optionsOf, tableOf, tableSql, type TableName } from './names.js';
import type { Given } from './operations.js';

/** `changeColumn`: of a column that is only named, TypeORM asks the database what it is, and we what was said of it. */
export function changed(given: Given, renames: boolean): readonly string[] | undefined {
  const { args: [target, old, value], ask, known } = given;
  const table = tableOf(target, ask);
  const written = optionsOf(old);
  const before = isRecord(written) ? columnOf(written, ask) : known.get(`${table.path}.${ask.text(written)}`);
  if (renames && !isRecord(optionsOf(value))) {
    const name = ask.text(value);
    const from = before?.name ?? ask.text(written);
    given.remember(table, from, undefined);
    if (before) given.remember(table, name, { ...before, name });
    return [alter(table, `RENAME COLUMN ${identifier(from)} TO ${identifier(name)}`)];
  }
  const after = columnOf(value, ask);
  if (!before) return undefined;
  given.remember(table, before.name, undefined);
  given.remember(table, after.name, after);
  return before.kind !== after.kind || (before.expression !== after.expression && after.expression !== undefined) ? again(table, before, after) : changes(table, before, after);
}

const alter = (table: TableName, action: string) => `ALTER TABLE ${tableSql(table)} ${action}`;

/** To avoid a conversion, TypeORM drops the column and adds it anew: its data are lost. */
function again(table: TableName, before: Column, after: Column): readonly string[] {
  return [
    alter(table, `DROP COLUMN ${identifier(before.name)}`), ...(isEnum(before) ? [`DROP TYPE ${enumSql(table, before)}`] : []),
    ...(isEnum(after) ? [createEnum(table, after)] : []), alter(table, `ADD ${columnSql(table, after)}`),
    ...(after.unique ? [uniqueSql(table, after)] : []),
  ];
}

function changes(table: TableName, before: Column, after: Column): readonly string[] {
  const column = (action: string) => alter(table, `ALTER COLUMN ${identifier(after.name)} ${action}`);
  const sql: string[] = [];
  if (before.name !== after.name) sql.push(alter(table, `RENAME COLUMN ${identifier(before.name)} TO ${identifier(after.name)}`));
  if (before.fullType !== after.fullType) sql.push(column(`TYPE ${after.fullType}`));
  const values = isEnum(after) ? enumChanges(table, before, after) : [];
  sql.push(...values);
  if (before.nullable !== after.nullable) sql.push(column(after.nullable ? 'DROP NOT NULL' : 'SET NOT NULL'));
  if (before.comment !== after.comment) sql.push(`COMMENT ON COLUMN ${tableSql(table)}.${identifier(after.name)} IS ${after.comment === undefined ? 'NULL' : quoted(after.comment)}`);
  if (after.unique && !before.unique) sql.push(uniqueSql(table, after));
  if (before.unique && !after.unique) sql.push(alter(table, `DROP CONSTRAINT ${identifier(generated('UQ', table, [before.name]))}`));
  if (before.default !== after.default && values.length < 4) sql.push(column(after.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${after.default}`));
  if (before.collation !== after.collation) sql.push(column(`TYPE ${after.type} COLLATE ${identifier(after.collation ?? 'default')}`));
  return sql;
}

/** New values alone are added (PostgreSQL 12); else the type is made anew, and the column turned to it. */
function enumChanges(table: TableName, before: Column, after: Column): readonly string[] {
  const [old, now] = [before.values ?? [], after.values ?? []];
  if (old.join('\0') === now.join('\0') && before.enumName === after.enumName) return [];
  const extra = now.filter(it => !old.includes(it));
  if (extra.length > 0 && old.every(it => now.includes(it))) return extra.map(it => `ALTER TYPE ${enumSql(table, before)} ADD VALUE ${quoted(it)}`);
  const name = enumSql(table, after);
  const suffix = after.array ? '[]' : '';
  const column = (action: string) => alter(table, `ALTER COLUMN ${identifier(after.name)} ${action}`);
  return [
    `ALTER TYPE ${enumSql(table, before)} RENAME TO ${enumSql(table, before, '_old', false)}`, createEnum(table, after), ...(before.default === undefined ? [] : [column('DROP DEFAULT')]),
    column(`TYPE ${name}${suffix} USING ${identifier(after.name)}::"text"::${name}${suffix}`), ...(after.default === undefined ? [] : [column(`SET DEFAULT ${after.default}`)]),
    `DROP TYPE ${enumSql(table, before, '_old')}`,
  ];
}

function uniqueSql(table: TableName, { name }: Column): string {
  return alter(table, `ADD CONSTRAINT ${identifier(generated('UQ', table, [name]))} UNIQUE (${identifier(name)})`);
}
