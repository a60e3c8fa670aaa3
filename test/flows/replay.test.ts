import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesOf } from '../../server/edges/files.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { openWorkspace } from '../../server/flows/workspace.js';
import { resolveConnection } from '../../server/edges/connections.js';
import { shadowOn } from '../../server/edges/shadow-server.js';
import type { Shadow } from '../../server/flows/ports.js';
import { run, startPostgres } from '../postgres.js';
import { projectOf } from './database.js';
import type { Files } from './database.js';
import { replayed, told } from './replaying.js';

// Most of it on a server, where a database costs less than the engine in memory; there, what is that engine's own.

let url: string;
let shadow: Shadow;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  ({ url } = await startPostgres());
  const connection = resolveConnection(url, { settings: { connections: {} }, env: {} });
  if (connection.kind === 'problem') throw new Error(connection.message);
  shadow = shadowOn(connection);
});
afterAll(() => parser.close());
afterAll(async () => {
  expect(await run(url, `select datname from pg_database where datname ~ 'shadow'`)).toEqual([]);
});

describe('what applies, and what does not', () => {
  test.each<[about: string, tool: string, files: Files, lines: readonly string[]]>([
    ['all of it, in the tool\'s order', 'flyway', { 'V10__b.sql': 'create table b (a int references a);', 'V2__a.sql': 'create table a (id int primary key);', 'R__v.sql': 'create or replace view v as select * from b' },
      ['2 applied', '10 applied', 'sql/R__v.sql applied']],
    ['nothing', 'flyway', {}, ['']],
    ['an error without a position is that of its statement', 'golang-migrate', { '1_a.up.sql': 'create table a ();\ncreate table a ();' }, ['1 failed: 42P07 relation "a" already exists at «create table a ()»']],
    ['a tool\'s own history is there', 'sqlx', { '1_a.sql': 'comment on table _sqlx_migrations is $$ours$$' }, ['1 applied']],
    ['placeholders are filled in, and a failure behind one keeps its place', 'flyway', { 'V1__a.sql': 'create table ${flyway:defaultSchema}.a ();\nselect nope;' }, ['1 failed: 42703 column "nope" does not exist at «select nope»']],
    ['a placeholder that a program fills in', 'plain', { '1_a.sql': 'create table {name} ();\nselect 1;', '2_b.sql': 'drop table a' },
      ['1 skipped: Line 1 has a placeholder, which a program fills in', '2 skipped: It may need what sql/1_a.sql makes, which was not replayed: table "a" does not exist']],
    ['rows after COPY with a tool that sends none', 'golang-migrate', { '1_a.up.sql': 'create table a (id int);\ncopy a from stdin;\n1\n\\.\n' }, ['1 failed:  Rows copied from the file, which golang-migrate does not do at «copy a from stdin»']],
    ['concurrently, in a file of its own', 'flyway', { 'V1__a.sql': 'create table a (id int)', 'V2__i.sql': 'create index concurrently a_id on a (id);' }, ['1 applied', '2 applied']],
    ['concurrently, where the tool has a transaction', 'dbmate', { '1_a.sql': '-- migrate:up\ncreate table a (id int);\ncreate index concurrently a_id on a (id);\n-- migrate:down\n' },
      ['1 failed: 25001 CREATE INDEX CONCURRENTLY cannot run inside a transaction block at «create index concurrently a_id on a (id)»']],
    ['commands of psql', 'flyway', { 'V1__a.sql': '\\! touch /tmp/x\nselect 1' }, ['1 failed:  A command of psql, which Flyway does not run at «\\! touch /tmp/x»']],
    ['commands of psql, where psql may read the file', 'plain', { '1_a.sql': '\\set ON_ERROR_STOP on\n\\echo hello\ncreate table a ();', '2_b.sql': '\\! touch /tmp/x\n', '3_c.sql': '\\i other.sql' },
      ['1 applied', '2 skipped: Line 1 is a command of psql, which is not there', '3 skipped: Line 1 is a command of psql, which is not there']],
    ['a file that is not UTF-8, and a NUL', 'golang-migrate', { '1_a.up.sql': 'select \'\ufffd\'', '2_b.up.sql': 'select 1;\nselect \0' }, ['1 skipped: Its bytes are no UTF-8', '2 failed:  A NUL character, which no PostgreSQL text can hold at «\0»']],
    ['an empty file, comments, a byte order mark', 'flyway', { 'V1__a.sql': '', 'V2__b.sql': '-- nothing\n/* at all */;;' }, ['1 applied', '2 applied']],
    ['a script that commits by itself', 'flyway', { 'V1__a.sql': 'create table a ();\ncommit;\ncreate table b ();\nselect 1/0;' }, ['1 failed: 22012 division by zero at «select 1/0»']],
    ['two of one version, at which the tool would stop', 'flyway', { 'V1__a.sql': 'create table a ();', 'V1__b.sql': 'create table b ();' }, ['1 applied', '1 failed:  Flyway stops with “Found more than one migration with version 1”']],
    ['a baseline stands for what is before it', 'flyway', { 'V1__a.sql': 'create table a ()', 'B2__ab.sql': 'create table a (); create table b ()', 'V2__b.sql': 'create table b ()', 'V3__c.sql': 'alter table b add c int' },
      ['1 skipped: Below Baseline', '2 applied', '2 skipped: Ignored (Baseline)', '3 applied']],
    ['a call that we have translated fails: its tool may have sent something else', 'rails', { '20240101000000_a.rb': 'class A < ActiveRecord::Migration[7.0]\n  def change\n    create_table :a\n    add_column :a, :id, :integer\n  end\nend\n' },
      ['20240101000000 skipped: As it is translated here it fails, which its tool may do otherwise: column "id" of relation "a" already exists']],
    ['a program between them', 'goose', { '1_a.sql': '-- +goose Up\ncreate table a ();', '2_b.go': 'package migrations', '3_c.sql': '-- +goose Up\nalter table b add c int;' },
      ['1 applied', '2 skipped: It is a program, which only goose itself can run', '3 skipped: It may need what sql/2_b.go makes, which was not replayed: relation "b" does not exist']],
    ['a failure is the last that runs, told at its place', 'flyway', { 'V1__a.sql': 'create table a ();', 'V2__b.sql': 'select 1;\nselect é.x;', 'V3__c.sql': 'select 1' },
      ['1 applied', '2 failed: 42P01 missing FROM-clause entry for table "é" at «é.x»', '3 skipped: It was not reached: sql/V2__b.sql has failed']],
    ['a role that is not on the server', 'flyway', { 'V1__a.sql': 'create table a (); grant select on a to app;', 'V2__b.sql': 'alter table a add b int' }, ['1 skipped: The role app is not on this server', '2 skipped: It may need what sql/V1__a.sql makes, which was not replayed: relation "a" does not exist']],
    ['what would reach beyond the database', 'flyway', { 'V1__a.sql': 'create role replay_role', 'V2__b.sql': 'drop database test', 'V3__c.sql': 'do $$ begin alter system set work_mem = \'1MB\'; end $$', 'V4__d.sql': 'comment on database postgres is \'x\'' },
      ['1 skipped: Line 1 changes more than one database, on a server that has others', '2 skipped: Line 1 changes more than one database, on a server that has others', '3 skipped: Line 1 changes more than one database, on a server that has others', '4 skipped: Line 1 changes more than one database, on a server that has others']],
  ])('%s', async (_, tool, files, lines) => {
    expect(told(await replayed(projectOf(tool, files), scripts, { shadow })).split('\n').sort()).toEqual([...lines].sort());
  });
});

describe('in memory', () => {
  test.each<[about: string, tool: string, files: Files, lines: readonly string[]]>([
    ['a failure is the last that runs, told at its place', 'flyway', { 'V1__a.sql': 'create table a ();', 'V2__b.sql': 'select 1;\nselect é.x;', 'V3__c.sql': 'select 1' },
      ['1 applied', '2 failed: 42P01 missing FROM-clause entry for table "é" at «é.x»', '3 skipped: It was not reached: sql/V2__b.sql has failed']],
    ['rows after COPY', 'flyway', { 'V1__a.sql': "create table a (\"from stdin\" int, t text);\ncopy a (\"from stdin\", t) from STDIN with (format csv);\n1,one\n2,\"two; 'x\"\n\\.\ninsert into a select 1 / count(*), 'x' from a where t = 'two; ''x';" }, ['1 applied']],
    ['rows after COPY that do not fit', 'flyway', { 'V1__a.sql': 'create table a (id int);\ncopy a from stdin;\nx\n\\.\n' }, ['1 failed: 22P02 invalid input syntax for type integer: "x" at «copy a from stdin»']],
    ['extensions that are there', 'flyway', { 'V1__a.sql': 'create extension citext; create extension if not exists "uuid-ossp"; create extension pgcrypto; create table a (c citext default uuid_generate_v4()::text, h bytea default digest(\'x\', \'sha256\'))' }, ['1 applied']],
    ['an extension that is not, and who needs it', 'flyway', { 'V1__a.sql': 'create extension postgis', 'V2__b.sql': 'create table b (g geometry)', 'V3__c.sql': 'create table c ()', 'V4__d.sql': 'select 1/0' },
      ['1 skipped: The extension postgis is not there: extension "postgis" is not available', '2 skipped: It may need what sql/V1__a.sql makes, which was not replayed: type "geometry" does not exist', '3 applied', '4 failed: 22012 division by zero at «select 1/0»']],
    ['roles that no migration makes', 'flyway', { 'V1__a.sql': 'create table a (); grant select on a to app, "Read er";', 'V2__b.sql': 'create role own; alter table a owner to own' },
      ['1 applied', '2 applied', 'The role app was made beforehand: no migration makes it', 'The role Read er was made beforehand: no migration makes it']],
    ['roles, where half of a migration stays', 'plain', { '1_a.sql': 'create table a (); grant select on a to app;' }, ['1 applied', 'The role app was made beforehand: no migration makes it']],
    ['a deep recursion is an error, and what follows runs', 'flyway', { 'V1__a.sql': 'create function f(i int) returns int language plpgsql as $$ begin return f(i + 1); end $$; do $$ begin perform f(1); exception when statement_too_complex then null; end $$', 'V2__b.sql': 'select 1' }, ['1 applied', '2 applied']],
  ])('%s', async (_, tool, files, lines) => {
    expect(told(await replayed(projectOf(tool, files), scripts)).split('\n').sort()).toEqual([...lines].sort());
  });
});

describe('what a down does', () => {
  const pair = (up: string, down: string, more: Files = {}): Files => ({ '1_base.up.sql': 'create table users (id bigint primary key, age int not null default 1);', '1_base.down.sql': 'drop table users;', '2_x.up.sql': up, '2_x.down.sql': down, ...more });
  test.each<[about: string, files: Files, lines: readonly string[]]>([
    ['restores', pair('alter table users add email text; create index on users (email);', 'alter table users drop email;'), ['  restores']],
    ['a column that comes back comes back last', pair('alter table users drop age;', 'alter table users add age int not null default 1;'), ['  restores']],
    ['leaves something', pair('create table a (id int primary key, b text unique); create type mood as enum (\'a\'); create function f() returns int language sql as \'select 1\';', 'drop function f;'),
      ['  differs', '    table a is still there', '    type mood is still there']],
    ['takes more than there was', pair('select 1', 'alter table users drop age; drop schema public cascade; create schema public;'),
      ['  differs', '    schema public: without comment standard public schema', '    schema public: without grants PUBLIC: USAGE', '    schema public: owner postgres, not pg_database_owner', '    table schema_migrations is gone', '    table users is gone']],
    ['changes what it should only give back', pair('alter table users alter age drop not null, alter age type bigint;', 'alter table users alter age set not null, alter age drop default;'),
      ['  differs', '    column users.age: without default 1', '    column users.age: type bigint, not integer']],
    ['comments, grants, policies, triggers, options', pair('select 1', `comment on table users is 'x'; grant select (age) on users to public; alter table users enable row level security; create policy p on users using (age > 1);
      create function t() returns trigger language plpgsql as 'begin return null; end'; create trigger tr after insert on users execute function t(); alter table users set (fillfactor = 50); alter table users replica identity full`),
      ['  differs', '    function t() is still there', '    table users: with comment x', '    table users: with options fillfactor=50', '    table users: with replica identity full', '    table users: with row level security',
        '    column users.age: with grants PUBLIC: SELECT', '    policy p on users is still there', '    trigger tr on users is still there']],
    ['a function\'s body that is only indented otherwise', pair(`create or replace function g() returns int language sql as $$ select 2 $$`, `create or replace function g() returns int language sql as $$
      select   1 $$`, { '1_base.up.sql': 'create function g() returns int language sql as $$ select 1 $$' }), ['  restores']],
    ['fails, at its place', pair('alter table users add email text;', 'alter table users drop email;\nalter table nobody drop email;'), ['  fails: 42P01 relation "nobody" does not exist at «alter table nobody drop email»']],
    ['does not end', pair('select 1', 'select pg_sleep(600)'), ['  fails: 57014 It did not end within 2 seconds at «select pg_sleep(600)»']],
    ['has no statement', pair('alter table users add email text;', '-- nothing'), ['  absent: It has no statement']],
    ['is absent', { ...pair('select 1', ''), '2_x.up.sql': 'select 1', '2_x.down.sql': '-- never' }, ['  absent: It has no statement']],
    ['a constraint that is only looked at in the end', pair('alter table users add up bigint references users deferrable initially deferred;', 'insert into users values (1, 1, 2);'), ['  fails: 23503 insert or update on table "users" violates foreign key constraint "users_up_fkey"']],
    ['concurrently', pair('create index concurrently users_age on users (age)', 'drop index concurrently users_age'), ['  restores']],
    ['concurrently, and it is the wrong one', pair('create index concurrently users_age on users (age)', 'drop index concurrently if exists users_ages', { '3_y.up.sql': 'drop index users_age', '3_y.down.sql': 'create index users_age on users (age)' }),
      ['  differs', '    index users_age is still there', '3 applied', '  restores']],
  ])('%s', async (_, files, lines) => {
    const all = told(await replayed(projectOf('golang-migrate', files), scripts, { shadow, downs: true, patience: 2000 })).split('\n');
    expect(all.slice(all.indexOf('2 applied') + 1)).toEqual(lines);
  });

  test('a down fails that its tool runs after all others: the history is as it was', async () => {
    const files = { '1_a.sql': '-- migrate:up\ncreate table a ();\n-- migrate:down\ndrop table b;', '2_c.sql': '-- migrate:up\ncreate table c as select * from schema_migrations;\n-- migrate:down\ndrop table c;' };
    expect(told(await replayed(projectOf('dbmate', files), scripts, { shadow, downs: true }))).toBe('1 applied\n  fails: 42P01 table "b" does not exist at «drop table b»\n2 applied\n  restores');
  });
});

describe('what is none of a migration\'s business', () => {
  test.each<[sql: string, said: string]>([
    [`copy (select 1) to program 'touch /tmp/migration-lens-was-here'`, '1 skipped: Line 1 copies to a program of the server, of which there is none'],
    [`do $$ begin execute 'copy (select 1) to program ''touch /tmp/migration-lens-was-here'''; end $$`, '1 skipped: The embedded PostgreSQL does not survive this statement'],
    [`copy (select 'x') to '/tmp/migration-lens-was-here'`, '1 skipped: Line 1 copies to a file of the server, of which there is none'],
    [`create table t (x text); copy t from '/etc/passwd'`, '1 skipped: Line 1 copies from a file of the server, of which there is none'],
    [`select pg_read_file('/etc/hostname')`, `1 failed: 58P01 could not open file "/etc/hostname" for reading: No such file or directory at «select pg_read_file('/etc/hostname')»`],
    [`select case when d in ('etc', 'usr', 'root') then d::int end from pg_ls_dir('/') as d`, '1 applied'],
    [`select lo_from_bytea(7, '\\x00'); select lo_export(7, '/tmp/migration-lens-was-here')`, '1 applied'],
    ['drop database postgres', '1 failed: 55006 cannot drop the currently open database at «drop database postgres»'],
    ['drop schema pg_catalog cascade', '1 failed: 2BP01 cannot drop schema pg_catalog because it is required by the database system at «drop schema pg_catalog cascade»'],
    [`create table pg_catalog.t ()`, '1 failed: 42501 permission denied to create "pg_catalog.t" at «create table pg_catalog.t ()»'],
    ['create database other', '1 applied'],
    [`create extension dblink`, '1 skipped: The extension dblink is not there: extension "dblink" is not available'],
    [`select pg_terminate_backend(pg_backend_pid())`, '1 applied'],
    [`set max_stack_depth = '2MB'; create function f(i int) returns int language sql as 'select f(i + 1)'; select f(1)`, ''],
  ])('%s', async (sql, said) => {
    const found = told(await replayed(projectOf('plain', { '1_a.sql': sql }), scripts, { patience: 20_000 }));
    if (said === '') expect(found).toMatch(/^1 (?:skipped|failed)/);
    else expect(found).toBe(said);
    expect(readdirSync('/tmp').filter(it => it === 'migration-lens-was-here')).toEqual([]);
  });

  test('a library that brings JavaScript along is not loaded', async () => {
    // A module of WebAssembly with one export, `__em_js__pwn`: dylink section, type, function, export, code.
    const module = [
      '0061736d01000000', '000f08' + hex('dylink.0') + '010400000000', '0104016000' + '00', '03020100', '0710010c' + hex('__em_js__pwn') + '0000', '0a040102000b',
    ].join('');
    const load = `select lo_from_bytea(7, '\\x${module}'); select lo_export(7, '/tmp/evil.so'); load '/tmp/evil.so'`;
    expect(told(await replayed(projectOf('plain', { '1_a.sql': load }), scripts))).toContain('This module carries JavaScript');
  });

  function hex(text: string): string {
    return Buffer.from(text).toString('hex');
  }
});

describe('an end that does not come', () => {
  test('is given up after a while', async () => {
    const files = { 'V1__a.sql': 'select 1;\nselect count(*) from generate_series(1, 1e15);', 'V2__b.sql': 'select 1' };
    expect(told(await replayed(projectOf('flyway', files), scripts, { patience: 1500 })))
      .toBe('1 failed: 57014 It did not end within 2 seconds at «select count(*) from generate_series(1, 1e15)»\n2 skipped: It was not reached: sql/V1__a.sql has failed');
  });

  test('of a down, in memory, keeps nothing from what follows', async () => {
    const files = { '1_a.up.sql': 'create table a ()', '1_a.down.sql': 'select pg_sleep(600)', '2_b.up.sql': 'alter table a add b int', '2_b.down.sql': 'alter table a drop b' };
    expect(told(await replayed(projectOf('golang-migrate', files), scripts, { downs: true, patience: 1500 })))
      .toBe('1 applied\n  fails: 57014 It did not end within 2 seconds at «select pg_sleep(600)»\n2 applied\n  restores');
  });

  test('is cancelled', async () => {
    const controller = new AbortController();
    const found = await replayed(projectOf('flyway', { 'V1__a.sql': 'select 1', 'V2__a.sql': 'select pg_sleep(600)', 'V3__b.sql': 'select 1' }), scripts, {
      signal: controller.signal, tell: ({ path }) => { if (path === 'sql/V2__a.sql') controller.abort(); },
    });
    expect([told(found), found.cancelled]).toEqual(['1 applied\n2 skipped: It was not finished: the replay was cancelled\n3 skipped: It was not reached: the replay was cancelled', true]);
  });
});

test('a long file', async () => {
  const sql = Array.from({ length: 3000 }, (_, i) => `create table t${i} (id bigint primary key);\ninsert into t${i} select 1;`).join('\n');
  expect(told(await replayed(projectOf('flyway', { 'V1__a.sql': sql, 'V2__b.sql': `select '${'x'.repeat(5_000_000)}'` }), scripts))).toBe('1 applied\n2 applied');
});

test.each(readdirSync('test/projects').filter(it => it.endsWith('-healthy')))('%s', async name => {
  for (const index of (await openWorkspace(filesOf(`test/projects/${name}`))).projects) {
    const { migrations, downs = [] } = await replayed(index, scripts, { shadow, downs: true });
    expect(migrations.filter(it => it.state === 'failed')).toEqual([]);
    expect(migrations.flatMap(it => (it.state === 'skipped' ? [it.reason] : []))).toEqual(SKIPPED[name] ?? []);
    expect(downs.filter(it => it.verdict === 'fails' || it.verdict === 'differs')).toEqual([]);
  }
});

const SKIPPED: Readonly<Record<string, readonly string[]>> = {
  'django-healthy': ['orders.0001_squashed_0002_note takes its place', 'orders.0001_squashed_0002_note takes its place'],
  'flyway-healthy': ['Read only with the profile dev'],
  'goose-healthy': ['It is a program, which only goose itself can run'],
  'graphile-migrate-healthy': [
    'migrations/committed/000001.sql: Graphile Migrate fills in :DATABASE_VISITOR from its configuration and its environment',
    'It may need what migrations/committed/000001.sql makes, which was not replayed: relation "authors" does not exist',
  ],
  'refinery-healthy': ['It is a program, which only refinery itself can run'],
};
