import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import { removeProjects } from '../lint/projects.js';
import { startPostgres } from '../postgres.js';
import { played } from './rewriting.js';

const FOLDER = 'test/editor/rewrites';
const parser = startParser();
afterAll(async () => {
  await parser.close();
  removeProjects();
});

/**
 * A rewrite is a text: what it is for; the project's files, of which the last holds the statement and `=== rows` what is in the tables
 * before it, `=== meanwhile` what an old application does after the first step, `=== then` what a new one does; `=== but` what the schema differs in,
 * `=== instead` what a statement that Postgres refuses was to do; behind `=== rewritten`, what the runner made of them. `UPDATE=1` keeps what it wrote.
 *
 * The files run on a real Postgres as the tool would send them. What they leave behind is what the statement alone would have left; and
 * their downs leave what was there before.
 */
test.each(readdirSync(FOLDER))('%s', async name => {
  const path = join(FOLDER, name);
  const expected = readFileSync(path, 'utf8');
  const [given] = expected.split(/^=== rewritten\n/m) as [string];
  const { index, after, fix, problems, run, but } = await played(given, scripts(parser));

  const changed = [...new Set(fix.edits.map(it => it.path))].map(it => `=== ${it}\n${after.sources.get(it)!.text}`);
  const actual = `${given}=== rewritten\n${fix.title}\n${changed.map(it => it.endsWith('\n') ? it : `${it}\n`).join('')}`;
  if (process.env['UPDATE']) writeFileSync(path, actual);
  else expect(actual).toBe(expected);
  expect(problems, 'the rule has nothing more to say').toEqual([]);
  expect(after.migrations.map(it => it.id).slice(0, index.migrations.length)).toEqual(index.migrations.map(it => it.id));

  const server = await startPostgres();
  expect(await run(() => server.database())).toEqual({ differs: but, back: but, rows: 'same' });
});

// Where a sequence would not end where the statement does, or not go back.
test.each([
  ['the constraint takes another\'s place', 'create table t (a int, b int, constraint k unique (a));', 'alter table t drop constraint k, add constraint k2 unique (b);', ''],
  ['a later statement needs the key', 'create table t (a int); create table u (a int);', 'alter table t add unique (a);\nalter table u add foreign key (a) references t (a) not valid;', ''],
  ['a later statement takes it back', 'create table t (a int);', 'alter table t alter a set not null;\nalter table t alter a drop not null;', ''],
  ['the table is gone by the end', 'create table t (a int);', 'alter table t alter a set not null;\ndrop table t;', ''],
  ['the table is changed behind its view', 'create table t (a int, b int);', 'alter table t rename to u;\nalter table u drop column b;', ''],
  ['the column is of a sequence', 'create table t (id int primary key, a serial);', 'alter table t alter a type bigint;', ''],
  ['the default means something else in another type', "create table t (id int primary key, a timestamp default now());", 'alter table t alter a type timestamptz using a at time zone \'Europe/Oslo\';', ''],
  ['an index reads the column', 'create table t (id int primary key, a text); create index i on t (lower(a));', 'alter table t alter a type varchar(20);', ''],
  ['a view reads the column', 'create table t (id int primary key, a text); create view v as select a from t;', 'alter table t rename a to b;', ''],
  ['its down goes back another way', 'create table t (id int primary key, a text);', 'alter table t rename a to b;', 'alter table t add column a text; alter table t drop column b;'],
  ['another table refers to the key', 'create table t (id int primary key); create table u (t int references t);', 'alter table t alter id type bigint;', ''],
  ['the sequence of the key has options that nobody knows here', 'create table t (id int generated always as identity (increment 2) primary key);', 'alter table t alter id type bigint;', ''],
  ['the key gets smaller', 'create table t (id bigint primary key);', 'alter table t alter id type int;', ''],
  ['nothing says by which key to go', 'create table t (a int);', 'alter table t add column b float8 default random();', ''],
  ['not with names that nobody can read back', 'create table t (a int);', 'alter table "t" alter a set not null, alter a set not null;', ''],
])('nothing is offered: %s', async (_, before, up, down) => {
  const files = { 'db/1_a.up.sql': before, 'db/1_a.down.sql': 'select 1;', 'db/2_b.up.sql': up, 'db/2_b.down.sql': down };
  await expect(played(Object.entries(files).map(([path, text]) => `=== ${path}\n${text}\n`).join(''), scripts(parser))).rejects.toThrow('nothing is offered');
});

// Where one changeset cannot become several without its author.
test.each([
  ['it runs again when it changes', 'sql', '--changeset anna:2 runOnChange:true\nalter table t alter a set not null;'],
  ['it has conditions', 'sql', '--changeset anna:2\n--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:0 select 0\nalter table t alter a set not null;'],
  ['another statement comes behind it', 'sql', '--changeset anna:2\nalter table t alter a set not null;\nalter table t add b int;'],
  ['two statements are taken back together', 'sql', '--changeset anna:2\nalter table t add b int;\nalter table t alter a set not null;\n--rollback alter table t drop b;'],
  ['another change has the way back', 'xml', '<sql>alter table t add b int</sql><sql>alter table t alter a set not null</sql><rollback>alter table t drop b</rollback>'],
  ['one element holds two statements', 'xml', '<sql>alter table t add b int; alter table t alter a set not null</sql>'],
])('one changeset stays one: %s', async (_, format, body) => {
  const changelog = format === 'sql' ? `--liquibase formatted sql\n--changeset anna:1\ncreate table t (id int primary key, a text);\n${body}\n`
    : `<databaseChangeLog><changeSet id="1" author="anna"><sql>create table t (id int primary key, a text)</sql></changeSet><changeSet id="2" author="anna">${body}</changeSet></databaseChangeLog>\n`;
  await expect(played(`=== liquibase.properties\nchangeLogFile=db/changes.${format}\n=== db/changes.${format}\n${changelog}`, scripts(parser))).rejects.toThrow(/nothing is offered for .*adding-not-nullable-field/);
});
