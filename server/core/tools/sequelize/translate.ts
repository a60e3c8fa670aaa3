import type { Migration } from '../../migrations/migration.js';
import { asking } from '../javascript/asked.js';
import { evaluate } from '../javascript/evaluate.js';
import { executed, isHandedOn, spanOf, unknownAt, type Holes } from '../javascript/executed.js';
import type { Call } from '../javascript/node.js';
import { parseJavaScript } from '../javascript/parse.js';
import { runFunction, type Reader } from '../javascript/run.js';
import type { Scope } from '../javascript/scope.js';
import { isRecord, isSymbolic, lastName, memberOf, type Value } from '../javascript/value.js';
import { givenBy } from '../javascript/ways.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { operationOf } from './operations.js';
import { safeForms } from './safe-forms.js';
import { valueSql } from './values.js';

/** What `up` and `down` send, as far as their text tells. */
export function translate({ up, down }: Migration): Translation {
  const { text } = (up ?? down)!;
  const module = parseJavaScript(text);
  const given = givenBy(module);
  const reader: Reader<Fragment> = { call: (call, scope, _, inside) => sent(call, scope, inside, text) };
  const run = (name: 'up' | 'down') => {
    const way = given.way(name);
    return way ? [...runFunction(way.node, [HANDED, SEQUELIZE], way.scope, reader)] : [];
  };
  return { up: run('up'), down: run('down'), comments: module.comments, known: undefined };
}

const SEQUELIZE: Value = { kind: 'name', name: 'Sequelize' };
/** sequelize-cli hands over the interface itself; umzug an object that has it, as its `context`, or with it. */
const HANDED: Value = { kind: 'name', name: 'queryInterface' };

function sent(call: Call, scope: Scope, inside: () => Iterable<Fragment>, text: string): Iterable<Fragment> | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'member') return isHandedOn(call, scope, isHandle) ? [unknownAt(call)] : undefined;
  if (callee.name === 'query') return executed(call, scope, HOLES);
  if (callee.name === 'transaction' && args.some(it => it.kind === 'function')) return inTransaction(call, [...inside()], text);
  const operation = operationOf(callee.name);
  const isOfInterface = isInterface(evaluate(callee.of, scope));
  if (!operation || !isOfInterface) return (isOfInterface && BUILDS.test(callee.name)) || isHandedOn(call, scope, isHandle) ? [unknownAt(call)] : undefined;
  const ask = asking();
  const statements = operation(args.map(it => evaluate(it, scope)), ask);
  if (!ask.told()) return [unknownAt(call)];
  return statements.map((sql): Fragment => ({ sql, span: spanOf(call), safeForms: safeForms(call, sql, statements.length === 1, text) }));
}

/** What changes tables in ways of which nothing is known here. */
const BUILDS = /^(?:dropAll\w+|drop[A-Z]\w*Tables)$/;

/** Each statement is told which transaction it belongs to; those that are not told run beside it. */
function inTransaction(call: Call, found: readonly Fragment[], text: string): Iterable<Fragment> {
  const callback = call.args.find(it => it.kind === 'function');
  const [binding] = callback?.kind === 'function' ? callback.parameters[0] ?? [] : [];
  const belongs = ({ span }: Fragment) => {
    const end = text.indexOf(';', span.end);
    const written = text.slice(span.start, end < 0 ? span.end : end).replace(/(["'`]).*?\1/gs, '');
    return /\btransaction\b/.test(written) || (binding !== undefined && new RegExp(`(?<![\\w$])${binding.name.replaceAll('$', '\\$')}(?![\\w$])`).test(written));
  };
  if (found.length === 0 || !found.every(belongs)) return found;
  const head = { start: spanOf(call).start, end: spanOf(call).start + 'transaction'.length };
  return [{ sql: 'BEGIN', span: head, unjudged: true }, ...found, { sql: 'COMMIT', span: head, unjudged: true }];
}

/** What was not handed to it is not known, and may be one; a model has methods of the same name. */
function isInterface(value: Value): boolean {
  return isSymbolic(value) && (value.kind === 'unknown' || /query|context|interface|migrator|^q$|^qi$/i.test(lastName(value) ?? '') || isCalledInterface(value));
}

/** `sequelize.getQueryInterface()`. */
function isCalledInterface(value: Value): boolean {
  return isSymbolic(value) && value.kind === 'called' && lastName(value.callee) === 'getQueryInterface';
}

/** `:name`, of `{ replacements: { name } }`; lists of them are too seldom in what changes a schema. */
const HOLES: Holes = {
  pattern: /(?<![:\w]):([a-z_]\w*)|\?/gi,
  fill([mark, name], given) {
    const replacements = isRecord(given) ? given.entries.get('replacements') : undefined;
    if (replacements === undefined) return isRecord(given) && given.whole ? mark : isRecord(given) || !isSymbolic(given) ? mark : undefined;
    if (name === undefined || !isRecord(replacements)) return undefined;
    const ask = asking();
    const value = valueSql(memberOf(replacements, name), ask);
    return ask.told() ? value : undefined;
  },
};

function isHandle(value: Value): boolean {
  return isSymbolic(value) && (value.kind === 'name' || value.kind === 'member') && /^(?:queryInterface|context)$/.test(value.name);
}
