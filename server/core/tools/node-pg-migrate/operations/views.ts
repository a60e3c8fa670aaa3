import type { Value } from '../../javascript/value.js';
import { sequenceOf } from '../columns.js';
import { escaped, literal, written, type Given } from '../names.js';
import { drop, flag, rename, type Operation } from './operation.js';

/** `src/operations/views`, `materializedViews`, `sequences`, `grants`. */
export const VIEWS: Readonly<Record<string, Operation>> = {
  createView(given) {
    const { args: [name, options, definition], ask } = given;
    const check = ask.get(options, 'checkOption');
    return [
      `CREATE${flag(given, options, 'replace', ' OR REPLACE')}${flag(given, options, 'temporary', ' TEMPORARY')}${flag(given, options, 'recursive', ' RECURSIVE')} VIEW ${literal(name, given)}${columns(options, given)}`
        + `${withOptions(ask.get(options, 'options'), given)} AS ${written(definition, given)}${ask.is(check) ? ` WITH ${ask.text(check)} CHECK OPTION` : ''}`,
    ];
  },
  dropView: drop('VIEW'),
  alterView(given) {
    const { args: [name, options], ask } = given;
    const check = ask.get(options, 'checkOption');
    const named = ask.get(options, 'options');
    const parameters = new Map(named === undefined ? [] : ask.record(named).entries);
    if (check !== undefined) parameters.set('check_option', check);
    return changed(parameters).map(it => `ALTER VIEW ${literal(name, given)} ${it}`);
  },
  alterViewColumn(given) {
    const { args: [name, column, options], ask } = given;
    const value = ask.get(options, 'default');
    return value === undefined ? [] : [`ALTER VIEW ${literal(name, given)} ALTER COLUMN ${literal(column, given)} ${value === null ? 'DROP DEFAULT' : `SET DEFAULT ${escaped(value, given)}`}`];
  },
  renameView: rename('VIEW'),

  createMaterializedView(given) {
    const { args: [name, options, definition], ask } = given;
    const tablespace = ask.get(options, 'tablespace');
    return [
      `CREATE MATERIALIZED VIEW${flag(given, options, 'ifNotExists', ' IF NOT EXISTS')} ${literal(name, given)}${columns(options, given)}${withOptions(ask.get(options, 'storageParameters'), given)}`
        + `${ask.is(tablespace) ? ` TABLESPACE ${literal(tablespace, given)}` : ''} AS ${written(definition, given)}${data(options, given)}`,
    ];
  },
  dropMaterializedView: drop('MATERIALIZED VIEW'),
  alterMaterializedView(given) {
    const { args: [name, options], ask } = given;
    const [cluster, extension, storage] = [ask.get(options, 'cluster'), ask.get(options, 'extension'), ask.get(options, 'storageParameters')];
    const actions = [
      ...(cluster === undefined ? [] : [ask.is(cluster) ? `CLUSTER ON ${literal(cluster, given)}` : 'SET WITHOUT CLUSTER']),
      ...(ask.is(extension) ? [`DEPENDS ON EXTENSION ${literal(extension, given)}`] : []), ...changed(storage === undefined ? new Map() : ask.record(storage).entries),
    ];
    return [`ALTER MATERIALIZED VIEW ${literal(name, given)} ${actions.join(', ')}`];
  },
  renameMaterializedView: rename('MATERIALIZED VIEW'),
  renameMaterializedViewColumn: given => [`ALTER MATERIALIZED VIEW ${literal(given.args[0], given)} RENAME COLUMN ${literal(given.args[1], given)} TO ${literal(given.args[2], given)}`],
  refreshMaterializedView: given => [`REFRESH MATERIALIZED VIEW${flag(given, given.args[1], 'concurrently', ' CONCURRENTLY')} ${literal(given.args[0], given)}${data(given.args[1], given)}`],

  createSequence(given) {
    const [name, options] = given.args;
    return [[`CREATE${flag(given, options, 'temporary', ' TEMPORARY')} SEQUENCE${flag(given, options, 'ifNotExists', ' IF NOT EXISTS')} ${literal(name, given)}`, ...sequenceOf(options, given)].join(' ')];
  },
  alterSequence(given) {
    const { args: [name, options], ask } = given;
    const restart = ask.get(options, 'restart');
    const clauses = [...sequenceOf(options, given), ...(ask.is(restart) ? [restart === true ? 'RESTART' : `RESTART WITH ${ask.text(restart)}`] : [])];
    return [`ALTER SEQUENCE ${literal(name, given)} ${clauses.join(' ')}`];
  },
  dropSequence: drop('SEQUENCE'),
  renameSequence: rename('SEQUENCE'),

  grantOnTables: given => [`GRANT ${texts(given.ask.get(given.args[0], 'privileges'), given)} ON ${tables(given)} TO ${roles(given)}${flag(given, given.args[0], 'withGrantOption', ' WITH GRANT OPTION')}`],
  revokeOnTables: given => [`REVOKE${flag(given, given.args[0], 'onlyGrantOption', ' GRANT OPTION FOR')} ${texts(given.ask.get(given.args[0], 'privileges'), given)} ON ${tables(given)} FROM ${roles(given)}${flag(given, given.args[0], 'cascade', ' CASCADE')}`],
  grantOnSchemas: given => [`GRANT ${texts(given.ask.get(given.args[0], 'privileges'), given)} ON SCHEMA ${names(given.ask.get(given.args[0], 'schemas'), given)} TO ${roles(given)}${flag(given, given.args[0], 'withGrantOption', ' WITH GRANT OPTION')}`],
  revokeOnSchemas: given => [`REVOKE${flag(given, given.args[0], 'onlyGrantOption', ' GRANT OPTION FOR')} ${texts(given.ask.get(given.args[0], 'privileges'), given)} ON SCHEMA ${names(given.ask.get(given.args[0], 'schemas'), given)} FROM ${roles(given)}${flag(given, given.args[0], 'cascade', ' CASCADE')}`],
};

function columns(options: Value, given: Given): string {
  const value = given.ask.get(options, 'columns');
  const list = value === undefined ? '' : names(value, given);
  return list === '' ? '' : `(${list})`;
}

function withOptions(parameters: Value, { ask }: Given): string {
  if (parameters === undefined) return '';
  const list = [...ask.record(parameters).entries].map(([key, value]) => parameter(key, value)).join(', ');
  return list === '' ? '' : ` WITH (${list})`;
}

function changed(parameters: ReadonlyMap<string, Value>): readonly string[] {
  const set = [...parameters].filter(([, it]) => it !== null).map(([key, value]) => parameter(key, value)).join(', ');
  const reset = [...parameters].filter(([, it]) => it === null).map(([key]) => key).join(', ');
  return [...(set === '' ? [] : [`SET (${set})`]), ...(reset === '' ? [] : [`RESET (${reset})`])];
}

function parameter(key: string, value: Value): string {
  return value === true ? key : `${key} = ${String(value)}`;
}

function data(options: Value, { ask }: Given): string {
  const value = ask.get(options, 'data');
  return value === undefined ? '' : ` WITH${ask.is(value) ? '' : ' NO'} DATA`;
}

function tables(given: Given): string {
  const { args: [options], ask } = given;
  return ask.has(options, 'schema') ? `ALL TABLES IN SCHEMA ${literal(ask.get(options, 'schema'), given)}` : names(ask.get(options, 'tables'), given);
}

function roles(given: Given): string {
  return given.ask.list(given.ask.get(given.args[0], 'roles')).map(it => (it === 'PUBLIC' ? it : literal(it, given))).join(', ');
}

function names(value: Value, given: Given): string {
  return given.ask.list(value).map(it => literal(it, given)).join(', ');
}

function texts(value: Value, { ask }: Given): string {
  return ask.list(value).map(it => ask.text(it)).join(', ');
}
