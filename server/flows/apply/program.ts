import { pathOf } from '../../core/migrations/migration.js';
import type { Migration } from '../../core/migrations/migration.js';
import { sqlProblem } from '../../core/sql/problem.js';
import type { SqlProblem } from '../../core/sql/problem.js';
import type { Run } from '../../core/tools/tool/run.js';
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

  const { history, lost } = await readAfter(applying);
  const applied = isApplied(migration, history, applying);
  const title = `${tool.title} (${command.argv.join(' ')})`;
  switch (ending.kind) {
    case 'absent':
      return failed('nothing', `${command.argv[0]} cannot be started: ${ending.message}`);
    case 'cancelled':
      return applied ? done() : { ...failed('unknown', 'Cancelled'), cancelled: true };
    case 'ended':
      if (signal.aborted && !applied) return { ...failed('unknown', 'Cancelled'), cancelled: true };
      if (ending.code === 0 && applied) return done();
      if (history.kind === 'unreadable') return failed('unknown', `${title} ended with code ${ending.code}; whether ${pathOf(migration)} has run cannot be told: ${history.message}`);
      if (ending.code === 0) return failed('nothing', `${title} ended without an error, but ${pathOf(migration)} is not in the history of ${session.info.database}: its own configuration may name another database`);
      return failed(applied ? 'something' : 'unknown', `${title} ended with code ${ending.code}`);
  }

  function done(): StepResult {
    return { kind: 'applied', ...(lost && { lost }) };
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

/** A tool may take hours, and our session idles meanwhile: where the server has ended it, another one is asked. */
async function readAfter({ plan: { index }, session, reconnect }: Running): Promise<{ readonly history: HistoryReading; readonly lost?: SqlProblem }> {
  try {
    return { history: await readHistory(index, session, session.info) };
  } catch (error) {
    const lost = sqlProblem(error);
    const other = await reconnect();
    if (other.kind === 'refused') return { history: { kind: 'unreadable', table: '', message: other.message }, lost };
    const history = await readHistory(index, other, other.info)
      .catch((again: unknown): HistoryReading => ({ kind: 'unreadable', table: '', message: sqlProblem(again).message }))
      .finally(() => other.close());
    return { history, lost };
  }
}

/** Of what a tool said, the end tells why. */
const MOST_LINES = 20;

/** By what the tool makes of its history; what runs every time has a later row than the plan knew. */
export function isApplied({ id }: Migration, history: HistoryReading, { plan: { index, status }, session }: Running): boolean {
  if (history.kind !== 'read') return false;
  const row = index.tool.history.compare(index.migrations, history.applied, projectOn(index, session.info)).find(it => it.migration?.id === id);
  const before = status.applied.findLast(it => it.id === id);
  return row?.applied !== undefined && row.state !== 'failed' && (!willRun(row) || row.applied.rank !== before?.rank);
}
