import { isRecord, type Value } from '../../javascript/value.js';
import { withEntries } from '../../javascript/asked.js';
import { applied, escaped, literal, written, type Given } from '../names.js';
import { flag, type Operation } from './operation.js';

/** `src/operations/functions`, `triggers`, `policies`. */
export const PROGRAMS: Readonly<Record<string, Operation>> = {
  createFunction(given) {
    const { args: [name, parameters, options, definition], ask } = given;
    const option = (key: string) => ask.get(options, key);
    const or = (key: string, otherwise: string) => (option(key) === undefined ? otherwise : ask.is(option(key)) ? ask.text(option(key)) : '');
    const [parallel, set] = [option('parallel'), option('set')];
    const words = [
      or('behavior', 'VOLATILE'), `LANGUAGE ${ask.text(option('language'))}`, or('security', 'INVOKER') === 'INVOKER' ? '' : `SECURITY ${ask.text(option('security'))}`,
      flag(given, options, 'window', 'WINDOW'), flag(given, options, 'onNull', 'RETURNS NULL ON NULL INPUT'), ask.is(parallel) ? `PARALLEL ${ask.text(parallel)}` : '',
      ...(ask.is(set) ? ask.list(set).map(it => {
        const value = ask.get(it, 'value');
        return `SET ${literal(ask.get(it, 'configurationParameter'), given)} ${value === 'FROM CURRENT' ? 'FROM CURRENT' : `TO ${ask.text(value)}`}`;
      }) : []),
    ];
    return [`CREATE${flag(given, options, 'replace', ' OR REPLACE')} FUNCTION ${literal(name, given)}${parametersSql(parameters, given)} RETURNS ${or('returns', 'void')} AS ${escaped(definition, given)} ${words.filter(it => it !== '').join(' ')}`];
  },
  dropFunction(given) {
    const { args: [name, parameters, options], ask } = given;
    const named = parameters === undefined ? [] : ask.list(parameters).map((it): Value => (isRecord(it) ? { ...it, entries: new Map([...it.entries].filter(([key]) => key !== 'default')) } : it));
    return [`DROP FUNCTION${flag(given, options, 'ifExists', ' IF EXISTS')} ${literal(name, given)}${parametersSql(named, given)}${flag(given, options, 'cascade', ' CASCADE')}`];
  },
  renameFunction: given => [`ALTER FUNCTION ${literal(given.args[0], given)}${parametersSql(given.args[1], given)} RENAME TO ${literal(given.args[2], given)}`],

  createTrigger(given) {
    const { args: [table, name, options, definition], ask } = given;
    const option = (key: string) => ask.get(options, key);
    const constraint = ask.is(option('constraint'));
    const when = constraint ? 'AFTER' : ask.text(option('when'));
    const level = /instead\s+of/i.test(when) ? 'ROW' : option('level') === undefined ? 'STATEMENT' : ask.text(option('level'));
    const body = ask.is(definition);
    const called = option('function') ?? (body ? name : undefined);
    const condition = option('condition');
    const parameters = option('functionParams');
    const deferrable = !constraint ? '' : ask.is(option('deferrable')) ? ` DEFERRABLE INITIALLY ${ask.is(option('deferred')) ? 'DEFERRED' : 'IMMEDIATE'}` : ' NOT DEFERRABLE';
    return [
      ...(body ? PROGRAMS['createFunction']!({ ...given, args: [called, [], withEntries(options, [['returns', 'trigger']]), definition] }) ?? [] : []),
      `CREATE${constraint ? ' CONSTRAINT' : ''} TRIGGER ${literal(name, given)} ${when} ${ask.list(option('operation')).map(it => ask.text(it)).join(' OR ')} ON ${literal(table, given)}${deferrable}`
        + ` FOR EACH ${level}${ask.is(condition) ? ` WHEN (${ask.text(condition)})` : ''} EXECUTE PROCEDURE ${literal(called, given)}(${parameters === undefined ? '' : ask.list(parameters).map(it => escaped(it, given)).join(', ')})`,
    ];
  },
  dropTrigger: given => [`DROP TRIGGER${flag(given, given.args[2], 'ifExists', ' IF EXISTS')} ${literal(given.args[1], given)} ON ${literal(given.args[0], given)}${flag(given, given.args[2], 'cascade', ' CASCADE')}`],
  renameTrigger: given => [`ALTER TRIGGER ${literal(given.args[1], given)} ON ${literal(given.args[0], given)} RENAME TO ${literal(given.args[2], given)}`],

  createPolicy(given) {
    const [table, name, options] = given.args;
    const command = given.ask.get(options, 'command');
    return [`CREATE POLICY ${literal(name, given)} ON ${literal(table, given)} FOR ${command === undefined ? 'ALL' : given.ask.text(command)} ${clauses(withEntries(options, [['role', 'PUBLIC']]), given)}`];
  },
  alterPolicy: given => [`ALTER POLICY ${literal(given.args[1], given)} ON ${literal(given.args[0], given)} ${clauses(given.args[2], given)}`],
  dropPolicy: given => [`DROP POLICY${flag(given, given.args[2], 'ifExists', ' IF EXISTS')} ${literal(given.args[1], given)} ON ${literal(given.args[0], given)}`],
  renamePolicy: given => [`ALTER POLICY ${literal(given.args[1], given)} ON ${literal(given.args[0], given)} RENAME TO ${literal(given.args[2], given)}`],
};

function parametersSql(parameters: Value, given: Given): string {
  const { ask } = given;
  return `(${(parameters === undefined ? [] : ask.list(parameters)).map(it => {
    const options = applied(it, given);
    const option = (key: string) => ask.get(options, key);
    const [mode, name, type, value] = [option('mode'), option('name'), option('type'), option('default')];
    return [...(ask.is(mode) ? [ask.text(mode)] : []), ...(ask.is(name) ? [literal(name, given)] : []), ...(ask.is(type) ? [ask.text(type)] : []), ...(value === undefined ? [] : [`DEFAULT ${escaped(value, given)}`])].join(' ');
  }).join(', ')})`;
}

function clauses(options: Value, given: Given): string {
  const { ask } = given;
  const [role, using, check] = [ask.get(options, 'role'), ask.get(options, 'using'), ask.get(options, 'check')];
  return [
    ...(role === undefined ? [] : [`TO ${ask.list(role).map(it => ask.text(it)).join(', ')}`]), ...(ask.is(using) ? [`USING (${written(using, given)})`] : []), ...(ask.is(check) ? [`WITH CHECK (${written(check, given)})`] : []),
  ].join(' ');
}

