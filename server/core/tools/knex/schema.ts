import { asking, type Asked } from '../javascript/asked.js';
import { isSymbolic, type Value } from '../javascript/value.js';
import { asksOf } from './builder.js';
import { wrapped } from './names.js';
import { alter, create, tableSql, type Sent } from './table.js';

/** What a method of `knex.schema` sends (3.3.0, `schema/compiler.js`, `dialects/postgres/schema/pg-compiler.js`); `undefined` where it is none. */
export function sentBy(method: string, args: readonly Value[], schema: Value): readonly Sent[] | undefined {
  const ask = asking();
  const table = { schema, name: args[0] };
  switch (method) {
    case 'createTable':
    case 'createTableIfNotExists': {
      const asks = asksOf(args[1]);
      return asks ? create(table, asks, method !== 'createTable') : [{}];
    }
    case 'table':
    case 'alterTable': {
      const asks = asksOf(args[1]);
      return asks ? alter(table, asks) : [{}];
    }
    case 'createTableLike': {
      const asks = isSymbolic(args[2]) ? asksOf(args[2]) : undefined;
      return asks && asks.columns.length > 0 ? [{}] : told(ask, `create table ${tableSql(table, ask)} (like ${tableSql({ schema, name: args[1] }, ask)} including all)`);
    }
    case 'hasTable': case 'hasColumn': case 'withSchema': case 'queryContext': case 'debug': case 'on': case 'once': case 'timeout':
      return [];
    default: {
      const sql = statement(method, args, schema, ask);
      return sql === undefined ? undefined : told(ask, sql);
    }
  }
}

function statement(method: string, args: readonly Value[], schema: Value, ask: Asked): string | undefined {
  const [first, second] = args;
  const name = () => wrapped(first, ask);
  const within = () => tableSql({ schema, name: first }, ask);
  const cascade = () => (second !== undefined && ask.is(second) ? ' cascade' : '');
  switch (method) {
    case 'renameTable': return `alter table ${within()} rename to ${wrapped(second, ask)}`;
    case 'dropTable': return `drop table ${within()}`;
    case 'dropTableIfExists': return `drop table if exists ${within()}`;
    case 'dropView': return `drop view ${within()}`;
    case 'dropViewIfExists': return `drop view if exists ${within()}`;
    case 'dropMaterializedView': return `drop materialized view ${within()}`;
    case 'dropMaterializedViewIfExists': return `drop materialized view if exists ${within()}`;
    case 'refreshMaterializedView': return `refresh materialized view${second !== undefined && ask.is(second) ? ' concurrently' : ''} ${name()}`;
    case 'renameView': return `alter view ${name()} rename to ${wrapped(second, ask)}`;
    case 'createSchema': return `create schema ${name()}`;
    case 'createSchemaIfNotExists': return `create schema if not exists ${name()}`;
    case 'dropSchema': return `drop schema ${name()}${cascade()}`;
    case 'dropSchemaIfExists': return `drop schema if exists ${name()}${cascade()}`;
    case 'createExtension': return `create extension ${name()}`;
    case 'createExtensionIfNotExists': return `create extension if not exists ${name()}`;
    case 'dropExtension': return `drop extension ${name()}`;
    case 'dropExtensionIfExists': return `drop extension if exists ${name()}`;
    default: return undefined;
  }
}

function told(ask: Asked, sql: string): readonly Sent[] {
  return [ask.told() ? { sql } : {}];
}
