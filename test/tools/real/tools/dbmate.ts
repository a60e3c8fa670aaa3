import { join } from 'node:path';
import { runProgram } from '../program.js';
import { NOTHING, sqlStory } from '../sql-story.js';
import { folderOf, installed, type At, type Files, type Line, type RealTool } from '../tool.js';

const both = (up: string): string => `-- migrate:up\n${up}\n-- migrate:down\n`;
const table = (name: string): string => `create table ${name} (id int);\n`;

export const dbmate: RealTool = {
  ...installed('dbmate'),
  form: 'dbmate',
  config: dotenv,
  migrate: ['migrate'],
  run: (args, { root, url }) => runProgram(join(folderOf('dbmate'), 'node_modules/.bin/dbmate'), ['--url', `${url}?sslmode=disable`, '--migrations-dir', 'migrations', '--no-dump-schema', ...args], root),
  tell: async at => ({ lines: lines((await dbmate.run(['status'], at)).output), complaints: '' }),
  history: { table: ({ DBMATE_MIGRATIONS_TABLE: name = 'schema_migrations' }) => (name.includes('.') ? name : `public.${name}`) },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql, alone }) => [`2024010${at}000000_${words}.sql`, `-- migrate:up${alone ? ' transaction:false' : ''}\n${sql}\n-- migrate:down\n`])),
    rest: {
      '20240101120000_late.sql': both('select 1;'),
      '20240106120000_header.sql': '-- The header.\n\n--migrate:up\ncreate table header (id int);\n--migrate:down\ndrop table header;\n',
      '4.sql': '-- migrate:up\n\n-- migrate:down\n',
      '10_crlf.sql': '-- migrate:up\r\ncreate table ten (id int);\r\n-- migrate:down\r\n',
    },
    settings: [{ DBMATE_MIGRATIONS_TABLE: 'history' }, { DBMATE_MIGRATIONS_TABLE: 'app.done' }, { DBMATE_STRICT: 'true' }],
    edited: ['20240101000000 applied', '20240102000000 applied', '20240103000000 applied'],
    failures: [{ name: 'outside a transaction, sent whole', files: { '1_a.sql': '-- migrate:up transaction:false\ncreate table a (id int);\nselect 1/0;\n-- migrate:down\n' }, left: NOTHING }],
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; of the rest, one sorts between them and one before both.',
      steps: [
        { write: { '20240101000000_users.sql': both(table('users')), '20240102000000_orders.sql': both(table('orders')) } },
        { run: ['migrate'] },
        { write: { '20240101120000_late.sql': both(table('late')), '10_first.sql': both(table('first')), '20240103000000_items.sql': both(table('items')) } },
      ],
    },
    { name: 'nothing-applied', about: 'No table yet: `status` does not make it.', steps: [{ write: { '1_a.sql': both(table('a')) } }, { run: ['status'] }] },
    {
      name: 'edited', about: 'Files edited after they were applied: dbmate never compares them.',
      steps: [
        { write: { '1_a.sql': both(table('a')), '2_b.sql': both(table('b')) } },
        { run: ['migrate'] },
        { write: { '1_a.sql': both('create table a (id bigint);\n'), '2_b.sql': both(table('b')).replaceAll('\n', '\r\n') } },
      ],
    },
    {
      name: 'failed', about: 'The second failed in its transaction: nothing is left, not even a row.',
      steps: [{ write: { '1_a.sql': both(table('a')), '2_b.sql': both(`${table('b')}select 1/0;\n`), '3_c.sql': both(table('c')) } }, { run: ['migrate'] }],
    },
    {
      name: 'names', about: 'Names that dbmate reads in its own way, and names that it passes over in silence.',
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
      name: 'table-and-schema', about: 'The history in a table of another name and schema, which dbmate creates.', settings: { DBMATE_MIGRATIONS_TABLE: 'app.done' },
      steps: [{ write: { '1_a.sql': both(table('a')) } }, { run: ['migrate'] }, { write: { '2_b.sql': both(table('b')) } }],
    },
  ],
};

/** Settings are its environment. */
export function dotenv(settings: At['settings']): Files {
  return Object.keys(settings).length === 0 ? {} : { '.env': Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join('') };
}

/** `[X] 1_a.sql`, `[ ] 2_b.sql`. */
function lines(output: string): readonly Line[] {
  return [...output.matchAll(/^\[([X ])\] (\d+)_?(.*)\.sql$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
}
