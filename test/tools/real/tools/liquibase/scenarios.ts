import type { Scenario } from '../../tool.js';
import { changelog } from './changelog.js';

const formatted = (header: string, sql: string): string => `--liquibase formatted sql\n--changeset ${header}\n${sql}`;
const table = (name: string): string => `create table ${name} (id int);\n`;

export const scenarios: readonly Scenario[] = [
  {
    name: 'half-applied', about: 'Some applied; of the rest, one sorts between them, and one is for another database.',
    steps: [
      { write: { 'changes/01_a.sql': formatted('me:1', table('a')), 'changes/03_c.xml': changelog('<changeSet id="1" author="me"><createTable tableName="c"><column name="id" type="int"/></createTable></changeSet>') } },
      { run: ['update'] },
      { write: { 'changes/02_b.sql': formatted('me:1', table('b')), 'changes/04_d.yaml': 'databaseChangeLog:\n- property: {name: d, value: dd}\n', 'changes/05_e.sql': formatted('me:1 dbms:oracle', table('e')) } },
    ],
  },
  {
    name: 'edited', about: 'Changesets edited after they were applied: SQL, comment, line ends and blanks, attributes; one is declared valid, one has no sum any more.',
    steps: [
      { write: Object.fromEntries(['1', '2', '3', '4', '5', '6'].map(it => [`changes/${it}_t.sql`, formatted(`me:${it}`, `-- table ${it}\n${table(`t${it}`)}`)])) },
      { run: ['update'] },
      { sql: "update databasechangelog set md5sum = null where id = '6'" },
      {
        write: {
          'changes/1_t.sql': formatted('me:1', '-- table 1\ncreate table t1 (id bigint);\n'),
          'changes/2_t.sql': formatted('me:2', '-- the second table\ncreate table t2 (id int);\n'),
          'changes/3_t.sql': formatted('me:3', '-- table 3\r\n\r\ncreate   table t3 (id int);\r\n'),
          'changes/4_t.sql': formatted('me:4 stripComments:false splitStatements:false labels:x', '-- table 4\ncreate table t4 (id int);\n--rollback drop table t4;\n'),
          'changes/5_t.sql': formatted('me:5', '--validCheckSum: any\ncreate table t5 (id bigint);\n'),
          'changes/6_t.sql': formatted('me:6', 'create table t6 (id bigint);\n'),
        },
      },
    ],
  },
  {
    name: 'run-again', about: 'Changesets that run when they change, and always; one has changed, one that was always to run no longer is.',
    steps: [
      { write: { 'changes/1_v.sql': formatted('me:1 runOnChange:true', 'create or replace view v as select 1 as one;\n'), 'changes/2_w.sql': formatted('me:2 runOnChange:true', 'create or replace view w as select 1 as one;\n'), 'changes/3_x.sql': formatted('me:3 runAlways:true', 'select 3;\n'), 'changes/4_y.sql': formatted('me:4 runAlways:true', 'select 4;\n') } },
      { run: ['update'] },
      { write: { 'changes/1_v.sql': formatted('me:1 runOnChange:true', 'create or replace view v as select 2 as one;\n'), 'changes/4_y.sql': formatted('me:4', 'select 4;\n') } },
    ],
  },
  {
    name: 'unexpected', about: 'A changeset was taken out of its file, another renamed, a third is in a file that is gone.',
    steps: [
      { write: { 'changes/1_a.sql': `${formatted('me:1', table('a'))}--changeset me:2\n${table('b')}--changeset me:3\n${table('c')}`, 'changes/2_d.sql': formatted('me:1', table('d')) } },
      { run: ['update'] },
      { write: { 'changes/1_a.sql': `${formatted('me:1', table('a'))}--changeset me:three\nselect 3;\n` } },
      { remove: ['changes/2_d.sql'] },
    ],
  },
  {
    name: 'old-checksums', about: 'Rows with checksums of version 8, as Liquibase 4.21 and older wrote them; one is of another text.',
    steps: [
      { write: { 'changes/1_a.sql': formatted('alice:1', 'CREATE TABLE t1 (id int primary key, name text);\n'), 'changes/2_b.sql': formatted('crlf:2', 'INSERT INTO t2 VALUES (1);\n'), 'changes/3_c.sql': formatted('me:3', table('c')) } },
      { run: ['changelog-sync'] },
      { sql: "update databasechangelog set md5sum = case id when '1' then '8:b36b1bb552bee061f02865a5a68b0138' else '8:8c10c3caa523cdc6421e4be948fe600b' end" },
    ],
  },
  {
    name: 'twins', about: 'Two changesets of one identity: Liquibase refuses to do anything.',
    steps: [{ write: { 'changes/1_a.sql': formatted('me:1', table('a')) } }, { run: ['update'] }, { write: { 'changes/2_b.sql': `${formatted('me:1', table('b'))}--changeset me:1\n${table('c')}` } }],
  },
];
