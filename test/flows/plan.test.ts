import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { describeEffect } from '../../server/flows/plan.js';
import type { Plan } from '../../server/flows/plan.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, planOn, projectOf } from './database.js';

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => parser.close());

const files = {
  'V1__users.sql': 'create table users (id int primary key, name text);',
  'V2__wide.sql': 'alter table users alter column id type bigint;\ncreate table other ();',
  'V3__index.sql': 'create index concurrently users_name on users (name);',
  'V4__idle.sql': '-- nothing',
};

test('each statement with what it does to what is there, and the heaviest of all', async () => {
  const url = await server.database();
  await applyOn(url, projectOf('flyway', { 'V1__users.sql': files['V1__users.sql'] }), scripts);
  expect(written(await planOn(url, projectOf('flyway', files), scripts))).toEqual([
    '2 in a transaction: ACCESS EXCLUSIVE on users, rewrites every row',
    '  «alter table users alter column id type bigint»: ACCESS EXCLUSIVE on users, rewrites every row',
    '  «create table other ()»:',
    '3: SHARE UPDATE EXCLUSIVE on users, builds an index',
    '  «create index concurrently users_name on users (name)»: SHARE UPDATE EXCLUSIVE on users, builds an index',
    '4 in a transaction:',
    'heaviest: ACCESS EXCLUSIVE on users, rewrites every row',
  ]);
});

test.each([
  [undefined, '1 2 3 4'],
  ['2', '1 2'],
  ['4', '1 2 3 4'],
])('up to %s: %s', async (to, expected) => {
  expect((await planOn(await server.database(), projectOf('flyway', files), scripts, to)).steps.map(it => it.migration.id).join(' ')).toBe(expected);
});

test.each([
  ['node-pg-migrate', ['1_a.sql', '2_b.sql'], true], ['node-pg-migrate', ['1_a.sql'], false], ['goose', ['1_a.sql', '2_b.sql'], false],
])('%s, of %j: that a failure leaves what went before is told where the tool by itself would leave nothing: %s', async (tool, names, told) => {
  const index = projectOf(tool, Object.fromEntries(names.map(it => [it, '-- +goose Up\nselect 1;\n'])));
  expect((await planOn(await server.database(), index, scripts)).notes.join()).toMatch(told ? /in one transaction.*what went before a failure stays/ : /^$/);
});

test('what is applied stays applied, however far the plan is to go', async () => {
  const url = await server.database();
  await applyOn(url, projectOf('flyway', files), scripts, { to: '2' });
  const plan = await planOn(url, projectOf('flyway', files), scripts, '1');
  expect(plan).toMatchObject({ steps: [], stops: [] });
});

const django = (after: string) => `from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [${after}]\n    operations = []\n`;

// Files, applied before, and why nothing can be applied.
test.each([
  ['flyway', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 1', 'V0_5__late.sql': 'select 1' }, /not applied to database: 0.5/],
  ['flyway', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 2' }, /checksum mismatch/],
  ['golang-migrate', { '1_a.up.sql': 'select 1' }, { '2_b.up.sql': 'select 1' }, /^no migration found for version 1$/],
  ['golang-migrate', { '1_a.up.sql': 'select 1' }, { '1_a.up.sql': 'select 1', '2_b.up.sql': '\\d users' }, /^sql\/2_b.up.sql:1 is a command of psql/],
  ['django', {}, { '0001_a.py': django(''), '0002_b.py': django('("sql", "0001_a")'), '0002_c.py': django('("sql", "0001_a")') }, /^Conflicting migrations detected; multiple leaf nodes in the migration graph: \(0002_b, 0002_c in sql\)$/],
  ['alembic', {}, { 'a.py': 'revision = "a"\ndown_revision = "gone"\n' }, /^Revision gone referenced from gone -> a is not present/],
  ['flyway', {}, { 'V1__a.sql': 'select 1', 'V1__b.sql': 'select 2' }, /^sql\/V1__b.sql: Flyway stops with “Found more than one migration with version 1”$/],
  ['golang-migrate', {}, { '1_a.up.sql': 'select 1', '01_b.up.sql': 'select 2' }, /: golang-migrate stops with “duplicate migration file: /],
  ['golang-migrate', {}, { '1_a.up.sql': 'select 1;\0' }, /contains a NUL character/],
  ['golang-migrate', { '1_a.up.sql': 'select 1' }, { '1_a.up.sql': 'select 1', '2_b.up.go': '', '3_c.up.sql': 'select 1' }, /^sql\/2_b.up.go is a program/],
  ['flyway', { 'V1__a.sql': 'select 1' }, { 'V1__a.sql': 'select 1', 'V2__b.java': '' }, /^sql\/V2__b.java is a program/],
  ['flyway', {}, { 'V1__a.sql': 'select 1', 'afterMigrate.sql': 'select 1' }, /^sql\/afterMigrate.sql is a callback/],
])('%s refuses %j, then %j', async (tool, before, now, stop) => {
  const url = await server.database();
  await applyOn(url, projectOf(tool, before as Record<string, string>), scripts);
  expect((await planOn(url, projectOf(tool, now as Record<string, string>), scripts)).stops).toEqual([expect.stringMatching(stop)]);
});

function written({ steps, heaviest, stops }: Plan): readonly string[] {
  const effect = (it: Plan['heaviest']) => (it ? ` ${describeEffect(it)}` : '');
  return [
    ...stops,
    ...steps.flatMap(it => [
      `${it.migration.id}${it.execution.wraps ? ' in a transaction' : ''}:${effect(it.heaviest)}`,
      ...it.statements.map(({ text, relations }) => `  «${text}»:${relations.map(effect).join(',')}`),
    ]),
    `heaviest:${effect(heaviest)}`,
  ];
}
