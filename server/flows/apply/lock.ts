import type { Lock, Tool } from '../../core/tools/tool.js';
import type { Running } from '../apply.js';
import type { Session } from '../ports.js';
import { describeSession, PATIENCE, SESSION_COLUMNS } from './watch.js';

/** Polls: a session that waits inside `pg_advisory_lock` holds a snapshot, and deadlocks with the owner's CREATE INDEX CONCURRENTLY. */
export async function takeLock(
  lock: Lock,
  { plan, session, clock, signal, say }: Running,
): Promise<{ readonly kind: 'taken' | 'cancelled' } | { readonly kind: 'busy'; readonly message: string }> {
  if (lock.kind === 'none') return { kind: 'taken' };
  const start = clock.now();
  let told = '';
  for (let attempt = 1; !signal.aborted; attempt++) {
    const [row] = await session.query({ text: 'select pg_try_advisory_lock($1::bigint) as taken', values: [lock.key.toString()] });
    if (row?.['taken'] === true) return { kind: 'taken' };

    const last = attempt >= lock.attempts;
    if (last || clock.now() - start >= PATIENCE) {
      const message = anotherRuns(await holderOf(lock, session) ?? 'somebody', plan.index.tool);
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

/** Also after a failure, and where the session is gone: then its locks went with it. */
export async function releaseLock(lock: Lock, session: Session): Promise<void> {
  if (lock.kind === 'none') return;
  await session.query({
    text: `select pg_advisory_unlock($1::bigint) where exists (select from pg_locks where ${OURS} and pid = pg_backend_pid())`,
    values: [lock.key.toString()],
  }).catch(() => undefined);
}

/** How `pg_locks` shows a key of one bigint. https://www.postgresql.org/docs/current/view-pg-locks.html */
const OURS = `locktype = 'advisory' and granted and objsubid = 1
  and database = (select oid from pg_database where datname = current_database())
  and (classid::bigint << 32 | objid::bigint) = $1::bigint`;

/** Who runs migrations at this moment. */
export async function holderOf(lock: Lock, session: Session): Promise<string | undefined> {
  if (lock.kind === 'none') return undefined;
  const [row] = await session.query({
    text: `select ${SESSION_COLUMNS} from pg_locks l left join pg_stat_activity a using (pid) where ${OURS}`,
    values: [lock.key.toString()],
  });
  return row && describeSession(row);
}

export function anotherRuns(holder: string, { title }: Pick<Tool, 'title'>): string {
  return `Another migration is running: ${holder} holds ${title}'s lock`;
}
