import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { Tool } from '../../core/tools/tool.js';
import type { Lock, TableLock } from '../../core/tools/tool/lock.js';
import { sqlProblem } from '../../core/sql/problem.js';
import type { Running } from '../apply.js';
import type { Session } from '../ports.js';
import { cancellable } from './cancel.js';
import { describeSession, PATIENCE, SESSION_COLUMNS } from './watch.js';

/** What it takes to wait for a lock, and to say whose it is. */
export interface Taking extends Pick<Running, 'session' | 'clock' | 'signal' | 'say'> {
  readonly plan: { readonly index: Pick<ProjectIndex, 'tool'> };
}

/** Polls: a session that waits inside `pg_advisory_lock` holds a snapshot, and deadlocks with the owner's CREATE INDEX CONCURRENTLY. */
export async function takeLock(
  lock: Lock,
  { plan, session, clock, signal, say }: Taking,
): Promise<{ readonly kind: 'taken' | 'cancelled' } | { readonly kind: 'busy'; readonly message: string }> {
  if (lock.kind === 'none') return { kind: 'taken' };
  const start = clock.now();
  let told = '';
  if (lock.kind === 'table' && !await isThere(lock, session)) for (const sql of lock.prepare) await session.query(sql);
  for (let attempt = 1; !signal.aborted; attempt++) {
    if (await cancellable({ session, clock, signal }, () => isTaken(lock, session))) return { kind: 'taken' };

    const last = attempt >= lock.attempts;
    if (last || clock.now() - start >= PATIENCE) {
      const message = `${anotherRuns(await holderOf(lock, session), plan.index.tool)}${lock.kind === 'table' ? `. ${lock.remedy}` : ''}`;
      if (last) return { kind: 'busy', message };
      if (message !== told) say((told = message), 'waiting');
    }
    await clock.sleep(lock.waitMs, signal);
  }
  return { kind: 'cancelled' };
}

/** For a tool that takes its lock itself: whether anybody holds it now. */
export async function findFree(lock: Lock, { plan, session }: Running): Promise<{ readonly kind: 'taken' } | { readonly kind: 'busy'; readonly message: string }> {
  const holder = await holderOf(lock, session);
  return holder === undefined ? { kind: 'taken' } : { kind: 'busy', message: anotherRuns(holder, plan.index.tool) };
}

/** Also after a failure. Where the session is gone, its own locks went with it; a row is still there, and is freed from another. */
export async function releaseLock(lock: Lock, { session, reconnect, say }: Pick<Running, 'session' | 'reconnect' | 'say'>): Promise<void> {
  if (lock.kind === 'none') return;
  if (lock.kind === 'table') {
    const free = () => session.query(lock.release(ownerOf(session)));
    await free().catch(() => freeElsewhere(lock, session, reconnect)).catch((error: unknown) => say(`The lock is still held, until repair frees it: ${sqlProblem(error).message}`, 'notice'));
    return;
  }
  await session.query({
    text: `select pg_advisory_unlock($1::bigint) where exists (select from pg_locks where ${OURS} and pid = pg_backend_pid())`,
    values: [lock.key.toString()],
  }).catch(() => undefined);
}

/** The other session is meant for reading, and a role that a script has left behind is not its own. */
async function freeElsewhere(lock: TableLock, session: Session, reconnect: Running['reconnect']): Promise<void> {
  const other = await reconnect();
  if (other.kind === 'refused') throw new Error(other.message);
  try {
    await other.execute('begin read write');
    await other.query(lock.release(ownerOf(session)));
    await other.execute('commit');
  } finally {
    await other.close();
  }
}

/** Whether it is still ours: a script can give up what its session holds. */
export async function isHeld(lock: Lock, session: Session): Promise<boolean> {
  if (lock.kind !== 'advisory') return true;
  return (await session.query({ text: `select from pg_locks where ${OURS} and pid = pg_backend_pid()`, values: [lock.key.toString()] })).length > 0;
}

async function isTaken(lock: Exclude<Lock, { readonly kind: 'none' }>, session: Session): Promise<boolean> {
  if (lock.kind === 'table') return (await session.query(lock.take(ownerOf(session)))).length > 0;
  const [row] = await session.query({ text: 'select pg_try_advisory_lock($1::bigint) as taken', values: [lock.key.toString()] });
  return row?.['taken'] === true;
}

/** Who we are to those who read a table of locks. */
function ownerOf({ info }: Session): string {
  return `migration-lens (${info.user}, process ${info.pid})`;
}

async function isThere({ table }: TableLock, session: Session): Promise<boolean> {
  const rows = await session.query({ text: 'select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2', values: [table.schema, table.name] });
  return rows.length > 0;
}

/** How `pg_locks` shows a key of one bigint. https://www.postgresql.org/docs/current/view-pg-locks.html */
const OURS = `locktype = 'advisory' and granted and objsubid = 1
  and database = (select oid from pg_database where datname = current_database())
  and (classid::bigint << 32 | objid::bigint) = $1::bigint`;

/** Who holds a tool's lock. */
export interface Holder {
  /** For people: `deploy-7 (10.0.0.7), since 2026-11-24 08:00:00 (3 hours)`. */
  readonly words: string;
  /** Of a lock in a table, as it is written there. */
  readonly row?: { readonly by: string | undefined; readonly since: string | undefined };
}

/** Who runs migrations at this moment. */
export async function holderOf(lock: Lock, session: Session): Promise<Holder | undefined> {
  if (lock.kind === 'none') return undefined;
  if (lock.kind === 'table') return rowHolderOf(lock, session);
  const [row] = await session.query({
    text: `select ${SESSION_COLUMNS} from pg_locks l left join pg_stat_activity a using (pid) where ${OURS}`,
    values: [lock.key.toString()],
  });
  return row && { words: describeSession(row) };
}

async function rowHolderOf(lock: TableLock, session: Session): Promise<Holder | undefined> {
  if (!await isThere(lock, session)) return undefined;
  const [row] = await session.query(lock.holder);
  if (!row) return undefined;
  const [by, since] = [row['by'], row['since']].map(it => (it === null || it === undefined ? undefined : String(it)));
  // Whoever took it wrote the time of its own zone: one that is still to come says nothing.
  const seconds = typeof row['seconds'] === 'number' && row['seconds'] >= 0 ? row['seconds'] : undefined;
  return { words: `${by ?? 'somebody'}, since ${since ?? 'an unknown time'}${seconds === undefined ? '' : ` (${spoken(seconds)})`}`, row: { by, since } };
}

function spoken(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : seconds < 7200 ? `${Math.floor(seconds / 60)} minutes` : seconds < 172_800 ? `${Math.floor(seconds / 3600)} hours` : `${Math.floor(seconds / 86_400)} days`;
}

export function anotherRuns(holder: Holder | undefined, tool: Pick<Tool, 'title'>): string {
  return `Another migration is running: ${heldBy(holder, tool)}`;
}

export function heldBy(holder: Holder | undefined, { title }: Pick<Tool, 'title'>): string {
  return `${holder?.words ?? 'somebody'} holds ${title}'s lock`;
}
