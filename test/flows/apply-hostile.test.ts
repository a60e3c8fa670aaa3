import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, open, planOn, projectOf, statusOn, tablesOn, written } from './database.js';
import type { Files } from './database.js';

// What scripts leave in their session, who may not, and who stands in the way.

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
const guest = 'hostile_guest';
beforeAll(async () => {
  server = await startPostgres();
  await run(server.url, `create role ${guest} login password 'guest'; create role hostile_owner; grant hostile_owner to ${guest}`);
});
afterAll(() => parser.close());

// The tool, its files, what comes of it, and what the database then says to the question.
test.each<[string, string, Files, string, string, string]>([
  ['a role that is left behind is not that of the history, nor of the next', 'flyway',
    { 'V1__a.sql': 'set role hostile_owner; create table app.a ();', 'V2__b.sql': 'create table b as select current_user::text as who' }, 'applied 1 2',
    `select string_agg(version || installed_by, ' ' order by version) || ' ' || (select who from b) from flyway_schema_history`, '1postgres 2postgres postgres'],
  ['a role that is left behind outside a transaction', 'flyway',
    { 'V1__a.sql': 'set role hostile_owner; create table app.a (); select 1/0', 'V1__a.sql.conf': 'executeInTransaction=false' }, 'applied, stopped at 1, left something: division by zero at «select 1/0»',
    'select installed_by || success from flyway_schema_history', 'postgresfalse'],
  ['a role that is left behind, as it is under golang-migrate', 'golang-migrate',
    { '1_a.up.sql': 'set role hostile_owner; create table app.a ();' }, 'applied, stopped at 1, left something: permission denied for table schema_migrations\nThe script ran to its end, but the history does not say so',
    'select version::text || dirty from schema_migrations', '1true'],
  ['a role that may not even free the lock', 'liquibase',
    { 'changelog.sql': '--liquibase formatted sql\n--changeset a:1 runInTransaction:false\nset role hostile_owner;\ncreate table app.a ();\n' },
    'applied, stopped at 1::a::sql/changelog.sql, left something: permission denied for table databasechangelog\nThe script ran to its end, but the history does not say so',
    'select locked::text from databasechangeloglock', 'false'],
  ['a search path that is left behind, as it is under golang-migrate', 'golang-migrate',
    { '1_a.up.sql': 'set search_path = app;', '2_b.up.sql': 'create table b ()' }, 'applied 1 2', `select to_regclass('app.b')::text || version from public.schema_migrations`, 'app.b2'],
  ['a transaction that is left open, which the history row ends', 'golang-migrate', { '1_a.up.sql': 'begin; create table a ();', '2_b.up.sql': 'create table b ()' }, 'applied 1 2', `select to_regclass('a')::text || to_regclass('b')::text`, 'ab'],
  ['a lock that is given up', 'golang-migrate', { '1_a.up.sql': 'discard all', '2_b.up.sql': 'create table b ()' },
    'applied 1, stopped at 2, left nothing: The migration before it has given up the lock that keeps others out (DISCARD ALL, pg_advisory_unlock_all): look at the plan again', `select coalesce(to_regclass('b')::text, 'none')`, 'none'],
  ['a time limit of its own that is too short is no cancel', 'flyway', { 'V1__a.sql': "set statement_timeout = '50ms'; create table a (); select pg_sleep(60)" },
    'applied, stopped at 1, left nothing: canceling statement due to statement timeout at «select pg_sleep(60)»', `select coalesce(to_regclass('a')::text, 'none')`, 'none'],
  ['the session ended by a time limit in a transaction', 'flyway', { 'V1__a.sql': 'create table a (); select pg_terminate_backend(pg_backend_pid()); create table b ()' },
    'applied, stopped at 1, left nothing: terminating connection due to administrator command at «select pg_terminate_backend(pg_backend_pid())»', `select coalesce(to_regclass('a')::text, 'none')`, 'none'],
  ['a large file', 'golang-migrate', { '1_a.up.sql': `create table a (t text);\n${`insert into a values ('${'é'.repeat(500)}');\n`.repeat(4000)}` }, 'applied 1', 'select count(*)::text from a', '4000'],
])('%s', async (_, tool, files, outcome, question, answer) => {
  const url = await server.database();
  await run(url, 'create schema app; grant all on schema app to hostile_owner');
  const index = projectOf(tool, files);
  expect(written((await applyOn(url, index, scripts, { reconnect: () => open(url, { readOnly: true }) })).outcome, index)).toBe(outcome);
  expect(Object.values((await run(url, question))[0]!)).toEqual([answer]);
  expect(await run(url, `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)).toEqual([]);
});

// Who may read the history and not write it.
test.each([
  ['flyway', 'V1__a.sql', 'V2__b.sql', 'flyway_schema_history', 'applied, stopped at 2, left nothing: permission denied for table flyway_schema_history', '1 applied, 2 pending'],
  ['golang-migrate', '1_a.up.sql', '2_b.up.sql', 'schema_migrations', 'applied, stopped at 2, left nothing: permission denied for table schema_migrations\nThe script was not begun', '1 applied, 2 pending'],
])('a history that may not be written: %s', async (tool, first, second, table, outcome, status) => {
  const url = await server.database();
  await applyOn(url, projectOf(tool, { [first]: 'create table a ()' }), scripts);
  await run(url, `grant select on ${table} to ${guest}; grant all on schema public to ${guest}`);
  const index = projectOf(tool, { [first]: 'create table a ()', [second]: 'create table b ()' });
  expect(written((await applyOn(as(url), index, scripts)).outcome, index)).toBe(outcome);
  expect(await tablesOn(url)).toBe('a');
  expect(await statusOn(url, index)).toBe(status);
});

test('a history whose table swallows rows', async () => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()', 'V2__b.sql': 'create table b ()' });
  await applyOn(url, projectOf('flyway', { 'V1__a.sql': 'create table a ()' }), scripts);
  await run(url, 'create rule swallow as on insert to flyway_schema_history do instead nothing');
  expect(written((await applyOn(url, index, scripts)).outcome, index)).toBe('applied, stopped at 2, left something: The script ran to its end, but the history does not say so: its table has taken the row and not kept it');
  expect(await tablesOn(url)).toBe('a b');
});

test('a history that may not be read says so, and so does its plan', async () => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()' });
  await applyOn(url, index, scripts);
  const message = `${guest} may not read public.flyway_schema_history: permission denied for table flyway_schema_history`;
  expect(await statusOn(as(url), index)).toBe(message);
  expect((await planOn(as(url), index, scripts)).stops).toContain(message);
});

test('somebody reads golang-migrate’s history in a transaction of his own: cancel gets through', async () => {
  const url = await server.database();
  await applyOn(url, projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()' }), scripts);
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()', '2_b.up.sql': 'create table b ()' });
  const reader = await connected(url);
  await reader.query('begin; select * from schema_migrations');
  const cancel = new AbortController();
  const applying = applyOn(url, index, scripts, { signal: cancel.signal });
  await waiting(url);
  cancel.abort();
  expect(written((await applying).outcome, index)).toBe('applied, cancelled at 2, left nothing: canceling statement due to user request\nThe script was not begun');
  await reader.end();
  expect(await statusOn(url, index)).toBe('1 applied, 2 pending');
});

test('somebody holds the whole history: cancel gets through, and a status does not hang', async () => {
  const url = await server.database();
  await applyOn(url, projectOf('flyway', { 'V1__a.sql': 'create table a ()' }), scripts);
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()', 'V2__b.sql': 'create table b ()' });
  const plan = await planOn(url, index, scripts);
  const holder = await connected(url);
  await holder.query('begin; lock table flyway_schema_history in access exclusive mode');
  const cancel = new AbortController();
  const applying = applyOn(url, index, scripts, { plan, signal: cancel.signal });
  await waiting(url);
  cancel.abort();
  expect(written((await applying).outcome, index)).toBe('applied, cancelled at 2, left nothing: Cancelled before it began');
  await run(url, `do $$ begin execute format('alter database %I set lock_timeout = 100', current_database()); end $$`);
  expect(await statusOn(url, index)).toBe('public.flyway_schema_history could not be read in time: canceling statement due to lock timeout');
  await holder.end();
});

test('what was done is written down, even where the history is held for a while and the person cancels', async () => {
  const url = await server.database();
  await applyOn(url, projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()' }), scripts);
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()', '2_b.up.sql': "create table b (); do $$ begin raise notice 'reading'; perform pg_sleep(0.5); end $$" });
  const reader = await connected(url);
  const cancel = new AbortController();
  const applying = applyOn(url, index, scripts, { signal: cancel.signal, tell: ({ message }) => {
    if (message === 'reading') void reader.query('begin; select * from schema_migrations');
  } });
  await waiting(url);
  cancel.abort();
  await reader.query('commit');
  expect(written((await applying).outcome, index)).toBe('applied 2');
  await reader.end();
  expect(await statusOn(url, index)).toBe('1 applied, 2 applied');
});

test('a session that ends while the tool’s lock is awaited', async () => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()' });
  const tool = { ...index.tool, lock: () => ({ kind: 'advisory' as const, key: 77n, attempts: 1000, waitMs: 10 }) };
  const holder = await connected(url);
  await holder.query('select pg_advisory_lock(77)');
  const applying = applyOn(url, { ...index, tool }, scripts);
  await vi.waitFor(async () => expect(await run(url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%pg_try_advisory_lock%' and application_name = 'migration-lens'`)).toHaveLength(1), { timeout: 30_000 });
  expect((await applying).outcome).toMatchObject({ kind: 'stopped', applied: [], left: 'nothing', cancelled: false });
  await holder.end();
});

test('of a flood of notices the first are shown', async () => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': "do $$ begin for i in 1..20000 loop raise notice '%', i; end loop; end $$" });
  const { outcome, told } = await applyOn(url, index, scripts);
  const notices = told.filter(it => it.kind === 'notice').map(it => it.message);
  expect([written(outcome, index), notices.length, notices.at(-1)]).toEqual(['applied 1', 1001, 'Of what the server says, no more is shown']);
});

test('through a Unix socket', async () => {
  const { pathname, username, password, port } = new URL(await server.database());
  const url = `postgres://${username}:${password}@${pathname}?host=${encodeURIComponent(server.socketFolder)}&port=${port}`;
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()' });
  const session = await open(url);
  expect(session.info).toMatchObject({ host: server.socketFolder, encrypted: false });
  await session.close();
  expect(written((await applyOn(url, index, scripts)).outcome, index)).toBe('applied 1');
});

function as(url: string): string {
  return Object.assign(new URL(url), { username: guest, password: 'guest' }).href;
}

/** Until a session of ours waits for a lock. */
async function waiting(url: string): Promise<void> {
  await vi.waitFor(async () => expect(await run(url, `select from pg_stat_activity where datname = current_database() and application_name = 'migration-lens' and wait_event_type = 'Lock'`)).toHaveLength(1), { timeout: 30_000 });
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
