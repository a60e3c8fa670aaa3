import net from 'node:net';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { run, startOwnPostgres, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, open, planOn, projectOf, statusOn, tablesOn, written } from './database.js';

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => parser.close());

const one = projectOf('flyway', { 'V1__a.sql': 'create table a ();' });

test.each(['flyway', 'golang-migrate'])('of two appliers at once, exactly one applies: %s', async tool => {
  const url = await server.database();
  const index = tool === 'flyway'
    ? projectOf(tool, { 'V1__a.sql': 'create table a (); select pg_sleep(0.3)', 'V2__b.sql': 'create table b ()' })
    : projectOf(tool, { '1_a.up.sql': 'create table a (); select pg_sleep(0.3)', '2_b.up.sql': 'create table b ()' });
  const plan = await planOn(url, index, scripts);
  const outcomes = await Promise.all([applyOn(url, index, scripts, { plan }), applyOn(url, index, scripts, { plan })]);
  expect(outcomes.map(it => it.outcome.kind).sort()).toEqual(['changed', 'done']);
  expect(await tablesOn(url)).toBe('a b');
});

test('who holds the lock is told, and in the end it is left to them', async () => {
  const url = await server.database();
  const holder = await connected(url, 'deploy-job');
  const tool = { ...one.tool, lock: () => ({ kind: 'advisory' as const, key: -7n, attempts: 8, waitMs: 500 }) };
  await holder.query('select pg_advisory_lock(-7)');
  const { outcome, told } = await applyOn(url, { ...one, tool }, scripts);
  const message = expect.stringMatching(/^Another migration is running: the session with process \d+ \(deploy-job, postgres, idle for \d+ s\) holds Flyway's lock$/);
  expect(outcome).toEqual({ kind: 'busy', message });
  expect(told[0]).toMatchObject({ kind: 'waiting', message });
  await holder.end();
});

test('a step that waits too long for a table is undone, tried again, and done when the table is free', async () => {
  const url = await server.database();
  await run(url, 'create schema app; create table app.t ()');
  const reader = await connected(url, 'report');
  await reader.query('begin; select * from app.t');
  const index = projectOf('flyway', { 'V1__c.sql': 'create table before (); alter table app.t add c int;' });
  const { outcome, told } = await applyOn(url, index, scripts, {
    lockTimeout: 100,
    tell: ({ message }) => {
      if (message.includes('try 2')) void reader.query('commit');
    },
  });
  expect(written(outcome, index)).toBe('applied 1');
  expect(told.map(it => it.message).find(it => it.includes('try 2'))).toBe('sql/V1__c.sql was undone because a lock did not come; try 2 of 5');
  await reader.end();
});

test.each([
  ['flyway', 'V1__c.sql', '1 pending'],
  ['golang-migrate', '1_c.up.sql', '1 failed'],
])('a table that is never free leaves nothing behind, and names who holds it: %s', async (tool, name, status) => {
  const url = await server.database();
  await run(url, 'create schema app; create table app.t ()');
  const reader = await connected(url, 'report');
  await reader.query('begin; select * from app.t');
  const index = projectOf(tool, { [name]: 'create table before ();\nalter table app.t add c int;' });
  const { outcome, told } = await applyOn(url, index, scripts, { lockTimeout: 1500, tries: 4 });
  expect(written(outcome, index)).toMatch(
    /^applied, stopped at 1, left nothing: canceling statement due to lock timeout\nIn the way was the session with process \d+ \(report, postgres, idle in transaction for \d+ s\) at «alter table app.t add c int»$/);
  expect(told.find(it => it.message.startsWith('Waiting for a lock'))?.message).toMatch(/^Waiting for a lock: the session with process \d+ \(report, postgres, idle in transaction for \d+ s\) is in the way$/);
  await reader.end();
  expect(await tablesOn(url)).toBe('');
  expect(await statusOn(url, index)).toBe(status);
});

test.each([
  ['flyway', 'V1__a.sql', 'V2__b.sql', 'nothing', '2 pending'],
  ['golang-migrate', '1_a.up.sql', '2_b.up.sql', 'nothing', '2 failed'],
])('cancel reaches the server: %s', async (tool, first, second, left, status) => {
  const url = await server.database();
  const index = projectOf(tool, { [first]: 'create table a ();', [second]: "create table b ();\ndo $$ begin raise notice 'sleeping'; perform pg_sleep(600); end $$;" });
  const cancel = new AbortController();
  const { outcome, told } = await applyOn(url, index, scripts, {
    signal: cancel.signal,
    tell: ({ message }) => {
      if (message === 'sleeping') cancel.abort();
    },
  });
  expect(written(outcome, index)).toMatch(new RegExp(`^applied 1, cancelled at 2, left ${left}: canceling statement due to user request\\n(?:.|\\n)* at «do `));
  expect(told).toContainEqual({ kind: 'notice', message: 'sleeping', done: 1, total: 2 });
  expect(await tablesOn(url)).toBe('a');
  expect(await statusOn(url, index)).toBe(`1 applied, ${status}`);
});

test('cancel while a lock is awaited', async () => {
  const url = await server.database();
  await run(url, 'create schema app; create table app.t ()');
  const reader = await connected(url, 'report');
  await reader.query('begin; select * from app.t');
  const index = projectOf('flyway', { 'V1__c.sql': "alter table app.t add c int;" });
  const cancel = new AbortController();
  const applying = applyOn(url, index, scripts, { signal: cancel.signal, lockTimeout: 600_000 });
  await vi.waitFor(async () => expect(await run(url, `select from pg_locks where not granted and relation = 'app.t'::regclass`)).toHaveLength(1), { timeout: 30_000 });
  cancel.abort();
  expect(written((await applying).outcome, index)).toBe('applied, cancelled at 1, left nothing: canceling statement due to user request at «alter table app.t add c int»');
  await reader.end();
});

test('a cancelled concurrent index is left behind, and is named', async () => {
  const url = await server.database();
  await run(url, 'create schema app; create table app.t (id int)');
  const reader = await connected(url, 'report');
  await reader.query('begin isolation level repeatable read; select * from app.t');
  const index = projectOf('flyway', { 'V1__i.sql': 'create index concurrently t_id on app.t (id)' });
  const cancel = new AbortController();
  const applying = applyOn(url, index, scripts, { signal: cancel.signal });
  await vi.waitFor(async () => expect(await run(url, `select from pg_index where indexrelid = to_regclass('app.t_id')`)).toHaveLength(1), { timeout: 30_000 });
  cancel.abort();
  expect(written((await applying).outcome, index)).toBe(
    'applied, cancelled at 1, left something: canceling statement due to user request\nIt left the INVALID index app.t_id behind: drop it before the next try at «create index concurrently t_id on app.t (id)»');
  await reader.end();
});

test('cancel while the tool’s lock is awaited, and before anything began', async () => {
  const url = await server.database();
  const tool = { ...one.tool, lock: () => ({ kind: 'advisory' as const, key: 9n, attempts: 1000, waitMs: 10 }) };
  const holder = await connected(url, 'other');
  await holder.query('select pg_advisory_lock(9)');
  const cancel = new AbortController();
  const applying = applyOn(url, { ...one, tool }, scripts, { signal: cancel.signal });
  await vi.waitFor(async () => expect(await run(url, `select from pg_stat_activity where datname = current_database() and query like '%pg_try_advisory_lock%' and application_name = 'migration-lens'`)).toHaveLength(1), { timeout: 30_000 });
  cancel.abort();
  expect(written((await applying).outcome, one)).toBe('applied, cancelled at 1, left nothing: Cancelled before it began');
  await holder.end();
});

test('a dirty row under the tool’s lock is a migration on its way', async () => {
  const url = await server.database();
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'select 1/0' });
  await applyOn(url, index, scripts);
  const holder = await connected(url, 'deploy-job');
  const lock = index.tool.lock(index.project, { database: new URL(url).pathname.slice(1), schema: 'public', user: 'postgres' });
  await holder.query('select pg_advisory_lock($1)', [String(lock.kind === 'advisory' && lock.key)]);
  expect((await planOn(url, index, scripts)).stops).toEqual([expect.stringMatching(/^Another migration is running: .*deploy-job.* holds golang-migrate's lock$/)]);
  await holder.end();
  await vi.waitFor(async () => expect((await planOn(url, index, scripts)).stops).toEqual(['Dirty database version 1. Fix and force version.']), { timeout: 30_000 });
});

test.each([
  ['flyway', 'V1__a.sql', 'V2__b.sql', 'nothing'],
  ['golang-migrate', '1_a.up.sql', '2_b.up.sql', 'unknown'],
])('a session that the server ends in the middle: %s', async (tool, first, second, left) => {
  const url = await server.database();
  const index = projectOf(tool, { [first]: 'create table a ();', [second]: "create table b ();\nselect pg_terminate_backend(pg_backend_pid());\nselect 1;" });
  const { outcome } = await applyOn(url, index, scripts);
  expect(outcome).toMatchObject({ kind: 'stopped', left, problem: { code: '57P01' }, cancelled: false });
  expect(await tablesOn(url)).toBe('a');
});

test('a server that is killed in the middle', async () => {
  const own = await startOwnPostgres();
  const url = await own.database();
  const index = projectOf('flyway', { 'V1__a.sql': "create table a ();\nselect pg_sleep(600);" });
  const applying = applyOn(url, index, scripts);
  await vi.waitFor(async () => expect(await run(url, `select from pg_stat_activity where query like 'select pg_sleep%' and pid <> pg_backend_pid()`)).toHaveLength(1), { timeout: 30_000 });
  await own.stop();
  const { outcome, told } = await applying;
  expect(inspect({ outcome, told }, { depth: 20, maxArrayLength: null, showHidden: true })).not.toContain(own.password);
  expect(outcome).toMatchObject({ kind: 'stopped', left: 'nothing', cancelled: false, problem: { code: expect.stringMatching(/^(08|57P0)/) } });
});

// When the answer to COMMIT is lost: what became of it, told by the server.
test.each([
  ['after it was committed', 'pass', 'applied 1', 'a', '1 applied'],
  ['before it was heard', 'swallow', 'applied, stopped at 1, left nothing: Connection terminated unexpectedly\nThe server did not commit it', '', '1 pending'],
] as const)('a connection that is lost at COMMIT, %s', async (_, mode, outcome, tables, status) => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ();' });
  const plan = await planOn(url, index, scripts);
  await applyOn(url, projectOf('flyway', {}), scripts);
  const proxy = await losesCommit(mode);
  const through = Object.assign(new URL(url), { port: String(proxy.port) }).href;
  const session = await applyOn(through, index, scripts, { plan, reconnect: () => open(url) });
  expect(written(session.outcome, index)).toBe(outcome);
  expect(await tablesOn(url)).toBe(tables);
  expect(await statusOn(url, index)).toBe(status);
  proxy.close();
});

test('a script without a single statement, sent to a session with its own search path, does not move the history', async () => {
  const url = await server.database();
  await run(url, 'create schema app');
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()' });
  expect(written((await applyOn(`${url}?search_path=app`, index, scripts)).outcome, index)).toBe('applied 1');
  expect(await run(url, 'select * from app.schema_migrations, app.a')).toEqual([]);
  expect(await run(url, 'select version from app.schema_migrations')).toEqual([{ version: '1' }]);
});

test('golang-migrate’s table is the one that the URL names', async () => {
  const url = await server.database();
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()' });
  await run(url, 'create schema ops');
  const named = `${url}?x-migrations-table=${encodeURIComponent('"ops"."Steps"')}&x-migrations-table-quoted=true`;
  expect(written((await applyOn(named, index, scripts)).outcome, index)).toBe('applied 1');
  expect(await run(url, 'select * from ops."Steps"')).toEqual([{ version: '1', dirty: false }]);
  expect(await statusOn(url, index)).toBe('1 pending');
});

async function connected(url: string, application: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: application });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Ends the connection at the COMMIT after a history row was written: when the server has answered, or without passing it on. */
async function losesCommit(mode: 'pass' | 'swallow'): Promise<{ readonly port: number; close(): void }> {
  const proxy = net.createServer(client => {
    const upstream = net.connect(server.port, '127.0.0.1');
    let wrote = false;
    let committing = false;
    client.on('data', (data: Buffer) => {
      wrote ||= data.includes('INSERT INTO');
      committing ||= wrote && data.includes('commit\0');
      if (!committing || mode === 'pass') upstream.write(data);
      else client.destroy();
    });
    upstream.on('data', (data: Buffer) => (committing ? client.destroy() : client.write(data)));
    client.on('error', () => undefined).on('close', () => upstream.destroy());
    upstream.on('error', () => undefined).on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => proxy.once('listening', resolve));
  return { port: (proxy.address() as net.AddressInfo).port, close: () => proxy.close() };
}
