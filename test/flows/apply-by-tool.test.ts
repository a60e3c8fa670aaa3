import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { golangMigrate } from '../../server/core/tools/golang-migrate.js';
import type { Tool } from '../../server/core/tools/tool.js';
import type { Command } from '../../server/core/tools/tool/run.js';
import { urlOf } from '../../server/core/tools/tool/address.js';
import { resolveConnection } from '../../server/edges/connections.js';
import { startParser } from '../../server/edges/parser.js';
import { programsIn } from '../../server/edges/programs.js';
import type { ApplyOptions } from '../../server/flows/apply.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, planOn, projectOf, written } from './database.js';

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
  await run(await server.database(), "create role migrator superuser login password 's3/cret'");
});
afterAll(() => parser.close());

/** A tool that keeps a list of what is done, and runs its migrations itself. */
function toolOf(how: string, program: Command['argv'] = ['node', 'migrate.cjs']): Tool {
  return {
    ...golangMigrate,
    title: 'Plain',
    history: {
      ...golangMigrate.history,
      table: () => ({ schema: 'public', name: 'done' }), columns: ['version'],
      read: () => ({ text: 'select version from done', values: [] }),
      decode: rows => rows.map(it => ({ id: String(it['version']), version: String(it['version']), name: '', success: true })),
      compare: (migrations, applied) => migrations.map(migration => {
        const row = applied.find(it => it.id === migration.id);
        return row ? { state: 'applied', migration, applied: row } : { state: 'pending', migration };
      }),
    },
    run: {
      by: 'tool',
      command: (_, { id }) => ({ argv: [...program, how, id], folder: 'test/flows/programs', ...(how === 'told' && { environment: address => ({ TOLD: urlOf({ ...address, password: '-' }) }) }) }),
    },
  };
}

async function applied(tool: Tool, options: Partial<ApplyOptions> = {}) {
  const address = new URL(await server.database());
  [address.username, address.password] = ['migrator', 's3%2Fcret'];
  const url = address.href;
  await run(url, 'create table done (version text)');
  const index = { ...projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()', '2_b.up.sql': 'create table b ()' }), tool };
  const connection = resolveConnection(url, { settings: { connections: {} }, env: {} });
  if (connection.kind === 'problem') throw new Error(connection.message);
  const plan = await planOn(url, index, scripts);
  const { outcome, told } = await applyOn(url, index, scripts, { plan, programs: programsIn(resolve('.'), connection, undefined), ...options });
  const done = await run(url, 'select version from done order by 1');
  return { plan, said: told.filter(it => it.kind === 'notice').map(it => it.message), outcome: written(outcome, index), done: done.map(it => it['version']).join(' '), url };
}

test('the tool runs each, and the history says that it did', async () => {
  const { plan, outcome, said, done } = await applied(toolOf('well'));
  expect(outcome).toBe('applied 1 2');
  expect(done).toBe('1 2');
  expect(said).toEqual(['ran 1 on PG*', 'ran 2 on PG*']);
  expect(plan.steps.map(it => it.command?.argv.join(' '))).toEqual(['node migrate.cjs well 1', 'node migrate.cjs well 2']);
  expect(plan.notes).toEqual(['Plain connects where its own configuration says; the history of this connection will tell whether it was here']);
});

test('a tool that can be told where to connect is told', async () => {
  const { plan, said, url } = await applied(toolOf('told'));
  const { username, host, pathname } = new URL(url);
  expect(said[0]).toBe(`ran 1 on postgres://${username}:-@${host}${pathname}?sslmode=disable`);
  expect(plan.notes).toEqual([]);
});

test.each([
  ['elsewhere', 'applied, stopped at 1, left nothing: Plain (node migrate.cjs elsewhere 1) ended without an error, but sql/1_a.up.sql is not in the history of DB: its own configuration may name another database\nran 1 on PG*', ''],
  ['fail', 'applied, stopped at 1, left unknown: Plain (node migrate.cjs fail 1) ended with code 3\nit broke at once', ''],
  ['half', 'applied, stopped at 1, left something: Plain (node migrate.cjs half 1) ended with code 3\nit broke, and the password is *** or ***', '1'],
])('what goes wrong is told as it is: %s', async (how, expected, expectedDone) => {
  const { outcome, done, url } = await applied(toolOf(how));
  expect(outcome).toBe(expected.replace('DB', new URL(url).pathname.slice(1)));
  expect(done).toBe(expectedDone);
});

test('our session has ended while the tool ran: the history is asked all the same', async () => {
  const { outcome, done } = await applied(toolOf('alone'));
  expect(outcome).toMatch(/^applied 1, stopped at 2, left nothing: \w/);
  expect(done).toBe('1');
});

test('where nobody can be asked any more, nothing is claimed', async () => {
  const { outcome } = await applied(toolOf('alone'), {
    reconnect: async () => ({ kind: 'refused', reason: 'unreachable', message: 'The server is gone', address: { host: 'h', port: 1, database: 'd', user: 'u' } }),
  });
  expect(outcome).toBe('applied, stopped at 1, left unknown: Plain (node migrate.cjs alone 1) ended with code 0; whether sql/1_a.up.sql has run cannot be told: The server is gone\nran 1 on PG*');
});

test('a program that is not there', async () => {
  expect((await applied(toolOf('well', ['migration-lens-no-such-program']))).outcome)
    .toBe('applied, stopped at 1, left nothing: migration-lens-no-such-program cannot be started: spawn migration-lens-no-such-program ENOENT');
});

test('a cancel ends the statement on the server, then the program', async () => {
  const stop = new AbortController();
  const running = applied(toolOf('slow'), { signal: stop.signal });
  const admin = await server.database();
  while ((await run(admin, SLEEPING)).length === 0);
  stop.abort();
  expect((await running).outcome).toMatch(/^applied, cancelled at 1, left unknown: Cancelled/);
  expect(await run(admin, SLEEPING)).toEqual([]);
});

const SLEEPING = `select from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active' and application_name like 'migration-lens %'`;
