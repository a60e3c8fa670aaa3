import { join } from 'node:path';
import { runProgram } from '../program.js';
import { NOTHING, SOMETHING, sqlStory } from '../sql-story.js';
import { folderOf, installed, type RealTool } from '../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

/** Settings are parameters of its URL. */
export const golangMigrate: RealTool = {
  ...installed('golang-migrate'),
  form: 'golang-migrate',
  inUrl: true,
  migrate: ['up'],
  run(args, { root, url }) {
    const database = new URL(url);
    database.searchParams.set('sslmode', 'disable');
    return runProgram(join(folderOf('golang-migrate'), 'migrate'), ['-path', join(root, 'migrations'), '-database', database.href, ...args], root);
  },
  tell: async at => ({ lines: [], complaints: '', version: (await golangMigrate.run(['version'], at)).output.trim() }),
  history: { table: settings => `${settings['search_path'] ?? 'public'}.${settings['x-migrations-table'] ?? 'schema_migrations'}` },
  story: sqlStory({
    files: all => Object.fromEntries(all.flatMap(({ at, words, sql }) => [[`00000${at}_${words}.up.sql`, sql], [`00000${at}_${words}.down.sql`, 'select 1;\n']])),
    rest: {
      '000010_block.up.sql': 'begin;\ncreate table block (id int);\ncommit;\n',
      '000012_nothing.up.sql': ' \n\n',
      '000013_down_only.down.sql': 'select 1;\n',
    },
    settings: [{ 'x-migrations-table': 'history', search_path: 'public' }, { 'x-multi-statement': 'true' }],
    edited: ['1 applied', '2 applied', '3 applied'],
    failures: [
      { name: 'sent whole', files: { '1_a.up.sql': 'create table a (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'with a block of its own', files: { '1_a.up.sql': 'begin;\ncreate table a (id int);\ncommit;\nselect 1/0;\n' }, left: SOMETHING },
    ],
    locks: true,
  }),
  repairs: [
    { as: 'undone', args: ['force', '1'], files: { '1_a.up.sql': table('a'), '2_b.up.sql': `${table('b')}select 1/0;\n` } },
    { as: 'undone', args: ['force', '--', '-1'], files: { '1_a.up.sql': `${table('a')}select 1/0;\n` } },
    { as: 'kept', args: ['force', '2'], then: ['down', '1'], files: { '1_a.up.sql': table('a'), '1_a.down.sql': 'drop table a;\n', '2_b.up.sql': table('b'), '2_b.down.sql': 'drop table b;\nselect 1/0;\n' } },
    { as: 'kept', args: ['force', '1'], then: ['down', '-all'], files: { '1_a.up.sql': table('a'), '1_a.down.sql': 'drop table a;\nselect 1/0;\n' } },
    { as: 'done', args: ['force', '2'], files: { '1_a.up.sql': table('a'), '2_b.up.sql': `${table('b')}select 1/0;\n` }, sql: table('b') },
  ],
  scenarios: [
    {
      name: 'half-applied', about: 'One of two applied.',
      steps: [
        { write: { '1_users.up.sql': table('users'), '1_users.down.sql': 'drop table users;\n', '2_orders.up.sql': table('orders'), '2_orders.down.sql': 'drop table orders;\n' } },
        { run: ['up', '1'] },
      ],
    },
    { name: 'nothing-applied', about: 'The table is there, and empty: `version` has made it.', steps: [{ write: { '1_a.up.sql': table('a') } }] },
    {
      name: 'dirty', about: 'The second failed.',
      steps: [{ write: { '1_a.up.sql': table('a'), '2_b.up.sql': `${table('b')}select 1/0;\n`, '3_c.up.sql': table('c') } }, { run: ['up'] }],
    },
    {
      name: 'dirty-down', about: 'The down of the first failed: version -1, dirty, which `version` calls no migration.',
      steps: [{ write: { '1_a.up.sql': table('a'), '1_a.down.sql': 'select 1/0;\n' } }, { run: ['up'] }, { run: ['down', '-all'] }],
    },
    {
      name: 'added-below', about: 'A lower version arrives after a higher one was applied: it will never run, and nothing says so.',
      steps: [{ write: { '1_a.up.sql': table('a'), '5_e.up.sql': table('e') } }, { run: ['up'] }, { write: { '3_c.up.sql': table('c') } }],
    },
    {
      name: 'missing', about: 'The file of the current version is gone: nothing runs any more.',
      steps: [{ write: { '1_a.up.sql': table('a'), '2_b.up.sql': table('b') } }, { run: ['up'] }, { remove: ['2_b.up.sql'] }, { write: { '3_c.up.sql': table('c') } }],
    },
    {
      name: 'names', about: 'Names that it reads in its own way, and names that it passes over in silence.',
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
      name: 'table-and-schema', about: 'The history in a table of another name, in the schema of the search path.', settings: { 'x-migrations-table': 'history', search_path: 'app' },
      steps: [{ sql: 'create schema app' }, { write: { '1_a.up.sql': table('a'), '2_b.up.sql': table('b') } }, { run: ['up', '1'] }],
    },
  ],
};
