import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { liquibase } from '../../../server/core/tools/liquibase.js';
import type { Fragment } from '../../../server/core/tools/tool/translation.js';
import { indexed } from '../reading.js';

function fragmentsOf(files: Readonly<Record<string, string>>, way: 'up' | 'down' = 'up'): readonly (Fragment & { readonly text: string })[] {
  const { migrations, project } = indexed(liquibase, files);
  return migrations.flatMap(it => liquibase.translate!(it, undefined, project)?.[way]?.map(fragment => ({ ...fragment, text: it.up!.text })) ?? []);
}

/** One spelling for both: no quotes and schema where none are needed, blanks and case outside of strings. */
function plain(sql: string): string {
  return sql.replace(/\bpublic\.|"public"\./g, '').split(/('(?:[^']|'')*')/).map((it, i) => (i % 2 === 1 ? it : it.replace(/\/\*.*?\*\/|--[^\n]*/g, '').replace(/"([a-z][a-z\d_]*)"/g, '$1').replace(/"(\w+)"/g, '$1').replace(/\s+/g, ' ').replace(/ ?([(),]) ?/g, '$1').toLowerCase())).join('').trim();
}

describe('what the changes send', () => {
  // Made by `update-sql` of Liquibase 4.28.0 from changes.xml.
  const folder = join(import.meta.dirname, 'changes');
  const statements = (sql: string): readonly string[] => sql.split(/;(?=\s|$)/).map(plain).filter(it => it !== '');
  const theirs = statements(readFileSync(join(folder, 'changes.sql'), 'utf8'));
  const ours = fragmentsOf({ 'changes.xml': readFileSync(join(folder, 'changes.xml'), 'utf8') }).flatMap(it => statements(it.sql));

  test.each(theirs.map((it, i) => [i, it] as const))('%i: %s', (i, expected) => expect(ours[i]).toBe(expected));
  test('and no more', () => expect(ours).toHaveLength(theirs.length));
});

describe('places', () => {
  const shown = (files: Readonly<Record<string, string>>, way?: 'up' | 'down') => fragmentsOf(files, way).map(({ sql, span, offsets, text }) => [sql, text.slice(span.start, span.end), offsets === undefined ? 'at the change' : sql.split('').every((it, i) => text[offsets[i]!] === it) ? 'letter by letter' : 'nearly']);

  test('a change is told at its name, each column of several at its own', () => expect(shown({ 'a.xml': '<databaseChangeLog><changeSet id="1" author="me"><addColumn tableName="t"><column name="a" type="int"/>\n<column name="b" type="int"/></addColumn></changeSet></databaseChangeLog>' })).toEqual([
    ['ALTER TABLE "t" ADD "a" INTEGER', '<column', 'at the change'], ['ALTER TABLE "t" ADD "b" INTEGER', '<column', 'at the change'],
  ]));

  test('SQL is told where it stands', () => {
    expect(shown({ 'a.xml': '<databaseChangeLog><changeSet id="1" author="me"><sql>select \'é😀\';</sql><sql><![CDATA[select 1]]></sql></changeSet></databaseChangeLog>' })).toEqual([
      ["select 'é😀';", "select 'é😀';", 'letter by letter'], ['select 1', 'select 1', 'letter by letter'],
    ]);
    expect(shown({ 'a.xml': '<databaseChangeLog><changeSet id="1" author="me"><sql>select 1 &lt; 2</sql></changeSet></databaseChangeLog>' })).toEqual([['select 1 < 2', 'select 1 &lt; 2', 'nearly']]);
    expect(shown({ 'a.yaml': 'databaseChangeLog:\n- changeSet:\n    id: 1\n    author: me\n    changes:\n    - sql:\n        sql: |\n          select 1;\n          select 2;\n' })[0]!.slice(2)).toEqual(['letter by letter']);
    expect(shown({ 'a.json': '{"databaseChangeLog":[{"changeSet":{"id":"1","author":"me","changes":[{"sql":{"sql":"select 1"}}]}}]}' })).toEqual([['select 1', 'select 1', 'letter by letter']]);
  });

  test('what a parameter stands for is told at the parameter', () => {
    const [fragment] = fragmentsOf({ 'a.sql': '--liquibase formatted sql\n--property name:t value:users\n--changeset me:1\nselect * from ${t} where a;\n' });
    expect([fragment!.sql, fragment!.text[fragment!.offsets![14]!], fragment!.text.slice(fragment!.offsets![19]!, fragment!.offsets![19]! + 6)]).toEqual(['select * from users where a;', '$', ' where']);
  });

  test('the way back', () => {
    expect(shown({ 'a.sql': '--liquibase formatted sql\n--changeset me:1\nselect 1;\n--rollback drop a;\n--rollback drop b;\n' }, 'down')).toEqual([['drop a;\ndrop b;', 'drop a;\n--rollback drop b;', 'letter by letter']]);
    expect(shown({ 'a.xml': '<databaseChangeLog><changeSet id="1" author="me"><sql>select 1</sql><rollback><dropTable tableName="t"/></rollback></changeSet></databaseChangeLog>' }, 'down')).toEqual([['DROP TABLE "t"', '<dropTable', 'at the change']]);
    expect(shown({ 'a.xml': '<databaseChangeLog><changeSet id="1" author="me"><sql>select 1</sql><rollback>drop table t</rollback></changeSet></databaseChangeLog>' }, 'down')).toEqual([['drop table t', 'drop table t', 'letter by letter']]);
  });

  test.each([
    ['<customChange class="x"/>', 1], ['<sqlFile path="nowhere.sql"/>', 1], ['<loadData file="x.csv" tableName="t"/>', 0], ['<tagDatabase tag="x"/>', 0], ['<sql dbms="oracle">select 1 from dual</sql>', 0], ['<createProcedure dbms="mysql">create trigger t</createProcedure>', 0], ['<ext:magic xmlns:ext="x"/>', 1],
  ])('%s: %i that cannot be told', (change, count) => {
    expect(fragmentsOf({ 'a.xml': `<databaseChangeLog><changeSet id="1" author="me">${change}</changeSet></databaseChangeLog>` }).filter(it => it.unknown)).toHaveLength(count);
  });
});
