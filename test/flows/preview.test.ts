import { resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { golangMigrate } from '../../server/core/tools/golang-migrate.js';
import type { Command, Preview } from '../../server/core/tools/tool/run.js';
import { urlOf } from '../../server/core/tools/tool/address.js';
import { resolveConnection } from '../../server/edges/connections.js';
import { programsIn, programsWithout } from '../../server/edges/programs.js';
import { previewOf, refusalOf } from '../../server/flows/preview.js';
import { commandLine } from '../../server/flows/programs.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { open, projectOf } from './database.js';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
  await run(await server.database(), "create role reader login password 's3/cret'");
});

async function previewed(how: string, database: Preview['database'], options: { readonly direction?: 'down'; readonly signal?: AbortSignal; readonly program?: string; readonly read?: Preview['read'] } = {}) {
  const address = new URL(await server.database());
  [address.username, address.password] = ['reader', 's3%2Fcret'];
  await run(address.href.replace('reader:s3%2Fcret', `${server.user}:${server.password}`), 'grant create on schema public to reader');
  const preview: Preview = {
    database, limit: 'nothing',
    command: (direction, { id }) => ({
      argv: [options.program ?? 'node', 'preview.cjs', how, id, direction], folder: 'test/flows/programs',
      environment: it => ({ TOLD: urlOf({ ...it, password: '-' }) }),
    }),
    read: options.read ?? (printed => printed),
  };
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()' });
  const connection = resolveConnection(address.href, { settings: { connections: {} }, env: {} });
  if (connection.kind === 'problem') throw new Error(connection.message);
  const session = database === 'nothing' ? undefined : await open(address.href, { readOnly: true });
  const programs = session ? programsIn(resolve('.'), connection, undefined) : programsWithout(resolve('.'));
  const found = await previewOf(index, preview, index.migrations[0]!, { direction: options.direction ?? 'up', programs, session, signal: options.signal ?? new AbortController().signal });
  await session?.close();
  return found.kind === 'preview' ? found.sql : `${found.message}: ${found.said.join(' | ')}`;
}

test.each([
  ['says', 'read', {}, '-- up 1\n\n  select 1;\n\n'],
  ['says', 'read', { direction: 'down' }, '-- down 1\n\n  select 1;\n\n'],
  ['told', 'nothing', {}, '-- up 1\n\n  select 1;\n\n\n-- localhost:1, postgres://nobody:-@localhost:1/none?sslmode=disable'],
  ['says', 'read', { read: () => undefined }, 'golang-migrate says nothing about sql/1_a.up.sql: -- up 1 |   select 1; | loading the settings'],
  ['fails', 'read', {}, 'golang-migrate does not show the SQL of sql/1_a.up.sql: it ended with code 3: no, not with ***'],
  ['writes', 'read', {}, 'golang-migrate does not show the SQL of sql/1_a.up.sql: it ended with code 3: cannot execute CREATE TABLE in a read-only transaction'],
  ['writes', 'rolledBack', {}, '-- up 1\n\n  select 1;\n\n'],
  ['says', 'read', { program: 'migration-lens-no-such-program' }, 'migration-lens-no-such-program cannot be started: spawn migration-lens-no-such-program ENOENT: '],
] as const)('a tool that %s, of a database that is %s', async (how, database, options, expected) => {
  expect(await previewed(how, database, options)).toBe(expected);
});

test('a cancel ends it on the server', async () => {
  const stop = new AbortController();
  const running = previewed('sleeps', 'read', { signal: stop.signal });
  const admin = await server.database();
  while ((await run(admin, SLEEPING)).length === 0);
  stop.abort();
  expect(await running).toMatch(/^(?:Cancelled|golang-migrate does not show)/);
  expect(await run(admin, SLEEPING)).toEqual([]);
});

const SLEEPING = `select from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active' and application_name like 'migration-lens %'`;

test('a migration is run for it only where a person has said that it may', () => {
  const rolls = { title: 'Rails', preview: { database: 'rolledBack' } as Preview };
  const reads = { title: 'Django', preview: { database: 'read' } as Preview };
  const refusal = (tool: object, on: Parameters<typeof refusalOf>[1]) => refusalOf({ ...golangMigrate, ...tool }, on) ?? '-';
  expect([
    refusal(reads, { name: 'prod', level: 'protected' }),
    refusal(rolls, { name: 'local', level: 'normal' }),
    refusal(rolls, { name: 'local', level: 'normal', preview: true }),
    refusal(rolls, { name: 'prod', level: 'protected', preview: true }),
    refusal(rolls, { name: 'replica', level: 'readOnly', preview: true }),
  ]).toEqual([
    '-',
    'Rails has to run a migration to show its SQL. That is rolled back, and done only on a connection that says `"preview": true`: local does not',
    '-',
    'prod is protected: Rails would have to run the migration there to show its SQL',
    'replica is marked read-only: Rails would have to run the migration there to show its SQL',
  ]);
});

test.each<[Command['argv'], string]>([
  [['alembic', 'upgrade', 'a:b', '--sql'], 'alembic upgrade a:b --sql'],
  [['python', 'manage.py', "o'hara", 'two words'], `python manage.py 'o'\\''hara' 'two words'`],
  [['bin/rails', 'runner', 'require "x"\nputs 1'], 'bin/rails runner …'],
])('a command as a person would type it', (argv, expected) => expect(commandLine({ argv, folder: '.' })).toBe(expected));
