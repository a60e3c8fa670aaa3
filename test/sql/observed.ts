import type pg from 'pg';
import { LOCKS, stronger, type Lock } from '../../server/core/sql/locks.js';

const RELATIONS = `
  select c.oid::int, n.nspname || '.' || c.relname as name, c.relkind as kind, c.relfilenode::int as file, i.indrelid::int as table,
    coalesce((select seq_scan from pg_stat_xact_user_tables s where s.relid = c.oid), 0)::int as scans
  from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
  where n.nspname !~ '^(pg_|information_schema)'`;

interface Seen {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly file: number;
  readonly table: number | null;
  readonly scans: number;
}

/** Of each relation that is no index and was there before: its locks, whether its file is another, its scans, its new or rewritten indexes. */
export async function observed(client: pg.Client, sql: string, end: 'rollback' | 'commit' = 'rollback'): Promise<readonly string[]> {
  await client.query('begin');
  try {
    const before = (await client.query<Seen>(RELATIONS)).rows;
    await client.query(sql);
    const locks = (await client.query<{ oid: number; mode: Lock }>(`select relation::int as oid, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation'`)).rows;
    const after = new Map((await client.query<Seen>(RELATIONS)).rows.map(it => [it.oid, it]));
    const files = new Set(before.map(it => it.file));
    if (end === 'commit') await client.query('commit');
    return before.filter(it => !/[iI]/.test(it.kind)).flatMap(it => {
      const held = locks.filter(lock => lock.oid === it.oid).map(lock => lock.mode);
      const now = after.get(it.oid);
      // A truncated table has another file too, but no row was written.
      const rewrite = now !== undefined && now.file !== it.file && it.kind !== 'S' && !/^truncate/.test(sql);
      const build = [...after.values()].some(index => index.kind === 'i' && index.table === it.oid && !files.has(index.file));
      return held.length === 0 ? [] : [line(it.name, held.reduce(stronger, LOCKS[0]), rewrite, now !== undefined && now.scans > it.scans, build)];
    }).sort();
  } finally {
    await client.query('rollback');
  }
}

export function line(name: string, lock: Lock, rewrite: boolean, scan: boolean, build: boolean): string {
  return [name, lock, ...(rewrite ? ['rewrite'] : []), ...(scan ? ['scan'] : []), ...(build ? ['index build'] : [])].join(' ');
}
