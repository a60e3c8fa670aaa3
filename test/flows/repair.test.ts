import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { clock } from '../../server/edges/clock.js';
import { partOf } from '../../server/core/migrations/migration.js';
import { filesOf } from '../../server/edges/files.js';
import { startParser } from '../../server/edges/parser.js';
import { planRepair, repair } from '../../server/flows/repair.js';
import type { RepairPlan, Way } from '../../server/flows/repair.js';
import { evidenceOf } from '../../server/flows/repair/evidence.js';
import { openWorkspace } from '../../server/flows/workspace.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, open, projectOf, statusOn } from './database.js';
import type { Files } from './database.js';

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => parser.close());

const dirty = (version: number) => `truncate schema_migrations; insert into schema_migrations values (${version}, true)`;
const A = { '1_a.up.sql': 'create table a (id int);', '1_a.down.sql': 'drop table a;' };

// The files; what is done to the database after they were applied as far as they go, or do not; what is found, and the ways out,
// the recommended one with a star; the one that is taken, and the status then.
const golang: [string, Files, string, string, string][] = [
  ['a failure that was undone', { ...A, '2_b.up.sql': 'create table b ();\nalter table a add c int;\nselect 1/0;' }, '', `
    sql/2_b.up.sql runs in one transaction: when it fails, the server undoes all of it
    Nothing that can be seen of sql/2_b.up.sql is in the database: the table b is not there, the column c of a is not there
    * undone, right: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again
    done, wrong: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied`, '1 applied, 2 pending'],
  ['the first of all', { '1_a.up.sql': 'create table a (); select 1/0' }, '', `
    sql/1_a.up.sql runs in one transaction: when it fails, the server undoes all of it
    Nothing that can be seen of sql/1_a.up.sql is in the database: the table a is not there
    * undone, right: migrate force -- -1. Nothing of sql/1_a.up.sql is in the database: it is pending again
    done, wrong: migrate force 1. All of sql/1_a.up.sql is in the database: it counts as applied`, '1 pending'],
  ['finished by hand since', { ...A, '2_b.up.sql': 'create table b ();\nselect 1/0;' }, 'create table b ()', `
    sql/2_b.up.sql runs in one transaction: when it fails, the server undoes all of it
    All that can be seen of sql/2_b.up.sql is in the database: the table b is there
    * done, right: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied
    undone, wrong: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again`, '1 applied, 2 applied'],
  ['half of it, since it commits on its way', { ...A, '2_b.up.sql': 'begin; create table b (); commit; create table "C" (); select 1/0' }, '', `
    sql/2_b.up.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    A part of sql/2_b.up.sql is in the database: the table b is there, the table C is not there
    undone, wrong: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again
    done, wrong: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied`, '1 applied, 2 failed'],
  ['an index that came to be invalid', { '1_a.up.sql': 'create table a (id int); insert into a values (1), (1)', '2_i.up.sql': 'create unique index concurrently i on a (id)' }, '', `
    sql/2_i.up.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    A part of sql/2_i.up.sql is in the database: the index i is INVALID, and has to be dropped
    undone, wrong: migrate force 1. Nothing of sql/2_i.up.sql is in the database: it is pending again
    done, wrong: migrate force 2. All of sql/2_i.up.sql is in the database: it counts as applied`, '1 applied, 2 failed'],
  ['rows tell nothing, but all of them were undone', { ...A, '2_b.up.sql': 'insert into a values (1); select 1/0' }, '', `
    sql/2_b.up.sql runs in one transaction: when it fails, the server undoes all of it
    The database cannot tell whether sql/2_b.up.sql has run
    * undone, likely: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again
    done, open: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied`, '1 applied, 2 pending'],
  ['finished by hand, as far as can be seen', { ...A, '2_b.up.sql': 'create table b ();\ninsert into a values (1);\nselect 1/0;' }, 'create table b ()', `
    sql/2_b.up.sql runs in one transaction: when it fails, the server undoes all of it
    All that can be seen of sql/2_b.up.sql is in the database: the table b is there
    * done, likely: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied
    undone, wrong: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again`, '1 applied, 2 applied'],
  ['what it committed can be seen, and what it did not cannot', { ...A, '2_b.up.sql': 'begin; create table b (); commit; insert into a values (1); select 1/0' }, '', `
    sql/2_b.up.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    All that can be seen of sql/2_b.up.sql is in the database: the table b is there
    undone, wrong: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again
    done, open: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied`, '1 applied, 2 failed'],
  ['what it committed cannot be seen', { ...A, '2_b.up.sql': 'begin; insert into a values (1); commit; create table b (); select 1/0' }, '', `
    sql/2_b.up.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    Nothing that can be seen of sql/2_b.up.sql is in the database: the table b is not there
    undone, open: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again
    done, wrong: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied`, '1 applied, 2 failed'],
  ['a way back that failed: dirty is where it was going', { ...A, '2_b.up.sql': 'create table b ();', '2_b.down.sql': 'drop table b; select 1/0' }, dirty(1), `
    sql/1_a.up.sql runs in one transaction: when it fails, the server undoes all of it
    All that can be seen of sql/1_a.up.sql is in the database: the table a is there
    All that can be seen of sql/2_b.up.sql is in the database: the table b is there
    * kept, right: migrate force 2. sql/2_b.up.sql is still in the database, since its way back has failed: it counts as applied
    undone, wrong: migrate force -- -1. Nothing of sql/1_a.up.sql is in the database: it is pending again
    done, wrong: migrate force 1. All of sql/1_a.up.sql is in the database: it counts as applied`, '1 applied, 2 applied'],
  ['the way back of the first', A, dirty(-1), `
    All that can be seen of sql/1_a.up.sql is in the database: the table a is there
    * kept, right: migrate force 1. sql/1_a.up.sql is still in the database, since its way back has failed: it counts as applied
    done, wrong: migrate force -- -1. Nothing is applied any more`, '1 applied'],
  ['a way back that was finished by hand', { ...A, '2_b.up.sql': 'create table b ();', '2_b.down.sql': 'drop table b' }, `${dirty(1)}; drop table b`, `
    sql/1_a.up.sql runs in one transaction: when it fails, the server undoes all of it
    All that can be seen of sql/1_a.up.sql is in the database: the table a is there
    Nothing that can be seen of sql/2_b.up.sql is in the database: the table b is not there
    * done, right: migrate force 1. All of sql/1_a.up.sql is in the database: it counts as applied
    undone, wrong: migrate force -- -1. Nothing of sql/1_a.up.sql is in the database: it is pending again
    kept, wrong: migrate force 2. sql/2_b.up.sql is still in the database, since its way back has failed: it counts as applied`, '1 applied, 2 pending'],
  ['either way, where nothing can be told', { '1_a.up.sql': 'select 1', '1_a.down.sql': 'select 1', '2_b.up.sql': 'select 2', '2_b.down.sql': 'select 1/0' }, dirty(1), `
    sql/1_a.up.sql runs in one transaction: when it fails, the server undoes all of it
    The database cannot tell whether sql/1_a.up.sql has run
    The database cannot tell whether sql/2_b.up.sql has run
    undone, likely: migrate force -- -1. Nothing of sql/1_a.up.sql is in the database: it is pending again
    done, open: migrate force 1. All of sql/1_a.up.sql is in the database: it counts as applied
    kept, likely: migrate force 2. sql/2_b.up.sql is still in the database, since its way back has failed: it counts as applied`, '1 failed, 2 pending'],
  ['a version without a file', A, dirty(7), `
    undone, open: migrate force 1. Nothing of version 7 is in the database
    done, open: migrate force 7. All of version 7 is in the database: it counts as applied`, '1 applied, 7 failed'],
];

test.each(golang)('golang-migrate: %s', (_, files, sql, plan, status) => expectMended('golang-migrate', files, sql, plan, status));

test('golang-migrate: statement by statement, what came before stays', async () => {
  const url = `${await server.database()}?x-multi-statement=true`;
  const index = projectOf('golang-migrate', { ...A, '2_b.up.sql': 'create table b ();\nselect 1/0;' });
  await applyOn(url, index, scripts);
  const session = await open(url);
  expect(written((await planRepair(index, session, { scripts }))!)).toBe(lines(`
    sql/2_b.up.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    All that can be seen of sql/2_b.up.sql is in the database: the table b is there
    * done, right: migrate force 2. All of sql/2_b.up.sql is in the database: it counts as applied
    undone, wrong: migrate force 1. Nothing of sql/2_b.up.sql is in the database: it is pending again`));
  await session.close();
});

const B = { 'V1__a.sql': 'create table a (id int); insert into a values (1), (1)' };
const flyway: [string, Files, string, string, string][] = [
  ['an index that came to be invalid', { ...B, 'V2__i.sql': 'create unique index concurrently i on a (id)' }, '', `
    sql/V2__i.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    A part of sql/V2__i.sql is in the database: the index i is INVALID, and has to be dropped
    undone, wrong: flyway repair. Nothing of sql/V2__i.sql is in the database: it is pending again`, '1 applied, 2 failed'],
  ['the index is dropped since', { ...B, 'V2__i.sql': 'create unique index concurrently i on a (id)' }, 'drop index i', `
    sql/V2__i.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    Nothing that can be seen of sql/V2__i.sql is in the database: the index i is not there
    * undone, right: flyway repair. Nothing of sql/V2__i.sql is in the database: it is pending again`, '1 applied, 2 pending'],
  ['a repeatable', { ...B, 'R__v.sql': 'vacuum nowhere' }, '', `
    sql/R__v.sql can leave a part behind when it fails: it commits on its way, or runs outside a transaction
    The database cannot tell whether sql/R__v.sql has run
    undone, open: flyway repair. Nothing of sql/R__v.sql is in the database: it is pending again`, '1 applied, R:v failed'],
];

test.each(flyway)('Flyway: %s', (_, files, sql, plan, status) => expectMended('flyway', files, sql, plan, status));

const P = { '1_a/migration.sql': 'create table a (id int);' };
const prisma: [string, Files, string, string, string][] = [
  ['a failure that was undone', { ...P, '2_b/migration.sql': 'create type b as enum (\'x\');\nalter table a alter id set not null;\nselect 1/0;' }, '', `
    sql/2_b/migration.sql runs in one transaction: when it fails, the server undoes all of it
    Nothing that can be seen of sql/2_b/migration.sql is in the database: the type b is not there, the column id of a is nullable
    * undone, right: prisma migrate resolve --rolled-back 2_b. Nothing of sql/2_b/migration.sql is in the database: it is pending again
    done, wrong: prisma migrate resolve --applied 2_b. All of sql/2_b/migration.sql is in the database: it counts as applied`, '1_a applied, 2_b pending'],
  ['finished by hand since', { ...P, '2_b/migration.sql': 'alter table a rename to b; select 1/0;' }, 'alter table a rename to b', `
    sql/2_b/migration.sql runs in one transaction: when it fails, the server undoes all of it
    All that can be seen of sql/2_b/migration.sql is in the database: the table a is not there, the table b is there
    * done, right: prisma migrate resolve --applied 2_b. All of sql/2_b/migration.sql is in the database: it counts as applied
    undone, wrong: prisma migrate resolve --rolled-back 2_b. Nothing of sql/2_b/migration.sql is in the database: it is pending again`, '1_a applied, 2_b applied'],
];

test.each(prisma)('Prisma: %s', (_, files, sql, plan, status) => expectMended('prisma', files, sql, plan, status));

test('sqlx: a row that another version has left, for which there is no command', () => expectMended('sqlx', { '1_a.sql': 'create table a ();' }, "update _sqlx_migrations set success = false; drop table a", `
    sql/1_a.sql runs in one transaction: when it fails, the server undoes all of it
    Nothing that can be seen of sql/1_a.sql is in the database: the table a is not there
    * undone, right: DELETE FROM _sqlx_migrations WHERE version = 1. Nothing of sql/1_a.sql is in the database: it is pending again`, '1 pending'));

test.each(['golang-healthy', 'flyway-healthy', 'prisma-healthy', 'sqlx-healthy'])('%s: before each migration nothing says that it has run, after it nothing that it has not', async name => {
  const url = await server.database();
  const session = await open(url);
  const wrong: string[] = [];
  for (const index of (await openWorkspace(filesOf(`test/projects/${name}`))).projects) {
    for (const it of index.migrations) {
      const proof = async () => (await evidenceOf(index, it, session, scripts)).proof;
      const before = await proof();
      await run(url, partOf(it.up!));
      const after = await proof();
      if (!['undone', 'untold'].includes(before) || !['done', 'untold'].includes(after)) wrong.push(`${it.id}: ${before}, then ${after}`);
    }
  }
  await session.close();
  expect(wrong).toEqual([]);
});

describe('nothing is written', () => {
  test('where nothing is broken', async () => {
    const url = await server.database();
    const index = projectOf('golang-migrate', A);
    await applyOn(url, index, scripts);
    const session = await open(url);
    expect(await planRepair(index, session, { scripts })).toBeUndefined();
    await session.close();
  });

  test('where the history has changed since it was looked at', async () => {
    const { url, index, plan, mend } = await broken();
    await run(url, dirty(2));
    expect(await mend(plan.ways[0]!)).toEqual({ kind: 'changed', message: 'The history has changed since it was looked at: look again' });
    expect(await statusOn(url, index)).toBe('1 applied, 2 failed');
  });

  test('while somebody holds the tool’s lock', async () => {
    const { url, index, plan, mend, session } = await broken();
    const lock = index.tool.lock(index.project, { database: session.info.database, schema: 'public', user: 'postgres' });
    const other = await open(url);
    await other.query({ text: 'select pg_advisory_lock($1)', values: [String(lock.kind === 'advisory' && lock.key)] });
    expect(await mend(plan.ways[0]!)).toEqual({ kind: 'busy', message: expect.stringMatching(/^Another migration is running: the session with process \d+/) });
    expect((await planRepair(index, session, { scripts }))?.stops).toEqual([expect.stringMatching(/^Another migration is running/)]);
    await other.close();
  });

  test('while somebody reads the history in a transaction of his own', async () => {
    const { url, index, plan, mend } = await broken();
    const reader = await open(url);
    await reader.execute('begin');
    await reader.query({ text: 'select * from schema_migrations', values: [] });
    expect(await mend(plan.ways[0]!)).toEqual({ kind: 'refused', message: 'canceling statement due to lock timeout' });
    await reader.close();
    expect(await statusOn(url, index)).toBe('1 failed, 2 pending');
  });

  test('where the role may not, or the session is read-only', async () => {
    const { url, plan } = await broken();
    const guest = `guest_${Date.now()}`;
    await run(url, `create role ${guest} login password 'guest'; grant select on schema_migrations to ${guest}`);
    const asGuest = await open(Object.assign(new URL(url), { username: guest, password: 'guest' }).href);
    expect(await repair(plan, plan.ways[0]!, asGuest, { clock, reconnect: () => open(url) })).toEqual({ kind: 'refused', message: 'permission denied for table schema_migrations' });
    await asGuest.close();
    const reader = await open(url, { readOnly: true });
    expect(await repair(plan, plan.ways[0]!, reader, { clock, reconnect: () => open(url) })).toMatchObject({ kind: 'refused', message: expect.stringMatching(/^The session is read-only/) });
    await reader.close();
  });

  async function broken() {
    const url = await server.database();
    const index = projectOf('golang-migrate', { '1_a.up.sql': 'select 1/0', '2_b.up.sql': 'select 2' });
    await applyOn(url, index, scripts);
    const session = await open(url);
    const plan = (await planRepair(index, session, { scripts }))!;
    return { url, index, session, plan, mend: (way: Way) => repair(plan, way, session, { clock, reconnect: () => open(url) }) };
  }
});

describe('Liquibase’s lock', () => {
  const files = { 'changelog.sql': '--liquibase formatted sql\n--changeset a:1\ncreate table a ();\n' };
  const lock = (by: string, since: string) => `update databasechangeloglock set locked = true, lockedby = ${by}, lockgranted = ${since}`;

  test.each([
    ['of somebody who may still run', lock("'deploy-7 (10.0.0.7)'", "localtimestamp - interval '3 hours'"), `
      deploy-7 (10.0.0.7), since <time> (3 hours) holds Liquibase's lock
      Whether that one still runs, nobody here can tell: two who migrate at once may run a migration twice
      release, open: liquibase release-locks. Whoever took the lock runs no more: it is free for the next`],
    ['of a session of ours that is gone', lock("'migration-lens (postgres, process 1)'", "localtimestamp - interval '3 days'"), `
      migration-lens (postgres, process 1), since <time> (3 days) holds Liquibase's lock
      The session that took it is gone
      * release, right: liquibase release-locks. Whoever took the lock runs no more: it is free for the next`],
    ['of nobody knows whom, by a clock that is ahead', lock('null', "localtimestamp + interval '5 hours'"), `
      somebody, since <time> holds Liquibase's lock
      Whether that one still runs, nobody here can tell: two who migrate at once may run a migration twice
      release, open: liquibase release-locks. Whoever took the lock runs no more: it is free for the next`],
  ])('%s', async (_, sql, expected) => {
    const { url, index, session, plan } = await locked(sql);
    expect([plan.trouble.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, '<time>'), written(plan)].join('\n')).toBe(lines(expected));
    expect(await repair(plan, plan.ways[0]!, session, { clock, reconnect: () => open(url) })).toEqual({ kind: 'mended' });
    expect(await run(url, 'select locked, lockedby, lockgranted from databasechangeloglock')).toEqual([{ locked: false, lockedby: null, lockgranted: null }]);
    expect(await planRepair(index, session, { scripts })).toBeUndefined();
    await session.close();
  });

  test('is left to the next who has taken it since', async () => {
    const { url, session, plan } = await locked(lock("'one'", 'localtimestamp'));
    await run(url, lock("'another'", 'localtimestamp'));
    expect(await repair(plan, plan.ways[0]!, session, { clock, reconnect: () => open(url) })).toEqual({ kind: 'changed', message: 'The lock is no longer held by the one that was seen' });
    expect(await run(url, 'select lockedby from databasechangeloglock')).toEqual([{ lockedby: 'another' }]);
    await session.close();
  });

  async function locked(sql: string) {
    const url = await server.database();
    const index = projectOf('liquibase', files);
    await applyOn(url, index, scripts);
    await run(url, sql);
    const session = await open(url);
    return { url, index, session, plan: (await planRepair(index, session, { scripts }))! };
  }
});

async function expectMended(tool: string, files: Files, sql: string, expected: string, status: string): Promise<void> {
  const url = await server.database();
  const index: ProjectIndex = projectOf(tool, files);
  await applyOn(url, index, scripts);
  if (sql !== '') await run(url, sql);
  const session = await open(url);
  const plan = (await planRepair(index, session, { scripts }))!;
  expect(written(plan)).toBe(lines(expected));
  const [way] = plan.ways;
  if (way!.recommended) expect(await repair(plan, way!, session, { clock, reconnect: () => open(url) })).toEqual({ kind: 'mended' });
  await session.close();
  expect(await statusOn(url, index)).toBe(status);
}

function written({ findings, ways }: RepairPlan): string {
  return [...findings, ...ways.map(it => `${it.recommended ? '* ' : ''}${it.as}, ${it.fit}: ${it.command}. ${it.means}`)].join('\n');
}

function lines(text: string): string {
  return text.trim().split('\n').map(it => it.trim()).join('\n');
}
