import { pathOf, type Migration } from '../../migrations/migration.js';
import { asking } from '../javascript/asked.js';
import { evaluate } from '../javascript/evaluate.js';
import { executed, isHandedOn, spanOf, unknownAt, type Holes } from '../javascript/executed.js';
import type { Call } from '../javascript/node.js';
import { parseJavaScript } from '../javascript/parse.js';
import { runFunction, type Reader } from '../javascript/run.js';
import type { Scope } from '../javascript/scope.js';
import { isRecord, isSymbolic, memberOf, type Value } from '../javascript/value.js';
import { givenBy } from '../javascript/ways.js';
import type { Project } from '../tool/project.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { escaped, literal, type Given } from './names.js';
import { operationOf, SILENT } from './operations.js';
import { safeForms } from './safe-forms.js';

/** What those before it have named: `exports.shorthands`. */
type Shorthands = ReadonlyMap<string, Value>;

/** What `up` and `down` send, as far as their text tells; SQL files are sent as they stand. */
export function translate(migration: Migration, known: unknown, { settings }: Pick<Project, 'settings'>): Translation | undefined {
  const before = known instanceof Map ? known as Shorthands : NONE;
  if (/\.sql$/.test(pathOf(migration))) return undefined;
  const { text } = (migration.up ?? migration.down)!;
  const module = parseJavaScript(text);
  const given = givenBy(module);
  const own = given.value('shorthands');
  const shorthands = own !== undefined && isRecord(own) && own.entries.size > 0 ? new Map([...before, ...own.entries]) : before;
  const up = given.way('up');
  const reader = (way: typeof up): Reader<Fragment> => ({
    call: (call, scope) => sent(call, scope, args => ({ args, ask: asking(), decamelize: settings['decamelize'] === 'true', shorthands }), (call, sql) => safeForms(call, sql, way!.node, text)),
  });
  const run = (way: typeof up) => (way ? [...runFunction(way.node, [PGM], way.scope, reader(way))] : []);
  return { up: run(up), down: run(given.way('down')), comments: module.comments, known: shorthands };
}

const NONE: Shorthands = new Map();

/** Whatever the function calls it. */
const PGM: Value = { kind: 'name', name: 'pgm' };

function sent(call: Call, scope: Scope, givenOf: (args: readonly Value[]) => Given, formsOf: (call: Call, sql: string) => Fragment['safeForms']): Iterable<Fragment> | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'member') return isHandedOn(call, scope, isBuilder) ? [unknownAt(call)] : undefined;
  const of = evaluate(callee.of, scope);
  const { name } = callee;
  if (!isBuilder(of)) {
    // `pgm.db.query(…)` is sent at once.
    const isDatabase = isSymbolic(of) && of.kind === 'member' && of.name === 'db' && isBuilder(of.of);
    return isDatabase ? name === 'query' ? executed(call, scope) : [] : isHandedOn(call, scope, isBuilder) ? [unknownAt(call)] : undefined;
  }
  if (name === 'sql') return withForms(executed(call, scope, holesOf(givenOf([]))), formsOf(call, ''));
  const operation = operationOf(name);
  if (!operation) return SILENT.test(name) ? [] : [unknownAt(call)];
  const given = givenOf(args.map(it => evaluate(it, scope)));
  const statements = operation(given);
  if (!statements || !given.ask.told() || args.some(it => it.kind === 'spread')) return [unknownAt(call)];
  return withForms(statements.map(sql => ({ sql, span: spanOf(call) })), formsOf(call, statements[0] ?? ''));
}

function withForms(fragments: readonly Fragment[], safeForms: Fragment['safeForms']): readonly Fragment[] {
  return safeForms ? fragments.map(it => (it.unknown ? it : { ...it, safeForms })) : fragments;
}

function isBuilder(value: Value): boolean {
  return isSymbolic(value) && value.kind === 'name' && value.name === 'pgm';
}

/** `createTransformer`: braces around a name that the second argument has. */
function holesOf(given: Given): Holes {
  return {
    pattern: /\{(\w+)\}/g,
    fill([mark, name], values) {
      if (!isRecord(values)) return undefined;
      const value = memberOf(values, name!);
      if (!values.entries.has(name!)) return values.whole ? mark : undefined;
      const filled = value === undefined ? '' : typeof value === 'string' || isRecord(value) ? literal(value, given) : escaped(value, given);
      return given.ask.told() ? filled : undefined;
    },
  };
}
