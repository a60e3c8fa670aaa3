import type { Fix } from '../../migrations/problem.js';
import type { Tool } from '../../tools/tool.js';
import type { SequenceStep } from '../../tools/tool/scaffold.js';
import { closed } from '../actions/regions.js';
import { joined, noted, timeoutsBefore, titleOf, type Place } from './files.js';
import type { Plan, Step } from './rewrite.js';

/** The plan as edits of the one file that holds all its migrations. `undefined` where what is left of the statement, or of the file, cannot stand. */
export function fixInOneFile(plan: Plan, { index: { tool, migrations }, file: { source, script, migration }, position, rest }: Place, inSteps: NonNullable<Tool['inSteps']>): Fix | undefined {
  const piece = script.pieces[position];
  if (rest !== undefined || piece?.kind !== 'statement' || !script.pieces.every(it => it.kind === 'statement')) return undefined;
  const [first, ...later] = plan.steps;
  const edits = inSteps(migration, {
    at: piece.sent ? piece.span : closed(piece.span, script.text),
    others: script.pieces.filter(it => it !== piece).map(it => it.span),
    steps: [stepOf(first, []), ...later.map(it => stepOf(it, timeoutsBefore(script, position)))],
    existing: migrations,
  });
  return edits && { title: titleOf(plan), safety: 'review', edits: edits.map(it => ({ kind: 'edit', path: source.path, ...it })) };

  function stepOf(step: Step, timeouts: ReturnType<typeof timeoutsBefore>): SequenceStep {
    const outsideTransaction = step.outsideTransaction ?? false;
    return {
      up: joined([...(outsideTransaction ? [] : timeouts), ...noted(step), ...step.up]),
      ...(step.down && { down: joined(step.down) }),
      outsideTransaction,
    };
  }
}
