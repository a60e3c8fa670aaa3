import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { projectOf, removeProjects } from './projects.js';

const parser = startParser();
afterAll(async () => {
  await parser.close();
  removeProjects();
});

const log = (...changes: readonly (readonly [id: string, author: string, sql: string])[]): string =>
  `--liquibase formatted sql\n${changes.map(([id, author, sql]) => `\n--changeset ${author}:${id}\n${sql};\n`).join('')}`;
const liquibase = (files: Readonly<Record<string, string>>) => ({
  'liquibase.properties': 'changeLogFile: root.xml\nurl: jdbc:postgresql://localhost/a\n',
  'root.xml': `<databaseChangeLog>${Object.keys(files).map(it => `<include file="${it}"/>`).join('')}</databaseChangeLog>`, ...files,
});
const django = (files: Readonly<Record<string, string>>) => ({
  'manage.py': '',
  ...Object.fromEntries(Object.entries(files).map(([name, lines]) => [
    `${name.replace('/', '/migrations/')}.py`, `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n${lines.replaceAll(/^/gm, '    ')}\n`,
  ])),
});

const TABLE = 'create table t (id bigint primary key, a text)';
const INDEX = 'create index i on t (a)';
const first = (more = '') => `${more}operations = [migrations.CreateModel(name="T", fields=[("id", models.BigAutoField(primary_key=True)), ("a", models.TextField())])]`;
const second = (more = '') => `${more}dependencies = [("shop", "0001_initial")]\noperations = [migrations.AddIndex("t", models.Index(fields=["a"], name="i"))]`;

// The files, and those in which an index is said to block writes.
test.each<[string, Readonly<Record<string, string>>, string]>([
  ['one file of one author', liquibase({ 'a.sql': log(['1', 'me', TABLE], ['2', 'me', INDEX]), 'b.sql': log(['3', 'me', 'select 1']) }), ''],
  ['two authors', liquibase({ 'a.sql': log(['1', 'me', TABLE], ['2', 'you', INDEX]), 'b.sql': log(['3', 'me', 'select 1']) }), 'a.sql'],
  ['two files', liquibase({ 'a.sql': log(['1', 'me', TABLE]), 'b.sql': log(['2', 'me', INDEX]) }), 'b.sql'],
  ['one file, and no other', liquibase({ 'a.sql': log(['1', 'me', TABLE], ['2', 'me', INDEX]) }), 'a.sql'],
  ['one moment in two files', liquibase({ 'a.sql': log(['20240102030405-1', 'me', TABLE]), 'b.sql': log(['20240102030405-2', 'me', INDEX]) }), ''],
  ['two moments in one file', liquibase({ 'a.sql': log(['20240102030405', 'me', TABLE], ['20250102030405', 'me', INDEX]), 'b.sql': log(['3', 'me', 'select 1']) }), 'a.sql'],
  ['what was generated', liquibase({ 'a.sql': log(['1', 'me(generated)', TABLE]), 'b.sql': log(['2', 'me(generated)', INDEX]) }), ''],
  ['a table that was there before', liquibase({ 'a.sql': log(['1', 'me', TABLE]), 'b.sql': log(['2', 'me', 'create table u (a text)'], ['3', 'me', INDEX]) }), 'b.sql'],
  ['a table that was renamed since', liquibase({ 'a.sql': log(['1', 'me', TABLE]), 'b.sql': log(['2', 'me', 'alter table t rename to u'], ['3', 'me', 'create index i on u (a)']) }), 'b.sql'],
  ['a table that no file makes', liquibase({ 'a.sql': log(['1', 'me', 'alter table t add b text'], ['2', 'me', INDEX]), 'b.sql': log(['3', 'me', 'select 1']) }), 'a.sql'],
  ['a new table, renamed', liquibase({ 'a.sql': log(['1', 'me', TABLE], ['2', 'me', 'alter table t rename to u'], ['3', 'me', 'create index i on u (a)']), 'b.sql': log(['4', 'me', 'select 1']) }), ''],
  ['an app in two parts', django({ 'shop/0001_initial': first('initial = True\n'), 'shop/0002_initial': second('initial = True\n') }), ''],
  ['a second migration', django({ 'shop/0001_initial': first('initial = True\n'), 'shop/0002_index': second() }), '0002_index.py'],
  ['a squash whose parts are gone', django({ 'shop/0001_initial': first('initial = True\n'), 'shop/0002_squashed': second('replaces = [("shop", "0002_a"), ("shop", "0003_b")]\n') }), ''],
])('%s', async (_, files, expected) => {
  const index = await projectOf(files);
  const { problems } = await checker(scripts(parser)).check(index);
  expect(problems.filter(it => it.rule === 'require-concurrent-index-creation').map(it => it.path.replace(/^.*\//, '')).join()).toBe(expected);
});

test('what is new goes with the migrations, whichever is looked at', async () => {
  const index = await projectOf(liquibase({ 'a.sql': log(['1', 'me', TABLE], ['2', 'me', INDEX]), 'b.sql': log(['3', 'me', 'select 1']) }));
  const one = checker(scripts(parser));
  const rules = async () => (await one.check(index, { only: ['a.sql'] })).problems.map(it => it.rule);
  expect([await rules(), await rules()].flat()).not.toContain('require-concurrent-index-creation');
});

test('what Prisma writes of itself is nobody\'s choice', async () => {
  const index = await projectOf({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/migrations/1_a/migration.sql': 'CREATE TABLE "T" ("id" SERIAL NOT NULL, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));\ncreate table t (id serial, at timestamp, seen timestamp(3));\n',
  });
  const { problems } = await checker(scripts(parser)).check(index, { settings: { ...index.settings, rules: { 'require-primary-key': 'off' } } });
  expect(problems.map(it => `${it.span.start < 150 ? 'model' : 'hand'} ${it.rule}`)).toEqual(['model prefer-bigint-primary-key', 'hand prefer-identity', 'hand prefer-timestamptz', 'hand prefer-timestamptz']);
});

test('what the servers of Supabase let everybody install needs no superuser there', async () => {
  const sql = 'create extension if not exists pg_stat_statements with schema extensions;\nalter system set log_statement = \'ddl\';\n';
  const found = async (files: Readonly<Record<string, string>>) => (await checker(scripts(parser)).check(await projectOf(files), {})).problems.filter(it => it.rule === 'superuser-operation').map(it => it.severity);
  expect(await found({ 'supabase/migrations/20240102030405_a.sql': sql })).toEqual(['warning']);
  expect(await found({ 'flyway.conf': 'flyway.locations=filesystem:sql\n', 'sql/V1__a.sql': sql })).toEqual(['info', 'warning']);
});

// At the fork, and here. Each migration makes its table, or an index on one.
test.each([
  ['V1__t', 'V1__t V2__u V3__index_u V4__index_t', 'V4__index_t'],
  ['V1__t V2__u', 'V1__t V2__u V3__index_u', 'V3__index_u'],
  ['V1__t V3__v', 'V1__t V2__u V3__v V4__index_u V5__index_v', 'V4__index_u V5__index_v'],
  ['', 'V1__t V2__index_t', 'V2__index_t'],
  ['other', 'V1__t V2__index_t', 'V2__index_t'],
])('what only a branch has goes together: %j %j', async (fork, here, expected) => {
  const at = (name: string) => `sql/${name}.sql`;
  const text = (name: string) => (name.includes('index') ? `create index on ${name.at(-1)} (a);` : `create table ${name.at(-1)} (id bigint primary key, a text);`);
  const index = await projectOf({ 'flyway.conf': 'flyway.locations=filesystem:sql\nflyway.postgresql.transactional.lock=false\n', ...Object.fromEntries(here.split(' ').map(it => [at(it), text(it)])) }, {
    name: 'main', paths: fork.split(' ').filter(Boolean).map(at), fork: fork.split(' ').filter(Boolean).map(at),
  });
  const { problems } = await checker(scripts(parser)).check(index);
  expect(problems.filter(it => it.rule === 'require-concurrent-index-creation').map(it => it.path.replace(/^sql\/|\.sql$/g, '')).join(' ')).toBe(expected);
});
