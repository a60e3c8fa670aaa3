import { pathOf } from '../../core/migrations/migration.js';
import type { Migration } from '../../core/migrations/migration.js';
import type { Run } from '../../core/tools/tool.js';
import { projectOn, readHistory } from '../history.js';
import type { HistoryReading } from '../history.js';
import type { PlannedStep } from '../plan.js';
import type { Programs } from '../ports.js';
import { runBeside } from '../programs.js';
import { willRun } from '../plan.js';
import type { Running } from '../apply.js';
import type { StepFailure, StepResult } from './step.js';

/** Lets the tool itself run one migration. What came of it, only the history tells: the tool may have gone to another database. */
export async function runProgram({ migration }: PlannedStep, run: Extract<Run, { readonly by: 'tool' }>, programs: Programs, applying: Running): Promise<StepResult> {
  const { plan: { index }, session, signal, say } = applying;
  const { tool } = index;
  const command = run.command('up', migration, projectOn(index, session.info));
  const said: string[] = [];
  const ending = await runBeside(session, command, programs, { signal, tell });

  const history = await readHistory(index, session, session.info);
  const applied = isApplied(migration, history, applying);
  const title = `${tool.title} (${command.argv.join(' ')})`;
  switch (ending.kind) {
    case 'absent':
      return failed('nothing', `${command.argv[0]} cannot be started: ${ending.message}`);
    case 'cancelled':
      return applied ? { kind: 'applied' } : { ...failed('unknown', 'Cancelled'), cancelled: true };
    case 'ended':
      if (signal.aborted && !applied) return { ...failed('unknown', 'Cancelled'), cancelled: true };
      if (ending.code === 0 && applied) return { kind: 'applied' };
      if (ending.code === 0) return failed('nothing', `${title} ended without an error, but ${pathOf(migration)} is not in the history of ${session.info.database}: its own configuration may name another database`);
      return failed(applied ? 'something' : 'unknown', `${title} ended with code ${ending.code}`);
  }

  function tell(line: string): void {
    if (line.trim() === '') return;
    said.push(line);
    say(line, 'notice');
  }

  function failed(left: StepFailure['left'], message: string): StepFailure {
    return { kind: 'failed', left, problem: { code: '', message }, cancelled: false, notes: said.slice(-MOST_LINES) };
  }
}

/** Of what a tool said, the end tells why. */
const MOST_LINES = 20;

function isApplied({ id }: Migration, history: HistoryReading, { plan: { index }, session }: Running): boolean {
  if (history.kind !== 'read') return false;
  const row = index.tool.history.compare(index.migrations, history.applied, projectOn(index, session.info)).find(it => it.migration?.id === id);
  return row?.applied !== undefined && row.state !== 'failed' && !willRun(row);
}
