import type { Migration } from '../../migrations/migration.js';
import { asking } from '../javascript/asked.js';
import { evaluate } from '../javascript/evaluate.js';
import { executed, isHandedOn, spanOf, unknownAt } from '../javascript/executed.js';
import type { Call } from '../javascript/node.js';
import { parseJavaScript } from '../javascript/parse.js';
import { runFunction } from '../javascript/run.js';
import type { Scope } from '../javascript/scope.js';
import { isSymbolic, type Value } from '../javascript/value.js';
import { givenBy } from '../javascript/ways.js';
import type { Fragment, Translation } from '../tool/translation.js';
import type { Column } from './columns.js';
import { operationOf, type Known } from './operations.js';
import { outsideForms, safeForms } from './safe-forms.js';

/** What `up` and `down` of the migration's class send, as far as their text tells. */
export function translate({ up, down }: Migration, known: unknown): Translation {
  const { text, within } = (up ?? down)!;
  const module = parseJavaScript(text);
  const given = givenBy(module, within);
  const before: Known = known instanceof Map ? known as Known : NONE;
  const run = (name: 'up' | 'down') => {
    const columns = new Map(before);
    let changed = false;
    const way = given.way(name);
    const remember = (key: string, column: Column | undefined) => {
      changed = true;
      if (column) columns.set(key, column);
      else columns.delete(key);
    };
    const call = (it: Call, scope: Scope) => sent(it, scope, columns, remember, text);
    return { sent: way ? [...runFunction(way.node, [RUNNER], way.scope, { call })] : [], known: changed ? columns : before };
  };
  const forward = run('up');
  return { up: forward.sent, down: run('down').sent, comments: module.comments, known: forward.known };
}

const NONE: Known = new Map();

/** Whatever the method calls it. */
const RUNNER: Value = { kind: 'name', name: 'queryRunner' };

function sent(call: Call, scope: Scope, known: Known, remember: (key: string, column: Column | undefined) => void, text: string): Iterable<Fragment> | undefined {
  const { callee } = call;
  if (callee.kind !== 'member') return isHandedOn(call, scope, isHandle) ? [unknownAt(call)] : undefined;
  if (callee.name === 'query') return executed(call, scope).map(it => (it.unknown ? it : { ...it, safeForms: outsideForms(call, text) }));
  const operation = operationOf(callee.name);
  const isOfRunner = isRunner(evaluate(callee.of, scope));
  if (!operation || !isOfRunner) return (isOfRunner && BUILDS.test(callee.name)) || isHandedOn(call, scope, isHandle) ? [unknownAt(call)] : undefined;
  const ask = asking();
  const changes: (readonly [string, Column | undefined])[] = [];
  const statements = operation({ args: call.args.map(it => evaluate(it, scope)), ask, known, remember: (table, name, column) => changes.push([`${table.path}.${name}`, column]) });
  if (!statements || !ask.told()) return [unknownAt(call)];
  for (const [key, column] of changes) remember(key, column);
  return statements.map(sql => ({ sql, span: spanOf(call), ...(sql === 'BEGIN' || sql === 'COMMIT' ? { unjudged: true as const } : { safeForms: safeForms(call, sql, statements.length === 1, text) }) }));
}

const BUILDS = /^(?:create|drop|rename|change|add|clear|update)[A-Z]\w*$/;

/** What was not handed to it is not known, and may be one. */
function isRunner(value: Value): boolean {
  return isSymbolic(value) && (value.kind === 'unknown' || (value.kind === 'name' && /runner$/i.test(value.name)) || (value.kind === 'member' && /runner$/i.test(value.name)));
}

function isHandle(value: Value): boolean {
  return isSymbolic(value) && value.kind === 'name' && value.name === 'queryRunner';
}
