import type { Migration } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import { asking } from '../javascript/asked.js';
import { chainOf } from '../javascript/chain.js';
import { evaluate } from '../javascript/evaluate.js';
import { executed, isHandedOn, spanOf, unknownAt, type Holes } from '../javascript/executed.js';
import type { Call } from '../javascript/node.js';
import { parseJavaScript } from '../javascript/parse.js';
import { runFunction, type Reader } from '../javascript/run.js';
import type { Scope } from '../javascript/scope.js';
import { isSymbolic, lastName, type Value } from '../javascript/value.js';
import { givenBy } from '../javascript/ways.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { filler, MARKS } from './names.js';
import { outsideForms, safeForms } from './safe-forms.js';
import { sentBy } from './schema.js';

/** What `up` and `down` send, as far as their text tells. */
export function translate({ up, down }: Migration): Translation {
  const { text } = (up ?? down)!;
  const module = parseJavaScript(text);
  const given = givenBy(module);
  const reader: Reader<Fragment> = { call: (call, scope, asValue) => sent(call, scope, asValue, text) };
  const run = (name: 'up' | 'down') => {
    const way = given.way(name);
    return way ? [...runFunction(way.node, [KNEX], way.scope, reader)] : [];
  };
  return { up: run('up'), down: run('down'), comments: module.comments, known: undefined };
}

/** Whatever the function calls it. */
const KNEX: Value = { kind: 'name', name: 'knex' };

function sent(call: Call, scope: Scope, asValue: boolean, text: string): Iterable<Fragment> | undefined {
  const { root, links } = chainOf(call);
  // Also of a transaction, of which nothing else is known: `trx.schema`.
  if (links.length === 0 || !((root.kind === 'member' && root.name === 'schema') || isSchema(evaluate(root, scope)))) {
    if (call.callee.kind === 'member' && call.callee.name === 'raw') return asValue ? [] : written(call, scope, text);
    return call.callee.kind === 'name' && isHandedOn(call, scope, isKnex) ? [unknownAt(call)] : undefined;
  }
  const schema = links.findLast(it => it.name === 'withSchema')?.call.args[0];
  const within = schema && evaluate(schema, scope);
  const found: Fragment[] = [];
  for (const { name, call: link } of links) {
    if (name === 'raw') {
      found.push(...written(link, scope, text));
      continue;
    }
    const statements = sentBy(name, link.args.map(it => evaluate(it, scope)), within);
    // Behind the last of its own: `.then(…)`, of which what is inside is read.
    if (!statements) return name === 'toString' || name === 'toSQL' ? [] : BUILDS.test(name) ? [...found, unknownAt(link)] : undefined;
    const forms = (sql: string, of: Call | undefined) => safeForms(sql, { chain: links.length === 1 ? call : undefined, alone: statements.length === 1, of }, text);
    for (const { sql, call: of, unjudged } of statements) {
      const span = of?.span ?? headOf(link);
      const its = sql === undefined ? undefined : forms(sql, of);
      found.push(sql === undefined ? { sql: '', span, unknown: true } : { sql, span, ...(its && { safeForms: its }), ...(unjudged && { unjudged }) });
    }
  }
  return found;
}

function written(call: Call, scope: Scope, text: string): readonly Fragment[] {
  return executed(call, scope, holes()).map(it => (it.unknown ? it : { ...it, safeForms: outsideForms(text) }));
}

/** `const { schema } = knex`. */
function isSchema(value: Value): boolean {
  return lastName(value) === 'schema' && isSymbolic(value) && value.kind === 'member';
}

const BUILDS = /^(?:create|alter|drop|rename|refresh)[A-Z]\w*$/;

/** The method with its first argument: the function behind it has places of its own. */
function headOf(call: Call): Span {
  return { start: spanOf(call).start, end: call.args[0] && call.args.at(-1)!.kind === 'function' ? call.args[0].span.end : call.span.end };
}

function isKnex(value: Value): boolean {
  return isSymbolic(value) && value.kind === 'name' && value.name === 'knex';
}

/** One after the other, so that each call has its own. */
function holes(): Holes {
  let fill: ReturnType<typeof filler> | undefined;
  const ask = asking();
  return {
    pattern: MARKS,
    fill(mark, given) {
      fill ??= filler(given, ask);
      const value = fill(mark);
      return ask.told() ? value : undefined;
    },
  };
}
