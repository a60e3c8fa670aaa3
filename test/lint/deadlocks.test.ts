import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startOwnPostgres } from '../postgres.js';

// What `lock-upgrade` says: a transaction of the application that reads a table and then writes to it ends in a deadlock with
// one that keeps writers out and then wants the table for itself; and with one that takes the strongest lock first it does not.
const server = startOwnPostgres({ deadlock_timeout: '10ms' });
afterAll(async () => (await server).stop());

test.each([
  ['create index on users (id)', 'alter table users add column a int', '40P01'],
  ['create table orders (user_id bigint references users)', 'alter table users add column a int', '40P01'],
  ['lock table users in exclusive mode', 'truncate users', '40P01'],
  ['alter table users add column a int', 'create index on users (a)', 'nothing'],
  ['create table orders (id bigint)', 'alter table users add column a int', 'nothing'],
])('%s, then %s', async (first, then, expected) => {
  const connectionString = await (await server).database();
  const [migration, application, observer] = await Promise.all([0, 1, 2].map(async () => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return client;
  })) as [pg.Client, pg.Client, pg.Client];
  try {
    await migration.query('create table users (id bigint primary key)');
    // Who comes too late to read has nothing yet that the migration could wait for.
    const reads = application.query('begin; select from users');
    await reads;
    const codes: string[] = [];
    const noted = (work: Promise<unknown>) => work.catch((error: pg.DatabaseError) => { codes.push(error.code!); });
    await migration.query('begin');
    const begun = noted(migration.query(first));
    // The strongest lock first waits for the reader, who is then free to go on.
    const isWaiting = async () => (await observer.query('select from pg_locks where not granted')).rowCount! > 0;
    const settled = await Promise.race([begun.then(() => true), waitFor(isWaiting).then(() => false)]);
    const writes = noted(application.query('update users set id = 2; commit'));
    if (settled) await Promise.race([writes, waitFor(isWaiting)]);
    await begun;
    await noted(migration.query(then));
    await writes;
    expect(codes.filter(it => it !== '25P02').join() || 'nothing').toBe(expected);
  } finally {
    await Promise.all([migration, application, observer].map(it => it.end()));
  }
});

async function waitFor(is: () => Promise<boolean>): Promise<void> {
  while (!await is());
}
