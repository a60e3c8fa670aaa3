import { isList, isRecord, type Value } from '../../javascript/value.js';
import { applied, escaped, literal, type Given } from '../names.js';
import { drop, flag, rename, type Operation } from './operation.js';

/** `src/operations/types`, `domains`, `extensions`, `schemas`. */
export const TYPES: Readonly<Record<string, Operation>> = {
  createType(given) {
    const { args: [name, options], ask } = given;
    if (isList(options)) return [`CREATE TYPE ${literal(name, given)} AS ENUM (${options.map(it => escaped(it, given)).join(', ')})`];
    const attributes = [...ask.record(options).entries].map(([attribute, type]) => `${literal(attribute, given)} ${typeName(type, given)}`);
    return [`CREATE TYPE ${literal(name, given)} AS (${attributes.join(', ')})`];
  },
  dropType: drop('TYPE'),
  renameType: rename('TYPE'),
  addTypeValue(given) {
    const { args: [name, value, options], ask } = given;
    const [before, after] = [ask.get(options, 'before'), ask.get(options, 'after')];
    return [`ALTER TYPE ${literal(name, given)} ADD VALUE${flag(given, options, 'ifNotExists', ' IF NOT EXISTS')} ${escaped(value, given)}${ask.is(before) ? ` BEFORE ${escaped(before, given)}` : ''}${ask.is(after) ? ` AFTER ${escaped(after, given)}` : ''}`];
  },
  renameTypeValue: given => [`ALTER TYPE ${literal(given.args[0], given)} RENAME VALUE ${escaped(given.args[1], given)} TO ${escaped(given.args[2], given)}`],
  addTypeAttribute: given => [`ALTER TYPE ${literal(given.args[0], given)} ADD ATTRIBUTE ${literal(given.args[1], given)} ${typeName(given.args[2], given)}`],
  dropTypeAttribute: given => [`ALTER TYPE ${literal(given.args[0], given)} DROP ATTRIBUTE ${literal(given.args[1], given)}${flag(given, given.args[2], 'ifExists', ' IF EXISTS')}`],
  setTypeAttribute: given => [`ALTER TYPE ${literal(given.args[0], given)} ALTER ATTRIBUTE ${literal(given.args[1], given)} SET DATA TYPE ${typeName(given.args[2], given)}`],
  renameTypeAttribute: given => [`ALTER TYPE ${literal(given.args[0], given)} RENAME ATTRIBUTE ${literal(given.args[1], given)} TO ${literal(given.args[2], given)}`],

  createDomain(given) {
    const { args: [name, type, options], ask } = given;
    const option = (key: string) => ask.get(options, key);
    const [collation, value, check, constraint] = [option('collation'), option('default'), option('check'), option('constraintName')];
    const notNull = ask.is(option('notNull'));
    return [[
      `CREATE DOMAIN ${literal(name, given)} AS ${typeName(type, given)}`, ...(ask.is(collation) ? [`COLLATE ${ask.text(collation)}`] : []), ...(value === undefined ? [] : [`DEFAULT ${escaped(value, given)}`]),
      ...((notNull || ask.is(check)) && ask.is(constraint) ? [`CONSTRAINT ${literal(constraint, given)}`] : []), ...(notNull ? ['NOT NULL'] : ask.is(check) ? [`CHECK (${ask.text(check)})`] : []),
    ].join(' ')];
  },
  alterDomain(given) {
    const { args: [name, options], ask } = given;
    const option = (key: string) => ask.get(options, key);
    const [value, notNull, check, constraint] = [option('default'), option('notNull'), option('check'), option('constraintName')];
    const actions = [
      ...(value === null ? ['DROP DEFAULT'] : value === undefined ? [] : [`SET DEFAULT ${escaped(value, given)}`]),
      ...(ask.is(notNull) ? ['SET NOT NULL'] : notNull === false || ask.is(option('allowNull')) ? ['DROP NOT NULL'] : []),
      // The tool forgets the ADD, and the server refuses it.
      ...(ask.is(check) ? [`${ask.is(constraint) ? `CONSTRAINT ${literal(constraint, given)} ` : ''}CHECK (${ask.text(check)})`] : []),
    ];
    return actions.map(it => `ALTER DOMAIN ${literal(name, given)} ${it}`);
  },
  dropDomain: drop('DOMAIN'),
  renameDomain: rename('DOMAIN'),

  createExtension(given) {
    const { args: [names, options], ask } = given;
    const schema = ask.get(options, 'schema');
    return ask.list(names).map(it => `CREATE EXTENSION${flag(given, options, 'ifNotExists', ' IF NOT EXISTS')} ${literal(it, given)}${ask.is(schema) ? ` SCHEMA ${literal(schema, given)}` : ''}`);
  },
  dropExtension: given => given.ask.list(given.args[0]).map(it => `DROP EXTENSION${flag(given, given.args[1], 'ifExists', ' IF EXISTS')} ${literal(it, given)}${flag(given, given.args[1], 'cascade', ' CASCADE')}`),

  createSchema(given) {
    const { args: [name, options], ask } = given;
    const owner = ask.get(options, 'authorization');
    return [`CREATE SCHEMA${flag(given, options, 'ifNotExists', ' IF NOT EXISTS')} ${literal(name, given)}${ask.is(owner) ? ` AUTHORIZATION ${ask.text(owner)}` : ''}`];
  },
  dropSchema: drop('SCHEMA'),
  renameSchema: rename('SCHEMA'),
};

/** Only the type of what a shorthand may say more of. */
function typeName(type: Value, given: Given): string {
  const name = applied(type, given).entries.get('type');
  return isRecord(name) ? literal(name, given) : given.ask.text(name);
}
