import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { gitOf } from '../../server/edges/git.js';
import { startParser } from '../../server/edges/parser.js';
import { differenceOf } from '../../server/flows/applied-text.js';
import type { Git } from '../../server/flows/ports.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { readStatus } from '../../server/flows/status.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, open, projectOf, statusOn } from './database.js';

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => parser.close());

const files = { 'V1__a.sql': 'create table a ();', 'V2__b.sql': 'create table b ();', 'R__v.sql': 'select 1' };

test('an empty database has all before it, and is left empty', async () => {
  const url = await server.database();
  const before = await fingerprint(url);
  expect(await statusOn(url, projectOf('flyway', files))).toBe('1 pending, 2 pending, R:v pending');
  expect(await statusOn(url, projectOf('golang-migrate', { '1_a.up.sql': '' }))).toBe('1 pending');
  expect(await fingerprint(url)).toEqual(before);
});

test('reading leaves no trace in the history, not even a lock of its rows', async () => {
  const url = await server.database();
  const index = projectOf('flyway', files);
  await applyOn(url, index, scripts);
  const rows = () => run(url, 'select xmin::text, xmax::text, ctid::text, * from flyway_schema_history order by installed_rank');
  const [history, database] = [await rows(), await fingerprint(url)];
  expect(await statusOn(url, index)).toBe('1 applied, 2 applied, R:v applied');
  expect(await rows()).toEqual(history);
  expect(await fingerprint(url)).toEqual(database);
});

// What was applied, what is there now, what else happened to the history, and what the status says.
test.each([
  ['half applied', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 1', 'V2__b.sql': 'select 2' }, '', '1 applied, 2 pending'],
  ['edited, without git', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 2' }, '', '1 modified unknown'],
  ['a repeatable that changed', { 'R__v.sql': 'select 1' }, { 'R__v.sql': 'select 2' }, '', 'R:v outdated'],
  ['a file that is gone', { 'V1__a.sql': 'select 1', 'V2__b.sql': 'select 2' }, { 'V2__b.sql': 'select 2' }, '', '2 applied, 1 missing refuse'],
  ['a late one', { 'V2__b.sql': 'select 2' }, { 'V1__a.sql': 'select 1', 'V2__b.sql': 'select 2' }, '', '1 outOfOrder refuse, 2 applied'],
  ['failed', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 1' }, 'update flyway_schema_history set success = false', '1 failed'],
  ['rows of a later Flyway, with more columns', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 1' },
    "alter table flyway_schema_history add column extra text default 'x'; update flyway_schema_history set type = 'SQL_STATE_SCRIPT' where false", '1 applied'],
  ['rows of types that nobody knows', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 1' },
    "insert into flyway_schema_history values (2, '2', 'by hand', 'ODDITY', '?', null, 'me', now(), 0, true)", '1 applied, 2 applied'],
  ['a version that is none', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 1' },
    "insert into flyway_schema_history values (2, '9 [x](command:x)', 'by hand', 'SQL', '?', null, 'me', now(), 0, true)",
    'public.flyway_schema_history holds the version "9 [x](command:x)", which Flyway neither writes nor reads'],
  ['not the table it seems to be', {}, { 'V1__a.sql': 'select 1' }, 'alter table flyway_schema_history rename installed_rank to n',
    "public.flyway_schema_history is not Flyway's history: it has the columns n, version, description, type, script, checksum, installed_by, installed_on, execution_time, success, but no installed_rank"],
])('%s', async (_, applied, now, then, expected) => {
  const url = await server.database();
  await applyOn(url, projectOf('flyway', applied as Record<string, string>), scripts);
  if (then) await run(url, then);
  expect(await statusOn(url, projectOf('flyway', now as Record<string, string>))).toBe(expected);
});

test('a history that one may not read is said to be so, and nothing is claimed', async () => {
  const url = await server.database();
  await applyOn(url, projectOf('flyway', files), scripts);
  await run(url, "create role reader login password 'reader'");
  const asReader = Object.assign(new URL(url), { username: 'reader', password: 'reader' }).href;
  expect(await statusOn(asReader, projectOf('flyway', files))).toBe('reader may not read public.flyway_schema_history: permission denied for table flyway_schema_history');
});

// What git remembers tells what was edited, and where a missing file is.
test.each([
  ['-- why\nSELECT  1 -- one\n;', 'formatting'],
  ['select 2', 'sql'],
] as const)('applied text and git: %j is a change of %s', async (now, difference) => {
  const url = await server.database();
  await applyOn(url, projectOf('flyway', { 'V1__a.sql': 'select 1;', 'V2__b.sql': 'select 2' }), scripts);
  const git = repository([{ 'sql/V1__a.sql': 'select 1;' }, { 'sql/V1__a.sql': 'select 1; -- a draft' }], 'feature', { 'sql/V2__b.sql': 'select 2' });
  expect(await statusOn(url, projectOf('flyway', { 'V1__a.sql': now }), git)).toBe(`1 modified ${difference}, 2 missing run on feature`);
});

test.each([
  ['select 1', 'SELECT\r\n\t1 -- done', 'formatting'],
  ['select 1;\n;', 'select 1', 'formatting'],
  ['select 1; select 2', 'select 1 select 2', 'sql'],
  ["select 'a'", "select 'A'", 'sql'],
  ['select "A"', 'select "a"', 'sql'],
  ['select a/* x */+b', 'select a + b', 'formatting'],
  ['select 10', 'select 1 0', 'sql'],
  ['create function f() returns int as $$ select 1 $$ language sql', 'create function f() returns int as $$ select  1 $$ language sql', 'sql'],
] as const)('%j and %j differ in %s', (before, after, expected) => {
  expect(differenceOf(before, after)).toBe(expected);
});

test('a history of 10,000 rows is read and compared', async () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`V${i + 1}__step_${i + 1}.sql`, `select ${i};`]));
  const index = projectOf('flyway', many);
  const url = await server.database();
  await applyOn(url, projectOf('flyway', {}), scripts);
  await applyOn(url, projectOf('flyway', { 'V0__first.sql': 'select 1' }), scripts);
  await run(url, `delete from flyway_schema_history; insert into flyway_schema_history
    select n, n, 'step ' || n, 'SQL', 'V' || n || '__step_' || n || '.sql', null, 'me', now(), 1, true from generate_series(1, 10000) n`);
  const session = await open(url);
  const start = performance.now();
  const { rows } = await readStatus(index, session);
  const all = performance.now() - start;
  const query = performance.now();
  await session.query({ text: 'select * from flyway_schema_history order by installed_rank', values: [] });
  console.log(`status of 10,000 rows: ${Math.round(all)} ms, of which the query alone ${Math.round(performance.now() - query)} ms`);
  await session.close();
  expect(rows.filter(it => it.applied)).toHaveLength(10_000);
});

/** All relations and how often anything was written in this database. */
async function fingerprint(url: string): Promise<unknown> {
  return run(url, 'select count(*), max(oid::bigint)::text, max(age(xmin)) > 0 as aged from pg_class');
}

/** A repository with these files, version by version; `elsewhere` are on a branch of their own. */
function repository(versions: readonly Readonly<Record<string, string>>[], branch: string, elsewhere: Readonly<Record<string, string>>): Git {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'applied-text-'));
  onTestFinished(() => fs.rmSync(root, { recursive: true }));
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...args], { stdio: 'pipe' });
  const commit = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), text);
    }
    git('add', '.');
    git('commit', '--quiet', '--message', 'a version');
  };
  git('init', '--quiet', '--initial-branch', 'main');
  for (const files of versions) commit(files);
  git('checkout', '--quiet', '-b', branch);
  commit(elsewhere);
  git('checkout', '--quiet', 'main');
  return gitOf(root);
}
