import type { Migration } from '../core/migrations/migration.js';
import { pathOf } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Row } from '../core/migrations/status.js';
import { sqlProblem } from '../core/sql/problem.js';
import type { Sql } from '../core/tools/tool/history.js';
import type { Repair } from '../core/tools/tool/repair.js';
import { isPlanned, isReadOnly, together } from './apply.js';
import { heldBy, releaseLock, takeLock } from './apply/lock.js';
import type { Holder, Taking } from './apply/lock.js';
import { placeOf, projectOn, readHistory } from './history.js';
import type { Clock, ConnectionRefusal, Session } from './ports.js';
import { evidenceOf, mayHaveLeft } from './repair/evidence.js';
import type { Evidence } from './repair/evidence.js';
import { told } from './repair/words.js';
import type { Scripts } from './script.js';
import { readStatus } from './status.js';
import type { StatusReport } from './status.js';

/** What is broken in a history, what is known about it, and the ways out: made before anybody is asked. */
export interface RepairPlan {
  readonly index: ProjectIndex;
  readonly status: StatusReport;
  /** In the tool's own words. */
  readonly trouble: string;
  /** What the file and the database say about it, in sentences. */
  readonly findings: readonly string[];
  /** The one to take first, if that can be told. */
  readonly ways: readonly Way[];
  /** Why nothing can be mended now, in sentences. */
  readonly stops: readonly string[];
}

export interface Way {
  /** What somebody vouches for who takes it. `release`: the holder of the lock runs no more. */
  readonly as: Repair['as'] | 'release';
  /** How the tool itself is told. */
  readonly command: string;
  /** What is then taken to be true, and what follows, in a sentence. */
  readonly means: string;
  /** `right`: the database says so. `likely`: a failure leaves it so, and nothing speaks against it. `wrong`: the database says otherwise. */
  readonly fit: 'right' | 'likely' | 'open' | 'wrong';
  /** Only one is, and only where it is clear. */
  readonly recommended: boolean;
  readonly write: readonly Sql[];
}

export type RepairOutcome =
  | { readonly kind: 'mended' }
  /** Somebody runs migrations; or the history is not what the plan was made from. Nothing was written. */
  | { readonly kind: 'busy' | 'changed' | 'refused'; readonly message: string };

export interface RepairOptions extends Pick<Taking, 'clock'> {
  readonly clock: Clock;
  readonly reconnect: () => Promise<Session | ConnectionRefusal>;
}

/** `undefined`: nothing is broken. `which`: the id or version of the migration that is meant; without it, the lock, then the first that has failed. */
export async function planRepair(index: ProjectIndex, session: Session, { which, scripts }: { readonly which?: string | undefined; readonly scripts: Scripts }): Promise<RepairPlan | undefined> {
  const status = await readStatus(index, session);
  const { history, lock, info } = status;
  const failed = status.rows.find(it => it.state === 'failed' && (which === undefined || isNamed(it, which)));
  const plan = (of: Omit<RepairPlan, 'index' | 'status'>): RepairPlan => ({ index, status, ...of, stops: [...of.stops, ...stopsOf(status)] });

  if (history.kind === 'foreign' || history.kind === 'unreadable') return plan({ trouble: history.message, findings: [], ways: [], stops: [history.message] });
  // While a lock is held there may be somebody who runs: what looks failed may be on its way.
  if (lock?.row !== undefined && which === undefined) return plan(await ofLock(lock, index, session));
  if (!failed) return undefined;
  const trouble = failed.reason ?? `${nameOf(failed)} has failed`;
  if (lock) return plan({ trouble, findings: [], ways: [], stops: [trouble] });
  if (!index.tool.repairs) return plan({ trouble, findings: [], ways: [], stops: [`${index.tool.title} has no command that mends its history`] });

  const on = { project: projectOn(index, info), place: placeOf(info), applied: status.applied, migrations: index.migrations };
  const repairs = index.tool.repairs(failed, on);
  const evidence = new Map<Migration, Evidence>();
  for (const it of new Set(repairs.flatMap(({ there, gone }) => [...there, ...gone]))) evidence.set(it, await evidenceOf(index, it, session, scripts));
  const ways: Way[] = [];
  const findings = [...evidence].flatMap(([migration, it]) => told(migration, it));
  for (const repair of repairs) {
    const leaves = repair.failed && await mayHaveLeft(index, repair.failed.migration, repair.failed.direction, session, scripts);
    if (repair.failed && repair.as === 'undone') findings.unshift(sent(repair.failed.migration, leaves === true));
    ways.push({ as: repair.as, command: repair.command, means: meaning(repair, failed), fit: fitOf(repair, evidence, leaves), recommended: false, write: repair.write });
  }
  return plan({ trouble, findings, ways: recommended(ways), stops: [] });
}

/** Writes what the way says, under the tool's lock, if the history still is what the plan was made from. */
export async function repair({ index, status, stops }: RepairPlan, way: Way, session: Session, { clock, reconnect }: RepairOptions): Promise<RepairOutcome> {
  if (stops.length > 0) return { kind: 'refused', message: stops.join('\n') };
  const on = projectOn(index, session.info);
  const lock = index.tool.lock(on, placeOf(session.info));
  const taking: Taking = { plan: { index }, session, clock, signal: new AbortController().signal, say: () => undefined };
  try {
    if (await isReadOnly(session)) return { kind: 'refused', message: 'The session is read-only: the connection, the role or the server does not allow writes' };
    // Others queue behind whoever waits for a table.
    await session.execute(`set lock_timeout = '${LOCK_TIMEOUT}'`);
    if (way.as === 'release') {
      const freed = await session.query(way.write[0]!);
      return freed.length > 0 ? { kind: 'mended' } : { kind: 'changed', message: 'The lock is no longer held by the one that was seen' };
    }
    // Who holds it runs: there is nothing to wait for.
    const taken = await takeLock(lock.kind === 'none' ? lock : { ...lock, attempts: 1 }, taking);
    if (taken.kind === 'busy') return taken;
    try {
      const history = await readHistory(index, session, session.info);
      if (history.kind === 'unreadable') return { kind: 'refused', message: history.message };
      if (!isPlanned(history, status)) return { kind: 'changed', message: 'The history has changed since it was looked at: look again' };
      await together(session, way.write);
      return { kind: 'mended' };
    } finally {
      await releaseLock(lock, { ...taking, reconnect });
    }
  } catch (error) {
    return { kind: 'refused', message: sqlProblem(error).message };
  }
}

const LOCK_TIMEOUT = '5s';

function stopsOf({ info, history }: StatusReport): readonly string[] {
  return info.pooled && history.kind === 'read' ? ['A connection pooler stands between: a lock that guards against two migrators at once means nothing there. Connect to the server itself'] : [];
}

async function ofLock(holder: Holder, index: ProjectIndex, session: Session): Promise<Omit<RepairPlan, 'index' | 'status'>> {
  const { tool } = index;
  const { row } = holder;
  const lock = tool.lock(projectOn(index, session.info), placeOf(session.info));
  if (lock.kind !== 'table') return { trouble: '', findings: [], ways: [], stops: [`${tool.title} has no lock that stays behind`] };
  const gone = await isOurDead(row?.by, session);
  const way: Way = {
    as: 'release', command: lock.freeing, fit: gone ? 'right' : 'open', recommended: gone, write: [lock.free(row?.by ?? null, row?.since ?? null)],
    means: 'Whoever took the lock runs no more: it is free for the next',
  };
  return {
    trouble: heldBy(holder, tool), ways: [way], stops: [],
    findings: [gone ? 'The session that took it is gone' : 'Whether that one still runs, nobody here can tell: two who migrate at once may run a migration twice'],
  };
}

/** We write our server process into it; nobody else does. */
async function isOurDead(by: string | undefined, session: Session): Promise<boolean> {
  const pid = /^migration-lens \(.*, process (\d+)\)$/s.exec(by ?? '')?.[1];
  if (pid === undefined) return false;
  const rows = await session.query({ text: `select from pg_stat_activity where pid = $1 and application_name = 'migration-lens'`, values: [pid] });
  return rows.length === 0;
}

function fitOf({ as, there, gone, failed }: Repair, evidence: ReadonlyMap<Migration, Evidence>, leaves: boolean | undefined): Way['fit'] {
  const wanted = [...there.map(it => [evidence.get(it)!, 'done'] as const), ...gone.map(it => [evidence.get(it)!, 'undone'] as const)];
  if (wanted.some(([{ proof }, should]) => proof !== 'untold' && proof !== should)) return 'wrong';
  if (wanted.length === 0 || wanted.some(([{ proof }]) => proof === 'untold')) return failed && leaves === false ? 'likely' : 'open';
  // Of a way back that failed, its migration had been applied as a whole; else what cannot be seen may be half-done.
  const unsure = as === 'kept' ? leaves === true : wanted.some(([it, should]) => it.blind && (should === 'done' || it.leaves));
  return !unsure ? 'right' : wanted.some(([it]) => it.leaves) ? 'open' : 'likely';
}

/** The only one that is right; else the only one that is likely. */
function recommended(ways: readonly Way[]): readonly Way[] {
  const [fit] = (['right', 'likely'] as const).filter(fit => ways.some(it => it.fit === fit));
  const [best, other] = ways.filter(it => it.fit === fit);
  if (best === undefined || other !== undefined) return ways;
  return [{ ...best, recommended: true }, ...ways.filter(it => it !== best)];
}

function sent(migration: Migration, leaves: boolean): string {
  return leaves
    ? `${pathOf(migration)} can leave a part behind when it fails: it commits on its way, or runs outside a transaction`
    : `${pathOf(migration)} runs in one transaction: when it fails, the server undoes all of it`;
}

function meaning({ as, of }: Repair, failed: Row): string {
  const name = of ? pathOf(of) : nameOf(failed);
  switch (as) {
    case 'undone': return `Nothing of ${name} is in the database${of ? ': it is pending again' : ''}`;
    case 'done': return of || !failed.applied?.version?.startsWith('-') ? `All of ${name} is in the database: it counts as applied` : 'Nothing is applied any more';
    case 'kept': return `${name} is still in the database, since its way back has failed: it counts as applied`;
  }
}

function isNamed({ migration, applied }: Row, name: string): boolean {
  return [migration?.id ?? applied?.id, migration?.version ?? applied?.version].includes(name);
}

function nameOf({ migration, applied }: Row): string {
  return migration ? pathOf(migration) : `version ${applied?.version ?? applied?.name ?? applied?.id}`;
}
