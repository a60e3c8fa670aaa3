import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, planOn, projectOf, statusOn, tablesOn, written } from './database.js';
import type { Files } from './database.js';

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => parser.close());

// What it is about, the files, what comes of it, the tables there are then, and what the status says.
const flyway: [string, Files, string, string, string][] = [
  ['all pending', { 'V1__a.sql': 'create table a ();', 'V2__b.sql': 'create table b (); create index on b ((1));', 'R__v.sql': 'create or replace view v as select 1' },
    'applied 1 2 R:v', 'a b', '1 applied, 2 applied, R:v applied'],
  ['nothing pending', {}, 'applied', '', ''],
  ['an empty file', { 'V1__a.sql': '-- nothing yet\n' }, 'applied 1', '', '1 applied'],
  ['a failure in the middle is undone', { 'V1__a.sql': 'create table a ();', 'V2__b.sql': 'create table b ();\nselect é.x;\ncreate table c ();', 'V3__d.sql': 'create table d ()' },
    'applied 1, stopped at 2, left nothing: missing FROM-clause entry for table "é" at «é.x»', 'a', '1 applied, 2 pending, 3 pending'],
  ['an error without a position is that of its statement', { 'V1__a.sql': 'create table a ();\ncreate table a ();' },
    'applied, stopped at 1, left nothing: relation "a" already exists at «create table a ()»', '', '1 pending'],
  ['a script that commits by itself leaves what it committed', { 'V1__a.sql': 'create table a ();\ncommit;\ncreate table b ();\nselect 1/0;' },
    'applied, stopped at 1, left something: division by zero at «select 1/0»', 'a', '1 pending'],
  ['a constraint that fails at the commit', { 'V1__a.sql': 'create table a (id int primary key, up int references a deferrable initially deferred); insert into a values (1, 2);' },
    'applied, stopped at 1, left nothing: insert or update on table "a" violates foreign key constraint "a_up_fkey"\nKey (up)=(2) is not present in table "a".', '', '1 pending'],
  ['an index is built concurrently, in a file of its own', { 'V1__a.sql': 'create table a (id int)', 'V2__i.sql': '-- outside\ncreate index concurrently a_id on a (id);' },
    'applied 1 2', 'a', '1 applied, 2 applied'],
  ['a concurrent index that fails is left behind', { 'V1__a.sql': 'create table a (id int); insert into a values (1), (1)', 'V2__i.sql': 'create unique index concurrently a_id on a (id);' },
    'applied 1, stopped at 2, left something: could not create unique index "a_id"\nKey (id)=(1) is duplicated.\nIt left the INVALID index a_id behind: drop it before the next try at «create unique index concurrently a_id on a (id)»',
    'a', '1 applied, 2 failed'],
  ['outside a transaction, what came before stays', { 'V1__a.sql': 'create table a (id int)', 'V2__i.sql': 'vacuum a;\nvacuum nowhere;' },
    'applied 1, stopped at 2, left something: relation "nowhere" does not exist at «vacuum nowhere»', 'a', '1 applied, 2 failed'],
  ['both kinds of statements in one file', { 'V1__a.sql': 'create table a (id int)', 'V2__i.sql': 'create table b ();\ncreate index concurrently on a (id);' },
    'refused: sql/V2__i.sql: Detected both transactional and non-transactional statements within the same migration (even though mixed is false)', '', '1 pending, 2 pending'],
  ['rows after COPY', { 'V1__a.sql': "create table a (id int, t text);\ncopy a from stdin;\n1\tone\n2\ttwo; 'x\n\\.\ninsert into a select 3, t from a where id = 2;" },
    'applied 1', 'a', '1 applied'],
  ['a command of psql', { 'V1__a.sql': '\\set x 1\ncreate table a ()' },
    'refused: sql/V1__a.sql:1 is a command of psql, which Flyway does not run', '', '1 pending'],
  ['bytes that are no UTF-8', { 'V1__a.sql': "select '\ufffd'" }, 'refused: sql/V1__a.sql is not UTF-8', '', '1 pending'],
  ['a placeholder without a value', { 'V1__a.sql': 'create table ${t} ()' }, 'refused: sql/V1__a.sql: No value provided for placeholder: ${t}', '', '1 pending'],
  ['what a dump sets is unset for the next file', { 'V1__dump.sql': "select pg_catalog.set_config('search_path', '', false);\ncreate table public.a ();", 'V2__b.sql': 'create table b ()' },
    'applied 1 2', 'a b', '1 applied, 2 applied'],
  ['a function body with semicolons', { 'V1__f.sql': "create function f() returns int language plpgsql as $$ begin perform 1; return 2; end $$; create table a (n int default f());" },
    'applied 1', 'a', '1 applied'],
];

test('what runs at every update has run when its row is a later one', async () => {
  const changeset = (id: string, more = '') => `--changeset a:${id}${more}\nselect ${id};\n`;
  const index = projectOf('liquibase', { 'changelog.sql': `--liquibase formatted sql\n${changeset('1', ' runAlways:true')}${changeset('2')}` });
  const url = await server.database();
  const outcomes = [await applyOn(url, index, scripts), await applyOn(url, index, scripts)].map(it => written(it.outcome, index).replace(/::\S+/g, ''));
  expect(outcomes).toEqual(['applied 1 2', 'applied 1']);
  expect(await run(url, 'select id, orderexecuted, exectype from databasechangelog order by 2')).toEqual([{ id: '2', orderexecuted: 2, exectype: 'EXECUTED' }, { id: '1', orderexecuted: 3, exectype: 'RERAN' }]);
});

describe('Flyway', () => {
  test.each(flyway)('%s', async (_, files, outcome, tables, status) => expectApplied('flyway', files, outcome, tables, status));

  test('goes as far as it is told to, and no further than there is', async () => {
    const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()', 'V2__b.sql': 'create table b ()', 'V3__c.sql': 'create table c ()' });
    const url = await server.database();
    expect(written((await applyOn(url, index, scripts, { to: '2' })).outcome, index)).toBe('applied 1 2');
    expect(written((await applyOn(url, index, scripts, { to: '9' })).outcome, index)).toBe('refused: There is no migration 9 in sql');
    expect(await tablesOn(url)).toBe('a b');
  });

  test('rows are those of Flyway', async () => {
    const index = projectOf('flyway', { 'V1_1__first_table.sql': 'create table a ()', 'R__views.sql': 'select 1' });
    const url = await server.database();
    await applyOn(url, index, scripts);
    expect(await run(url, `select installed_rank, version, description, type, script, installed_by, success, execution_time < 60000 and installed_on <= now() as plausible
      from flyway_schema_history order by 1`)).toEqual([
      { installed_rank: 1, version: '1.1', description: 'first table', type: 'SQL', script: 'V1_1__first_table.sql', installed_by: 'postgres', success: true, plausible: true },
      { installed_rank: 2, version: null, description: 'views', type: 'SQL', script: 'R__views.sql', installed_by: 'postgres', success: true, plausible: true },
    ]);
  });

  test('an applied file that was changed, and one that is gone, hold everything back', async () => {
    const url = await server.database();
    await applyOn(url, projectOf('flyway', { 'V1__a.sql': 'create table a ()', 'V2__b.sql': 'create table b ()' }), scripts);
    const changed = projectOf('flyway', { 'V1__a.sql': 'create table a (id int)', 'V2__b.sql': 'create table b ()', 'V3__c.sql': 'create table c ()' });
    expect(written((await applyOn(url, changed, scripts)).outcome, changed)).toMatch(/^refused: Migration checksum mismatch for migration version 1/);
    const gone = projectOf('flyway', { 'V2__b.sql': 'create table b ()', 'V3__c.sql': 'create table c ()' });
    expect(written((await applyOn(url, gone, scripts)).outcome, gone)).toBe('refused: Detected applied migration not resolved locally: 1');
    const late = projectOf('flyway', { 'V1__a.sql': 'create table a ()', 'V1_5__late.sql': 'select 1', 'V2__b.sql': 'create table b ()', 'V3__c.sql': 'create table c ()' });
    expect(written((await applyOn(url, late, scripts)).outcome, late)).toMatch(/^refused: Detected resolved migration not applied to database: 1.5/);
    expect(await tablesOn(url)).toBe('a b');
  });
});

const golang: [string, Files, string, string, string][] = [
  ['all pending', { '1_a.up.sql': 'create table a ();', '1_a.down.sql': 'drop table a', '2_b.up.sql': 'begin; create table b (); commit;' }, 'applied 1 2', 'a b', '1 applied, 2 applied'],
  ['a failure undoes the whole file, and the version is dirty', { '1_a.up.sql': 'create table a ();', '2_b.up.sql': 'create table b ();\nselect é.x;' },
    'applied 1, stopped at 2, left nothing: missing FROM-clause entry for table "é" at «é.x»', 'a', '1 applied, 2 failed'],
  ['an error without a position is found by the statements before it', { '1_a.up.sql': 'create table a ();\n-- again\ncreate table a ();\nselect 1;' },
    'applied, stopped at 1, left nothing: relation "a" already exists at «create table a ()»', '', '1 failed'],
  ['its own transaction undoes it too', { '1_a.up.sql': 'begin;\ncreate table a ();\ncreate table a ();\ncommit;' },
    'applied, stopped at 1, left nothing: relation "a" already exists at «create table a ()»', '', '1 failed'],
  ['what it committed itself stays', { '1_a.up.sql': 'begin;\ncreate table a ();\ncommit;\nselect 1/0;' },
    'applied, stopped at 1, left something: division by zero at «select 1/0»', 'a', '1 failed'],
  ['an index is built concurrently, alone', { '1_a.up.sql': 'create table a (id int)', '2_i.up.sql': 'create index concurrently a_id on a (id); -- done' }, 'applied 1 2', 'a', '1 applied, 2 applied'],
  ['an index is not built concurrently in company', { '1_a.up.sql': 'create table a (id int)', '2_i.up.sql': 'create index concurrently a_id on a (id);\nselect 1;' },
    'applied 1, stopped at 2, left nothing: CREATE INDEX CONCURRENTLY cannot run inside a transaction block at «create index concurrently a_id on a (id)»', 'a', '1 applied, 2 failed'],
  ['a concurrent index that fails is left behind', { '1_a.up.sql': 'create table a (id int); insert into a values (1), (1)', '2_i.up.sql': 'create unique index concurrently a_id on a (id)' },
    'applied 1, stopped at 2, left something: could not create unique index "a_id"\nKey (id)=(1) is duplicated.\nIt left the INVALID index a_id behind: drop it before the next try at «create unique index concurrently a_id on a (id)»',
    'a', '1 applied, 2 failed'],
  ['an error of syntax', { '1_a.up.sql': 'create table a ();\ncreate tabel b ();' }, 'applied, stopped at 1, left nothing: syntax error at or near "tabel" at «tabel»', '', '1 failed'],
  ['rows after COPY', { '1_a.up.sql': 'create table a (id int);\ncopy a from stdin;\n1\n\\.\n' },
    'refused: sql/1_a.up.sql:2 copies rows from the file, which golang-migrate does not do', '', '1 pending'],
  ['only a down file', { '1_a.up.sql': 'create table a ()', '2_b.down.sql': 'select 1' }, 'applied 1 2', 'a', '1 applied, 2 applied'],
];

describe('golang-migrate', () => {
  test.each(golang)('%s', async (_, files, outcome, tables, status) => expectApplied('golang-migrate', files, outcome, tables, status));

  test('has one row, and refuses to go on from a dirty one', async () => {
    const url = await server.database();
    const index = projectOf('golang-migrate', { '1_a.up.sql': 'select 1', '2_b.up.sql': 'select 1/0' });
    await applyOn(url, index, scripts);
    expect(await run(url, 'select * from schema_migrations')).toEqual([{ version: '2', dirty: true }]);
    expect(written((await applyOn(url, index, scripts)).outcome, index)).toBe('refused: Dirty database version 2. Fix and force version.');
  });
});

test('a table of that name that is another tool’s is said to be, and left alone', async () => {
  const url = await server.database();
  await run(url, `create table schema_migrations (version varchar primary key); insert into schema_migrations values ('20240101')`);
  const index = projectOf('golang-migrate', { '1_a.up.sql': 'create table a ()' });
  const message = "public.schema_migrations is not golang-migrate's history: it has the columns version, but no dirty";
  expect(written((await applyOn(url, index, scripts)).outcome, index)).toBe(`refused: ${message}`);
  expect(await run(url, 'select * from schema_migrations')).toEqual([{ version: '20240101' }]);
});

test('a history that changed since the plan is not built upon', async () => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()', 'V2__b.sql': 'create table b ()' });
  const plan = await planOn(url, index, scripts);
  await applyOn(url, index, scripts, { to: '1' });
  expect((await applyOn(url, index, scripts, { plan })).outcome).toMatchObject({ kind: 'changed' });
  expect(await statusOn(url, index)).toBe('1 applied, 2 pending');
});

test('Flyway does not begin on a schema that holds something, but an extension is nothing', async () => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()' });
  await run(url, 'create table there_already ()');
  expect(written((await applyOn(url, index, scripts)).outcome, index)).toBe(
    'refused: Found non-empty schema(s) "public" but no schema history table. Use baseline() or set baselineOnMigrate to true to initialize the schema history table.');
  await run(url, 'drop table there_already; create extension pg_trgm');
  expect(written((await applyOn(url, index, scripts)).outcome, index)).toBe('applied 1');
});

test('a read-only session applies nothing', async () => {
  const url = await server.database();
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()' });
  expect((await applyOn(url, index, scripts, { with: { readOnly: true } })).outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('read-only') });
  expect(await run(url, `select to_regclass('flyway_schema_history') as history`)).toEqual([{ history: null }]);
});

test('a user who may not create the history learns it, and nothing is left', async () => {
  const url = await server.database('closed');
  await run(url, "create role guest login password 'guest'");
  const index = projectOf('flyway', { 'V1__a.sql': 'create table a ()' });
  const asGuest = Object.assign(new URL(url), { username: 'guest', password: 'guest' }).href;
  expect(written((await applyOn(asGuest, index, scripts)).outcome, index)).toBe('applied, stopped at 1, left nothing: permission denied for schema public');
});

async function expectApplied(tool: string, files: Files, outcome: string, tables: string, status: string): Promise<void> {
  const url = await server.database();
  const index = projectOf(tool, files);
  expect(written((await applyOn(url, index, scripts)).outcome, index)).toBe(outcome);
  expect(await tablesOn(url)).toBe(tables);
  expect(await statusOn(url, index)).toBe(status);
  expect(await run(url, `select count(*)::int as locks from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`))
    .toEqual([{ locks: 0 }]);
}
