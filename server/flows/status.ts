import { partOf, pathOf } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Applied, Row } from '../core/migrations/status.js';
import { differenceOf, findAppliedText } from './applied-text.js';
import { sqlProblem } from '../core/sql/problem.js';
import { anotherRuns, holderOf } from './apply/lock.js';
import type { Holder } from './apply/lock.js';
import { placeOf, projectOn, readHistory, readOnly } from './history.js';
import type { HistoryReading } from './history.js';
import type { Git, Session, SessionInfo } from './ports.js';

export interface StatusReport {
  readonly info: SessionInfo;
  readonly history: HistoryReading;
  /** As they were written; empty where there is no history, or none that can be read. */
  readonly applied: readonly Applied[];
  /** In the tool's order, history-only rows last. Empty where the history cannot be read: then nothing is known. */
  readonly rows: readonly Row[];
  /** Who holds the tool's lock at this moment. */
  readonly lock?: Holder;
}

/** Compares a project with what one database says was applied. Reads, and never writes. */
export async function readStatus(index: ProjectIndex, session: Session, { git }: { readonly git?: Git | undefined } = {}): Promise<StatusReport> {
  const { history, holder } = await readOnly(session, async () => {
    const history = await readHistory(index, session, session.info);
    return { history, holder: history.kind === 'unreadable' ? undefined : await readHolder(index, session) };
  });
  const applied = history.kind === 'read' ? history.applied : [];
  const known = history.kind === 'read' || history.kind === 'absent';
  const compared = known ? index.tool.history.compare(index.migrations, applied, projectOn(index, session.info)) : [];
  // What looks failed may be on its way: golang-migrate's row is dirty for as long as it runs.
  const rows = holder ? compared.map(row => (row.state === 'failed' ? { ...row, reason: anotherRuns(holder, index.tool) } : row)) : compared;
  return { info: session.info, history, applied, rows: await Promise.all(rows.map(row => explained(row, index, git))), ...(holder && { lock: holder }) };
}

/** Whoever may not look knows of nobody. */
async function readHolder(index: ProjectIndex, session: Session): Promise<Holder | undefined> {
  try {
    return await holderOf(index.tool.lock(projectOn(index, session.info), placeOf(session.info)), session);
  } catch (error) {
    if (sqlProblem(error).code === '42501') return undefined;
    throw error;
  }
}

/** Of what is not as it should be, git knows more. */
async function explained(row: Row, index: ProjectIndex, git: Git | undefined): Promise<Row> {
  switch (row.state) {
    case 'modified': return { ...row, difference: await difference(row, index, git) };
    case 'missing': return git ? withBranches(row, index, git) : row;
    default: return row;
  }
}

async function difference({ migration, applied, difference }: Row, index: ProjectIndex, git: Git | undefined): Promise<NonNullable<Row['difference']>> {
  if (difference !== undefined && difference !== 'unknown') return difference;
  if (!git || !migration?.up || !applied) return 'unknown';
  const was = await findAppliedText(index, migration, applied, git);
  return was ? differenceOf(partOf(was.source), partOf(migration.up)) : 'unknown';
}

async function withBranches(row: Row, { project }: ProjectIndex, git: Git): Promise<Row> {
  const script = row.applied?.script;
  const paths = row.migration ? [pathOf(row.migration)] : script === undefined ? [] : project.locations.map(({ path }) => (path === '.' ? script : `${path}/${script}`));
  const found = (await Promise.all(paths.map(path => git.branchesWith(path)))).flat();
  return found.length > 0 ? { ...row, foundOn: [...new Set(found)] } : row;
}
