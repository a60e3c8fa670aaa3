import pg from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.mjs';
import type { EmbeddedPostgres } from './embedded-postgres.mjs';

export interface TestPostgres extends Pick<EmbeddedPostgres, 'host' | 'port' | 'user' | 'password' | 'socketFolder' | 'pid'> {
  /** The maintenance database, `postgres`. */
  readonly url: string;
  /** The URL of a fresh, empty database. */
  database(name?: string): Promise<string>;
  /** Only for tests that want the server gone: it is shared, and ends with the process anyway. */
  stop(): Promise<void>;
}

/** The one server of this test process, started at the first call. */
export function startPostgres(): Promise<TestPostgres> {
  return (shared.server ??= startOwnPostgres());
}

/** A server of the test's own: to be killed, or with settings that others should not see. The test stops it. */
export async function startOwnPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const server = await startEmbeddedPostgres({ settings });
  const url = server.url('postgres');
  let count = 0;
  return {
    ...server,
    url,
    database: async (name = `test_${++count}`) => {
      await run(url, `create database ${pg.escapeIdentifier(name)}`);
      return server.url(name);
    },
  };
}

/** Runs a script, in one simple-protocol message, and returns the rows of its last statement. */
export async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result: unknown = await client.query(sql);
    const last: unknown = Array.isArray(result) ? result.at(-1) : result;
    return (last as pg.QueryResult).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const shared: { server?: Promise<TestPostgres> } = {};
