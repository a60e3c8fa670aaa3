import { changelog } from './changelog.js';
import { djangoMigration, revision } from './python.js';
import type { RealTool } from './tools.js';

/** A story that a real tool lives through; what it leaves is kept under `test/tools/fixtures/<tool>/<name>/`. */
export interface Scenario {
  readonly tool: RealTool['adapter'];
  readonly name: string;
  readonly about: string;
  /** The tool's own settings; for Flyway they are also written into the fixture's `flyway.toml`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** Files are below `migrations/`; `run` may fail, as a part of the story. */
export type Step =
  | { readonly write: Readonly<Record<string, string>> }
  | { readonly remove: readonly string[] }
  | { readonly run: readonly string[] }
  | { readonly sql: string };

const table = (name: string): string => `create table ${name} (id int);\n`;
const both = (up: string): string => `-- migrate:up\n${up}\n-- migrate:down\n`;

const formatted = (header: string, sql: string): string => `--liquibase formatted sql\n--changeset ${header}\n${sql}`;
/** Drizzle's list of files; `when` in seconds. */
const journal = (...entries: readonly (readonly [tag: string, when: number])[]): string =>
  JSON.stringify({ version: '7', dialect: 'postgresql', entries: entries.map(([tag, when], idx) => ({ idx, version: '7', when: when * 1000, tag, breakpoints: true })) });

export const scenarios: readonly Scenario[] = [
  {
    tool: 'alembic', name: 'branches', about: 'Two branches, one by a dependency: the table holds one row, and three are applied. The rest was written since.',
    steps: [
      { write: { 'a1_x.py': revision('a1', 'None', 'pass'), 'b1_x.py': revision('b1', 'None', 'pass', "branch_labels = ('side',)\n"), 'a2_x.py': revision('a2', "'a1'", 'pass', "depends_on = 'side'\n") } },
      { run: ['upgrade', 'a2'] },
      { write: { 'b2_x.py': revision('b2', "'b1'", 'pass'), 'a3_x.py': revision('a3', "'a2'", 'pass') } },
    ],
  },
  {
    tool: 'alembic', name: 'nothing-applied', about: 'No table yet.',
    steps: [{ write: { 'a1_x.py': revision('a1', 'None', 'pass') } }],
  },
  {
    tool: 'django', name: 'half-applied', about: 'A merge was applied; what follows was written since.',
    steps: [
      { write: { '0001_a.py': djangoMigration([], ''), '0002_b.py': djangoMigration(['0001_a'], ''), '0002_c.py': djangoMigration(['0001_a'], ''), '0003_merge.py': djangoMigration(['0002_b', '0002_c'], '') } },
      { run: ['migrate'] },
      { write: { '0004_d.py': djangoMigration(['0003_merge'], ''), 'last.py': djangoMigration(['0004_d'], '') } },
    ],
  },
  {
    tool: 'flyway', name: 'half-applied', about: 'Two of four applied, the rest written since.',
    steps: [
      { write: { 'V1__users.sql': table('users'), 'V2__orders.sql': table('orders') } },
      { run: ['migrate'] },
      { write: { 'V3__items.sql': table('items'), 'R__views.sql': 'create or replace view v as select 1 as one;\n' } },
    ],
  },
  {
    tool: 'flyway', name: 'edited', about: 'Files edited after they were applied: SQL, comment, blank, line ends, byte order mark, joined lines, description.',
    steps: [
      { write: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(it => [`V${it}__t.sql`, `-- table ${it}\n\n${table(`t${it}`)}`])) },
      { run: ['migrate'] },
      {
        write: {
          'V1__t.sql': '-- table 1\n\ncreate table t1 (id bigint);\n',
          'V2__t.sql': `-- the second table\n\n${table('t2')}`,
          'V3__t.sql': `-- table 3\n\ncreate  table t3 (id int);\n`,
          'V4__t.sql': `-- table 4\r\n\r\ncreate table t4 (id int);\r\n`,
          'V5__t.sql': `\uFEFF-- table 5\n\n${table('t5')}`,
          'V6__t.sql': `-- table 6\n${table('t6')}\n\n`,
          'V7__renamed.sql': `-- table 7\n\n${table('t7')}`,
        },
      },
      { remove: ['V7__t.sql'] },
    ],
  },
  {
    tool: 'flyway', name: 'out-of-order', about: 'A lower version arrives after a higher one was applied; Flyway refuses.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V3__c.sql': table('c') } },
      { run: ['migrate'] },
      { write: { 'V2__b.sql': table('b'), 'V4__d.sql': table('d') } },
    ],
  },
  {
    tool: 'flyway', name: 'out-of-order-allowed', about: 'The same with outOfOrder=true: one has run late, one waits.', settings: { outOfOrder: 'true' },
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V3__c.sql': table('c') } },
      { run: ['migrate'] },
      { write: { 'V2__b.sql': table('b') } },
      { run: ['migrate'] },
      { write: { 'V2.5__late.sql': table('late') } },
    ],
  },
  {
    tool: 'flyway', name: 'failed', about: 'A non-transactional migration fails under the session lock: a row with success = false.', settings: { 'postgresql.transactional.lock': 'false' },
    steps: [
      { write: { 'V1__a.sql': `${table('a')}insert into a values (1), (1);\n`, 'V2__unique.sql': 'create unique index concurrently a_id on a (id);\n', 'V3__b.sql': table('b') } },
      { run: ['migrate'] },
    ],
  },
  {
    tool: 'flyway', name: 'failed-without-trace', about: 'The same under the default lock: Flyway rolls its own row back and says Pending.',
    steps: [
      { write: { 'V1__a.sql': `${table('a')}insert into a values (1), (1);\n`, 'V2__unique.sql': 'create unique index concurrently a_id on a (id);\n' } },
      { run: ['migrate'] },
    ],
  },
  {
    tool: 'flyway', name: 'failed-transactional', about: 'A migration fails in its transaction: nothing is left, not even a row.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': `${table('b')}select 1/0;\n` } },
      { run: ['migrate'] },
    ],
  },
  {
    tool: 'flyway', name: 'failed-repeatable', about: 'A repeatable that has failed outside a transaction.', settings: { 'postgresql.transactional.lock': 'false' },
    steps: [
      { write: { 'V1__a.sql': table('a'), 'R__maintain.sql': 'vacuum nowhere;\n' } },
      { run: ['migrate'] },
    ],
  },
  {
    tool: 'flyway', name: 'repeatable-outdated', about: 'One repeatable ran twice and was edited again, one is as it was, one has lost its file.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'R__one.sql': 'create or replace view one as select 1 as a;\n', 'R__two.sql': 'create or replace view two as select 1 as a;\n', 'R__gone.sql': 'select 1;\n' } },
      { run: ['migrate'] },
      { write: { 'R__one.sql': 'create or replace view one as select 1 as a, 2 as b;\n' } },
      { run: ['migrate'] },
      { write: { 'R__one.sql': 'create or replace view one as select 1 as a, 2 as b, 3 as c;\n' } },
      { remove: ['R__gone.sql'] },
    ],
  },
  {
    tool: 'flyway', name: 'repeatable-placeholders', about: 'The stored checksum of a repeatable is that of its text after replacement.', settings: { 'placeholders.owner': 'alice' },
    steps: [
      { write: { 'V1__a.sql': "select '${owner}', '$${not}', $$ ${OWNER} $$;\n", 'R__a.sql': "create or replace view v as select '${owner} ${flyway:defaultSchema}' as a;\n" } },
      { run: ['migrate'] },
    ],
  },
  {
    tool: 'flyway', name: 'missing', about: 'Applied migrations without a file: an old one is Missing, one newer than every file is Future.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'V3__c.sql': table('c'), 'V4__d.sql': table('d') } },
      { run: ['migrate'] },
      { remove: ['V2__b.sql', 'V4__d.sql'] },
    ],
  },
  {
    tool: 'flyway', name: 'deleted', about: 'After repair: a DELETE row cancels a versioned and a repeatable one; one file has come back.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': 'select 2;\n', 'V3__c.sql': 'select 3;\n', 'V4__d.sql': table('d'), 'R__gone.sql': 'select 1;\n' } },
      { run: ['migrate'] },
      { remove: ['V2__b.sql', 'V3__c.sql', 'R__gone.sql'] },
      { run: ['repair'] },
      { write: { 'V3__c.sql': 'select 3;\n' } },
    ],
  },
  {
    tool: 'flyway', name: 'baseline', about: 'A database that was baselined at 2.', settings: { baselineVersion: '2', baselineDescription: 'as it was' },
    steps: [
      { sql: 'create table a (id int)' },
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'V3__c.sql': table('c'), 'V4__d.sql': table('d') } },
      { run: ['baseline'] },
      { run: ['-target=3', 'migrate'] },
    ],
  },
  {
    tool: 'flyway', name: 'baseline-file', about: 'A B file on an empty database: it runs, what is below it does not; another one comes too late.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'B2__all.sql': table('a') + table('b'), 'V3__c.sql': table('c') } },
      { run: ['migrate'] },
      { write: { 'B3__more.sql': table('z'), 'V4__d.sql': table('d') } },
    ],
  },
  {
    tool: 'flyway', name: 'baseline-pending', about: 'A B file on a database without any history.',
    steps: [{ write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'B2__all.sql': table('a') + table('b'), 'V3__c.sql': table('c') } }],
  },
  {
    tool: 'flyway', name: 'schemas', about: 'Flyway creates the schemas and keeps its table in the first.', settings: { schemas: 'app,other' },
    steps: [{ write: { 'V1__a.sql': table('a') } }, { run: ['migrate'] }, { write: { 'V2__b.sql': table('b') } }],
  },
  {
    tool: 'flyway', name: 'names', about: 'Names that Flyway reads in its own way, and names that it passes over in silence.',
    steps: [
      {
        write: Object.fromEntries([
          'V1.sql', 'V2_1.sql', 'V3__UP.SQL', 'V007__zeros.sql', 'V9__two words.sql', 'V10__.sql', 'V11__a__b_c.sql', 'V20221219_1720__init_db.sql', 'sub/V15__below.sql', 'R__views.sql',
          'V4_init.sql', 'v5__lower.sql', 'V6.__dot.sql', 'V__none.sql', 'R1__numbered.sql', 'U1__undo.sql', 'V8-2__dash.sql',
        ].map(it => [it, 'select 1;\n'])),
      },
      { run: ['-target=11', 'migrate'] },
    ],
  },
  {
    tool: 'golang-migrate', name: 'half-applied', about: 'One of two applied.',
    steps: [
      { write: { '1_users.up.sql': table('users'), '1_users.down.sql': 'drop table users;\n', '2_orders.up.sql': table('orders'), '2_orders.down.sql': 'drop table orders;\n' } },
      { run: ['up', '1'] },
    ],
  },
  { tool: 'golang-migrate', name: 'nothing-applied', about: 'The table is there, and empty: `version` has made it.', steps: [{ write: { '1_a.up.sql': table('a') } }] },
  {
    tool: 'golang-migrate', name: 'dirty', about: 'The second failed.',
    steps: [{ write: { '1_a.up.sql': table('a'), '2_b.up.sql': `${table('b')}select 1/0;\n`, '3_c.up.sql': table('c') } }, { run: ['up'] }],
  },
  {
    tool: 'golang-migrate', name: 'dirty-down', about: 'The down of the first failed: version -1, dirty, which `version` calls no migration.',
    steps: [{ write: { '1_a.up.sql': table('a'), '1_a.down.sql': 'select 1/0;\n' } }, { run: ['up'] }, { run: ['down', '-all'] }],
  },
  {
    tool: 'golang-migrate', name: 'added-below', about: 'A lower version arrives after a higher one was applied: it will never run, and nothing says so.',
    steps: [{ write: { '1_a.up.sql': table('a'), '5_e.up.sql': table('e') } }, { run: ['up'] }, { write: { '3_c.up.sql': table('c') } }],
  },
  {
    tool: 'golang-migrate', name: 'missing', about: 'The file of the current version is gone: nothing runs any more.',
    steps: [{ write: { '1_a.up.sql': table('a'), '2_b.up.sql': table('b') } }, { run: ['up'] }, { remove: ['2_b.up.sql'] }, { write: { '3_c.up.sql': table('c') } }],
  },
  {
    tool: 'golang-migrate', name: 'names', about: 'Names that it reads in its own way, and names that it passes over in silence.',
    steps: [
      {
        write: Object.fromEntries([
          '0001_zeros.up.sql', '5_.up.sql', '7_upper.up.SQL', '9_any.up.sql.bak', '20221219172000_long.up.sql',
          '2.up.sql', '3_one.sql', 'a_4.up.sql', '4_upper.UP.sql', '6-dash.up.sql', '8_none.up', '99999999999999999999_much.up.sql', 'sub/10_below.up.sql',
        ].map(it => [it, 'select 1;\n'])),
      },
      { run: ['up', '3'] },
    ],
  },
  {
    tool: 'golang-migrate', name: 'table-and-schema', about: 'The history in a table of another name, in the schema of the search path.', settings: { 'x-migrations-table': 'history', search_path: 'app' },
    steps: [{ sql: 'create schema app' }, { write: { '1_a.up.sql': table('a'), '2_b.up.sql': table('b') } }, { run: ['up', '1'] }],
  },
  {
    tool: 'dbmate', name: 'half-applied', about: 'Two applied; of the rest, one sorts between them and one before both.',
    steps: [
      { write: { '20240101000000_users.sql': both(table('users')), '20240102000000_orders.sql': both(table('orders')) } },
      { run: ['migrate'] },
      { write: { '20240101120000_late.sql': both(table('late')), '10_first.sql': both(table('first')), '20240103000000_items.sql': both(table('items')) } },
    ],
  },
  { tool: 'dbmate', name: 'nothing-applied', about: 'No table yet: `status` does not make it.', steps: [{ write: { '1_a.sql': both(table('a')) } }, { run: ['status'] }] },
  {
    tool: 'dbmate', name: 'edited', about: 'Files edited after they were applied: dbmate never compares them.',
    steps: [
      { write: { '1_a.sql': both(table('a')), '2_b.sql': both(table('b')) } },
      { run: ['migrate'] },
      { write: { '1_a.sql': both('create table a (id bigint);\n'), '2_b.sql': both(table('b')).replaceAll('\n', '\r\n') } },
    ],
  },
  {
    tool: 'dbmate', name: 'failed', about: 'The second failed in its transaction: nothing is left, not even a row.',
    steps: [{ write: { '1_a.sql': both(table('a')), '2_b.sql': both(`${table('b')}select 1/0;\n`), '3_c.sql': both(table('c')) } }, { run: ['migrate'] }],
  },
  {
    tool: 'dbmate', name: 'names', about: 'Names that dbmate reads in its own way, and names that it passes over in silence.',
    steps: [
      {
        write: Object.fromEntries([
          '0001_zeros.sql', '1.sql', '9_nine.sql', '10_ten.sql', '7-dash.sql', '20221219172000_two words.sql', '5_a.up.sql',
          'V2__flyway.sql', 'schema.sql', '3_upper.SQL', '4_any.sql.bak', 'sub/11_below.sql',
        ].map(it => [it, both('select 1;\n')])),
      },
      { run: ['migrate'] },
    ],
  },
  {
    tool: 'dbmate', name: 'table-and-schema', about: 'The history in a table of another name and schema, which dbmate creates.', settings: { DBMATE_MIGRATIONS_TABLE: 'app.done' },
    steps: [{ write: { '1_a.sql': both(table('a')) } }, { run: ['migrate'] }, { write: { '2_b.sql': both(table('b')) } }],
  },
  {
    tool: 'goose', name: 'half-applied', about: 'Two of four applied.',
    steps: [
      { write: { '00001_users.sql': `-- +goose Up\n${table('users')}-- +goose Down\ndrop table users;\n`, '00002_orders.sql': `-- +goose Up\n${table('orders')}` } },
      { run: ['up'] },
      { write: { '00003_items.sql': `-- +goose Up\n${table('items')}`, '20240101000000_late.sql': `-- +goose Up\n${table('late')}` } },
    ],
  },
  {
    tool: 'goose', name: 'rolled-back', about: 'The second was applied and taken back: its row is gone.',
    steps: [
      { write: { '1_a.sql': `-- +goose Up\n${table('a')}-- +goose Down\ndrop table a;\n`, '2_b.sql': `-- +goose Up\n${table('b')}-- +goose Down\ndrop table b;\n` } },
      { run: ['up'] },
      { run: ['down'] },
    ],
  },
  {
    tool: 'sqlx', name: 'half-applied', about: 'Two applied; of the rest, one sorts between them.',
    steps: [
      { write: { '1_users.up.sql': table('users'), '1_users.down.sql': 'drop table users;\n', '3_orders.sql': table('orders') } },
      { run: ['migrate', 'run'] },
      { write: { '2_late.sql': table('late'), '4_items.sql': table('items') } },
    ],
  },
  {
    tool: 'sqlx', name: 'edited', about: 'Files edited after they were applied, by the SQL, a line end and a byte order mark.',
    steps: [
      { write: { '1_a.sql': table('a'), '2_b.sql': table('b'), '3_c.sql': table('c'), '4_d.sql': table('d') } },
      { run: ['migrate', 'run'] },
      { write: { '1_a.sql': 'create table a (id bigint);\n', '2_b.sql': 'create table b (id int);\r\n', '3_c.sql': `\uFEFF${table('c')}` } },
    ],
  },
  {
    tool: 'sqlx', name: 'names', about: 'Names that sqlx reads in its own way, and names that it passes over in silence.',
    steps: [
      { write: Object.fromEntries(['0001_zeros.sql', '+5_plus.sql', '6_.sql', '7_a.b.sql', '20221219172000_two words.up.sql', '9.sql', '3-dash.sql', 'schema.sql', '3_upper.SQL', '4_any.sql.bak', 'sub/11_below.sql'].map(it => [it, 'select 1;\n'])) },
      { run: ['migrate', 'run'] },
    ],
  },
  {
    tool: 'sqlx', name: 'table-and-schema', about: 'The history in a table of another name and schema, which sqlx creates.', settings: { 'table-name': 'app.done', 'create-schemas': '["app"]' },
    steps: [{ write: { '1_a.sql': table('a') } }, { run: ['migrate', 'run'] }, { write: { '2_b.sql': table('b') } }],
  },
  {
    tool: 'liquibase', name: 'half-applied', about: 'Some applied; of the rest, one sorts between them, and one is for another database.',
    steps: [
      { write: { 'changes/01_a.sql': formatted('me:1', table('a')), 'changes/03_c.xml': changelog('<changeSet id="1" author="me"><createTable tableName="c"><column name="id" type="int"/></createTable></changeSet>') } },
      { run: ['update'] },
      { write: { 'changes/02_b.sql': formatted('me:1', table('b')), 'changes/04_d.yaml': 'databaseChangeLog:\n- property: {name: d, value: dd}\n', 'changes/05_e.sql': formatted('me:1 dbms:oracle', table('e')) } },
    ],
  },
  {
    tool: 'liquibase', name: 'edited', about: 'Changesets edited after they were applied: SQL, comment, line ends and blanks, attributes; one is declared valid, one has no sum any more.',
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
    tool: 'liquibase', name: 'run-again', about: 'Changesets that run when they change, and always; one has changed, one that was always to run no longer is.',
    steps: [
      { write: { 'changes/1_v.sql': formatted('me:1 runOnChange:true', 'create or replace view v as select 1 as one;\n'), 'changes/2_w.sql': formatted('me:2 runOnChange:true', 'create or replace view w as select 1 as one;\n'), 'changes/3_x.sql': formatted('me:3 runAlways:true', 'select 3;\n'), 'changes/4_y.sql': formatted('me:4 runAlways:true', 'select 4;\n') } },
      { run: ['update'] },
      { write: { 'changes/1_v.sql': formatted('me:1 runOnChange:true', 'create or replace view v as select 2 as one;\n'), 'changes/4_y.sql': formatted('me:4', 'select 4;\n') } },
    ],
  },
  {
    tool: 'liquibase', name: 'unexpected', about: 'A changeset was taken out of its file, another renamed, a third is in a file that is gone.',
    steps: [
      { write: { 'changes/1_a.sql': `${formatted('me:1', table('a'))}--changeset me:2\n${table('b')}--changeset me:3\n${table('c')}`, 'changes/2_d.sql': formatted('me:1', table('d')) } },
      { run: ['update'] },
      { write: { 'changes/1_a.sql': `${formatted('me:1', table('a'))}--changeset me:three\nselect 3;\n` } },
      { remove: ['changes/2_d.sql'] },
    ],
  },
  {
    tool: 'liquibase', name: 'old-checksums', about: 'Rows with checksums of version 8, as Liquibase 4.21 and older wrote them; one is of another text.',
    steps: [
      { write: { 'changes/1_a.sql': formatted('alice:1', 'CREATE TABLE t1 (id int primary key, name text);\n'), 'changes/2_b.sql': formatted('crlf:2', 'INSERT INTO t2 VALUES (1);\n'), 'changes/3_c.sql': formatted('me:3', table('c')) } },
      { run: ['changelog-sync'] },
      { sql: "update databasechangelog set md5sum = case id when '1' then '8:b36b1bb552bee061f02865a5a68b0138' else '8:8c10c3caa523cdc6421e4be948fe600b' end" },
    ],
  },
  {
    tool: 'liquibase', name: 'twins', about: 'Two changesets of one identity: Liquibase refuses to do anything.',
    steps: [{ write: { 'changes/1_a.sql': formatted('me:1', table('a')) } }, { run: ['update'] }, { write: { 'changes/2_b.sql': `${formatted('me:1', table('b'))}--changeset me:1\n${table('c')}` } }],
  },
  {
    tool: 'prisma', name: 'half-applied', about: 'Two applied; of the rest, one sorts between them.',
    steps: [
      { write: { '1_users/migration.sql': table('users'), '3_orders/migration.sql': table('orders') } },
      { run: ['migrate', 'deploy'] },
      { write: { '2_late/migration.sql': table('late'), 'items/migration.sql': table('items') } },
    ],
  },
  {
    tool: 'prisma', name: 'failed', about: 'The second failed: nothing runs any more.',
    steps: [{ write: { '1_a/migration.sql': table('a'), '2_b/migration.sql': `${table('b')}select 1/0;\n` } }, { run: ['migrate', 'deploy'] }],
  },
  {
    tool: 'prisma', name: 'resolved', about: 'Failed, resolved as rolled back, mended and applied: two rows for one migration.',
    steps: [
      { write: { '1_a/migration.sql': 'select 1/0;\n' } },
      { run: ['migrate', 'deploy'] },
      { run: ['migrate', 'resolve', '--rolled-back', '1_a'] },
      { write: { '1_a/migration.sql': table('a') } },
      { run: ['migrate', 'deploy'] },
    ],
  },
  {
    tool: 'prisma', name: 'missing', about: 'The folder of an applied migration is gone; Prisma tells, and goes on.',
    steps: [
      { write: { '1_a/migration.sql': table('a'), '2_b/migration.sql': table('b') } },
      { run: ['migrate', 'deploy'] },
      { remove: ['2_b/migration.sql', '2_b'] },
      { write: { '3_c/migration.sql': table('c') } },
    ],
  },
  {
    tool: 'supabase', name: 'half-applied', about: 'Two applied; of the rest, one sorts between them, and is refused.',
    steps: [
      { write: { '1_users.sql': table('users'), '3_orders.sql': table('orders') } },
      { run: ['db', 'push'] },
      { write: { '2_late.sql': table('late'), '4_items.sql': table('items') } },
    ],
  },
  {
    tool: 'diesel', name: 'half-applied', about: 'Two applied; of the rest, one sorts between them, and one has a version that is spelled without hyphens.',
    steps: [
      { write: { '2024-01-01-000000_users/up.sql': table('users'), '2024-01-03-000000_orders/up.sql': table('orders') } },
      { run: ['migration', 'run'] },
      { write: { '2024-01-02-000000_late/up.sql': table('late'), '20240104000000_items/up.sql': table('items') } },
    ],
  },
  {
    tool: 'diesel', name: 'versions', about: 'Versions are texts: 10 comes before 9.',
    steps: [{ write: { '9_nine/up.sql': table('nine'), '10_ten/up.sql': table('ten') } }, { run: ['migration', 'run'] }, { write: { '1_one/up.sql': table('one') } }],
  },
  {
    tool: 'refinery', name: 'half-applied', about: 'Two applied; one sorts between them, and is refused.',
    steps: [
      { write: { 'V1__users.sql': table('users'), 'V3__orders.sql': table('orders') } },
      { run: ['migrate'] },
      { write: { 'V2__late.sql': table('late'), 'V4__items.sql': table('items') } },
    ],
  },
  {
    tool: 'refinery', name: 'edited', about: 'Edited, renamed, gone.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'V3__c.sql': table('c'), 'V4__d.sql': table('d') } },
      { run: ['migrate'] },
      { write: { 'V1__a.sql': 'create table a (id bigint);\n', 'V2__renamed.sql': table('b') } },
      { remove: ['V2__b.sql', 'V3__c.sql'] },
    ],
  },
  {
    tool: 'drizzle', name: 'merged', about: 'Two branches were merged: what is older than the newest applied is passed over for ever, and nothing says so.',
    steps: [
      { write: { '0000_a.sql': table('a'), '0001_c.sql': table('c'), 'meta/_journal.json': journal(['0000_a', 1], ['0001_c', 3]) } },
      { run: ['migrate'] },
      { write: { '0001_b.sql': table('b'), '0002_d.sql': table('d'), 'meta/_journal.json': journal(['0000_a', 1], ['0001_b', 2], ['0001_c', 3], ['0002_d', 4]) } },
    ],
  },
  {
    tool: 'drizzle-next', name: 'half-applied', about: 'One of three applied; what sorts before it runs, too.',
    steps: [
      { write: { '20240102000000_b/migration.sql': table('b') } },
      { run: ['migrate'] },
      { write: { '20240101000000_a/migration.sql': table('a'), '20240103000000_c/migration.sql': table('c') } },
    ],
  },
];
