import type { Span } from '../../text/span.js';
import { calledName } from '../python/arguments.js';
import type { Call, Expression } from '../python/node.js';
import { resolved } from '../python/scope.js';
import type { MigrationClass } from './contents.js';

/** Operations that cannot be taken back: `RunPython` and `RunSQL` without their second argument. */
export function irreversible({ module: { text }, operations, scope }: Pick<MigrationClass, 'module' | 'operations' | 'scope'>): readonly Span[] {
  if (!operations || !/\bRun(?:Python|SQL)\b/.test(text.slice(operations.span.start, operations.span.end))) return [];
  return callsOf(operations.value()).filter(it => {
    const name = calledName(it);
    if ((name !== 'RunPython' && name !== 'RunSQL') || it.spread) return false;
    const back = it.positional[1] ?? it.keywords.find(given => given.name === (name === 'RunPython' ? 'reverse_code' : 'reverse_sql'))?.value;
    return !back || isNone(resolved(back, scope));
  }).map(it => it.span);
}

/** Operations, also those of a `SeparateDatabaseAndState`, which reach the database. */
function callsOf(value: Expression, depth = 0): readonly Call[] {
  if (depth > 5) return [];
  if (value.kind === 'sum') return value.parts.flatMap(it => callsOf(it, depth + 1));
  if (value.kind !== 'list' && value.kind !== 'tuple') return [];
  return value.items.flatMap((it): readonly Call[] => {
    if (it.kind !== 'call') return [];
    if (calledName(it) !== 'SeparateDatabaseAndState') return [it];
    const inner = it.positional[0] ?? it.keywords.find(given => given.name === 'database_operations')?.value;
    return inner ? callsOf(inner, depth + 1) : [];
  });
}

function isNone(value: Expression): boolean {
  return value.kind === 'name' && value.name === 'None';
}
