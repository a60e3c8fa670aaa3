import type { Applying } from '../apply.js';
import type { Session } from '../ports.js';

/** Milliseconds after which a person wants to know what is being waited for. */
export const PATIENCE = 3000;

/** Of `pg_stat_activity a`, as `describeSession` reads them. No query text: it may hold anything. */
export const SESSION_COLUMNS = `pid, a.usename::text as "user", a.application_name as application, a.state,
  extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start))::int as seconds`;

export function describeSession(row: Readonly<Record<string, unknown>>): string {
  const about = [row['application'], row['user'], row['state']].filter(it => typeof it === 'string' && it !== '').join(', ');
  const since = typeof row['seconds'] === 'number' ? ` for ${row['seconds']} s` : '';
  return `the session with process ${String(row['pid'])}${about === '' ? '' : ` (${about}${since})`}`;
}

export interface Watch {
  /** Who was last seen in the way. */
  readonly seen: () => string | undefined;
  stop(): Promise<void>;
}

/** Looks from a session of its own, opened only once the wait has been long, and says who is in the way. */
export function watchBlockers({ session, clock, reconnect, say }: Applying): Watch {
  const end = new AbortController();
  let seen: string | undefined;
  const watching = watch().catch(() => undefined);
  return {
    seen: () => seen,
    stop: async () => {
      end.abort();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    await clock.sleep(PATIENCE, end.signal);
    if (end.signal.aborted) return;
    const observer = await reconnect();
    if (observer.kind === 'refused') return;
    try {
      while (!end.signal.aborted) {
        const blockers = await blockersOf(session.info.pid, observer);
        if (blockers.length > 0 && blockers.join() !== seen) say(`Waiting for a lock: ${(seen = blockers.join(', '))} is in the way`, 'waiting');
        await clock.sleep(1000, end.signal);
      }
    } finally {
      await observer.close();
    }
  }
}

async function blockersOf(pid: number, observer: Session): Promise<readonly string[]> {
  const rows = await observer.query({
    text: `select ${SESSION_COLUMNS} from unnest(pg_blocking_pids($1)) as blocker(pid) join pg_stat_activity a using (pid)`,
    values: [pid],
  });
  return rows.map(describeSession);
}
