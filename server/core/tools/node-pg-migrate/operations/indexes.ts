import { isRecord, memberOf, type Value } from '../../javascript/value.js';
import { literal, literalOf, plainName, written, type Given } from '../names.js';
import { flag, rename, type Operation } from './operation.js';

/** `src/operations/indexes`. */
export const INDEXES: Readonly<Record<string, Operation>> = {
  createIndex(given) {
    const { args: [table, raw, options], ask } = given;
    const option = (key: string) => ask.get(options, key);
    const [method, where, include, nulls] = [option('method'), option('where'), option('include'), option('nulls')];
    const columns = ask.list(raw);
    // In `CREATE INDEX`, a schema is that of the table.
    const name = indexName(table, columns, options, given);
    return [
      `CREATE${flag(given, options, 'unique', ' UNIQUE')} INDEX${flag(given, options, 'concurrently', ' CONCURRENTLY')}${flag(given, options, 'ifNotExists', ' IF NOT EXISTS')}`
        + ` ${literal(isRecord(name) ? memberOf(name, 'name') : name, given)} ON ${literal(table, given)}${ask.is(method) ? ` USING ${ask.text(method)}` : ''} (${columns.map(it => columnSql(it, given)).join(', ')})`
        + `${ask.is(include) ? ` INCLUDE (${ask.list(include).map(it => literal(it, given)).join(', ')})` : ''}${ask.is(nulls) ? ` NULLS ${ask.text(nulls).toUpperCase()}` : ''}${ask.is(where) ? ` WHERE ${written(where, given)}` : ''}`,
    ];
  },
  dropIndex(given) {
    const { args: [table, columns, options], ask } = given;
    const name = indexName(table, ask.list(columns), options, given);
    return [`DROP INDEX${flag(given, options, 'concurrently', ' CONCURRENTLY')}${flag(given, options, 'ifExists', ' IF EXISTS')} ${literal(name, given)}${flag(given, options, 'cascade', ' CASCADE')}`];
  },
  renameIndex: rename('INDEX'),
};

/** `generateIndexName`. */
function indexName(table: Value, columns: readonly Value[], options: Value, given: Given): Value {
  const { ask } = given;
  const name = ask.get(options, 'name');
  const schema = isRecord(table) ? ask.get(table, 'schema') : undefined;
  const within = (it: Value): Value => (typeof schema === 'string' ? { kind: 'record', entries: new Map([['schema', schema], ['name', it]]), whole: true } : it);
  if (ask.is(name)) return within(name);
  const parts = columns.map(it => {
    const column = plainName(it, given);
    return !isRecord(it) && isExpression(column) ? `(${column})` : column;
  });
  return within(`${plainName(table, given)}_${parts.join('_')}${flag(given, options, 'unique', '_unique')}_index`);
}

/** `generateColumnString`, with how it is sorted. */
function columnSql(column: Value, given: Given): string {
  const { ask } = given;
  if (literalOf(column) !== undefined) return literalOf(column)!;
  if (!isRecord(column)) return nameSql(ask.text(column), given);
  const [opclass, sort] = [ask.get(column, 'opclass'), ask.get(column, 'sort')];
  return [nameSql(ask.text(ask.get(column, 'name')), given), ...(ask.is(opclass) ? [literal(opclass, given)] : []), ...(ask.is(sort) ? [ask.text(sort)] : [])].join(' ');
}

function nameSql(column: string, given: Given): string {
  if (isExpression(column)) return `(${column})`;
  const name = plainName(column, given);
  return !/[^\w".]/.test(name) ? literal(name, given) : name.endsWith(')') ? name : `(${name})`;
}

function isExpression(text: string): boolean {
  return /(->>|->|#>>|#>|@\?|@@|@>|<@|\?\||\?&|\?|#-|\|\||::)/.test(text) || /^[\w.]+\(/.test(text) || /\s+[+*/-]\s+/.test(text) || (/[=<>!]+/.test(text) && /[a-zA-Z0-9]/.test(text));
}
