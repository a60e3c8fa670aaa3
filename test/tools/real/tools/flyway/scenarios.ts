import type { Scenario } from '../../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

export const scenarios: readonly Scenario[] = [
  {
    name: 'half-applied', about: 'Two of four applied, the rest written since.',
    steps: [
      { write: { 'V1__users.sql': table('users'), 'V2__orders.sql': table('orders') } },
      { run: ['migrate'] },
      { write: { 'V3__items.sql': table('items'), 'R__views.sql': 'create or replace view v as select 1 as one;\n' } },
    ],
  },
  {
    name: 'edited', about: 'Files edited after they were applied: SQL, comment, blank, line ends, byte order mark, joined lines, description.',
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
    name: 'out-of-order', about: 'A lower version arrives after a higher one was applied; Flyway refuses.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V3__c.sql': table('c') } },
      { run: ['migrate'] },
      { write: { 'V2__b.sql': table('b'), 'V4__d.sql': table('d') } },
    ],
  },
  {
    name: 'out-of-order-allowed', about: 'The same with outOfOrder=true: one has run late, one waits.', settings: { outOfOrder: 'true' },
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V3__c.sql': table('c') } },
      { run: ['migrate'] },
      { write: { 'V2__b.sql': table('b') } },
      { run: ['migrate'] },
      { write: { 'V2.5__late.sql': table('late') } },
    ],
  },
  {
    name: 'failed', about: 'A non-transactional migration fails under the session lock: a row with success = false.', settings: { 'postgresql.transactional.lock': 'false' },
    steps: [
      { write: { 'V1__a.sql': `${table('a')}insert into a values (1), (1);\n`, 'V2__unique.sql': 'create unique index concurrently a_id on a (id);\n', 'V3__b.sql': table('b') } },
      { run: ['migrate'] },
    ],
  },
  {
    name: 'failed-without-trace', about: 'The same under the default lock: Flyway rolls its own row back and says Pending.',
    steps: [
      { write: { 'V1__a.sql': `${table('a')}insert into a values (1), (1);\n`, 'V2__unique.sql': 'create unique index concurrently a_id on a (id);\n' } },
      { run: ['migrate'] },
    ],
  },
  {
    name: 'failed-transactional', about: 'A migration fails in its transaction: nothing is left, not even a row.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': `${table('b')}select 1/0;\n` } },
      { run: ['migrate'] },
    ],
  },
  {
    name: 'failed-repeatable', about: 'A repeatable that has failed outside a transaction.', settings: { 'postgresql.transactional.lock': 'false' },
    steps: [
      { write: { 'V1__a.sql': table('a'), 'R__maintain.sql': 'vacuum nowhere;\n' } },
      { run: ['migrate'] },
    ],
  },
  {
    name: 'repeatable-outdated', about: 'One repeatable ran twice and was edited again, one is as it was, one has lost its file.',
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
    name: 'repeatable-placeholders', about: 'The stored checksum of a repeatable is that of its text after replacement.', settings: { 'placeholders.owner': 'alice' },
    steps: [
      { write: { 'V1__a.sql': "select '${owner}', '$${not}', $$ ${OWNER} $$;\n", 'R__a.sql': "create or replace view v as select '${owner} ${flyway:defaultSchema}' as a;\n" } },
      { run: ['migrate'] },
    ],
  },
  {
    name: 'missing', about: 'Applied migrations without a file: an old one is Missing, one newer than every file is Future.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'V3__c.sql': table('c'), 'V4__d.sql': table('d') } },
      { run: ['migrate'] },
      { remove: ['V2__b.sql', 'V4__d.sql'] },
    ],
  },
  {
    name: 'deleted', about: 'After repair: a DELETE row cancels a versioned and a repeatable one; one file has come back.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': 'select 2;\n', 'V3__c.sql': 'select 3;\n', 'V4__d.sql': table('d'), 'R__gone.sql': 'select 1;\n' } },
      { run: ['migrate'] },
      { remove: ['V2__b.sql', 'V3__c.sql', 'R__gone.sql'] },
      { run: ['repair'] },
      { write: { 'V3__c.sql': 'select 3;\n' } },
    ],
  },
  {
    name: 'baseline', about: 'A database that was baselined at 2.', settings: { baselineVersion: '2', baselineDescription: 'as it was' },
    steps: [
      { sql: 'create table a (id int)' },
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'V3__c.sql': table('c'), 'V4__d.sql': table('d') } },
      { run: ['baseline'] },
      { run: ['-target=3', 'migrate'] },
    ],
  },
  {
    name: 'baseline-file', about: 'A B file on an empty database: it runs, what is below it does not; another one comes too late.',
    steps: [
      { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'B2__all.sql': table('a') + table('b'), 'V3__c.sql': table('c') } },
      { run: ['migrate'] },
      { write: { 'B3__more.sql': table('z'), 'V4__d.sql': table('d') } },
    ],
  },
  {
    name: 'baseline-pending', about: 'A B file on a database without any history.',
    steps: [{ write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'B2__all.sql': table('a') + table('b'), 'V3__c.sql': table('c') } }],
  },
  {
    name: 'schemas', about: 'Flyway creates the schemas and keeps its table in the first.', settings: { schemas: 'app,other' },
    steps: [{ write: { 'V1__a.sql': table('a') } }, { run: ['migrate'] }, { write: { 'V2__b.sql': table('b') } }],
  },
  {
    name: 'names', about: 'Names that Flyway reads in its own way, and names that it passes over in silence.',
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
];
