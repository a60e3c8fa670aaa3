import { partOf, pathOf } from '../../core/migrations/migration.js';
import type { Migration } from '../../core/migrations/migration.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { Row } from '../../core/migrations/status.js';
import { linesOf } from '../../core/text/lines.js';
import type { PlannedStep } from '../plan.js';
import type { StatusReport } from '../status.js';

/** Why nothing can be applied as things stand: what the history says, and how we are connected. */
export function stopsOfHistory({ tool, project }: ProjectIndex, { history, info, rows }: StatusReport, planned: readonly Row[]): string[] {
  const stops: string[] = [];
  if (tool.run.by === 'nobody') stops.push(tool.run.why);
  if (info.pooled) stops.push('A connection pooler stands between: a lock that guards against two migrators at once means nothing there. Connect to the server itself');
  if (history.kind === 'foreign' || history.kind === 'unreadable') stops.push(history.message);
  if (history.kind === 'absent' && history.refusal !== undefined) stops.push(history.refusal);
  if (history.kind === 'absent' && info.currentSchema === undefined) stops.push(`The search path of "${info.user}" names no schema that exists`);

  // What sorts behind the last planned one is not asked about yet.
  const end = planned.length === 0 ? rows.length : rows.indexOf(planned.at(-1)!);
  for (const [i, row] of rows.entries()) {
    const said = row.reason ?? '';
    if (row.state === 'failed') stops.push(said || `${nameOf(row)} has failed: repair the history first`);
    else if (row.state === 'outOfOrder' && row.willRun === 'refuse' && i < end) stops.push(said || `${tool.title} refuses ${nameOf(row)}, which sorts before what is applied`);
    else if (refuses(row, planned)) stops.push(said || `${tool.title} refuses to run while ${nameOf(row)} is ${row.state}`);
  }
  return stops;

  /** A tool with checksums compares before it runs; one that knows only where it stands must find its place. */
  function refuses({ state, willRun }: Row, planned: readonly Row[]): boolean {
    if (willRun !== undefined) return willRun === 'refuse' && state !== 'outOfOrder';
    if (project.settings['validateOnMigrate'] === 'false') return false;
    // Versions behind the newest file, which the database has from elsewhere, are no hindrance.
    return state === 'modified' || (state === 'missing' && planned.some(it => it.state === 'pending' && it.migration?.kind === 'versioned'));
  }
}

/** Migrations of one version, and what else the tool stops at before it runs anything. */
export function stopsOfSet({ tool, project, parts, problems }: ProjectIndex): readonly string[] {
  const found = problems.filter(it => tool.stoppedBy?.includes(it.rule)).map(it => it.message);
  return found.length > 0 ? found : parts.set.duplicates.flatMap(([first, ...others]) => others.flatMap(other => {
    const said = tool.duplicate(first!, other, project);
    return said === undefined ? [] : [`${pathOf(other)}: ${said}`];
  }));
}

/** Files that the tool would run in their turn and we cannot. `end`: the last migration that is planned; without it, all are meant. */
export function stopsOfCompanions({ tool, project, parts }: ProjectIndex, { applied }: StatusReport, planned: readonly Migration[], end?: Migration): readonly string[] {
  const newest = applied.filter(it => it.version !== undefined).at(-1);
  return parts.entries.flatMap(({ path, reading }) => {
    if (reading.kind !== 'companion') return [];
    if (reading.of?.direction === 'up') {
      const program: Migration = { id: reading.of.id, kind: 'versioned', version: reading.of.id, name: '' };
      const past = applied.some(it => it.id === program.id) || (tool.traits(project).outOfOrder === 'skip' && newest && tool.compare(program, { ...program, ...newest }) < 0);
      return past || (end && tool.compare(program, end) > 0) ? [] : [`${path} is a program, which only the project's own migrator can run`];
    }
    return reading.whileMigrating && planned.length > 0 ? [`${path} is a callback, which ${tool.title} runs whenever it migrates and apply does not`] : [];
  });
}

/** Why one file cannot be applied by us, though the tool or its author may mean well. */
export function stopsOfScript({ tool }: ProjectIndex, { migration, sent, execution }: PlannedStep): readonly string[] {
  const path = pathOf(migration);
  const stops: string[] = [];
  if (execution.refuses !== undefined) stops.push(`${path}: ${execution.refuses}`);
  if (migration.up?.flaw) stops.push(`${path}: ${migration.up.flaw.message}`);
  if (migration.up?.malformed) stops.push(`${path} is not UTF-8`);
  if (migration.up && partOf(migration.up).includes('\0')) stops.push(`${path} contains a NUL character, which no PostgreSQL text can`);
  // Asked for rarely: a file may hold thousands of migrations.
  const at = (offset: number) => `${path}:${linesOf(sent.text).positionAt(offset).line + 1}`;
  for (const piece of sent.pieces) {
    if (piece.kind === 'psql') stops.push(`${at(piece.span.start)} is a command of psql, which ${tool.title} does not run`);
    if (!execution.copyFromStdin && piece.kind === 'statement' && piece.statement.kind === 'copy' && piece.statement.from && piece.statement.stdin) {
      stops.push(`${at(piece.span.start)} copies rows from the file, which ${tool.title} does not do`);
    }
  }
  return stops;
}

function nameOf({ migration, applied }: Row): string {
  return migration ? pathOf(migration) : (applied?.version ?? applied?.name ?? applied?.id)!;
}
