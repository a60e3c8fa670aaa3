import { join } from 'node:path';
import { runProgram } from '../program.js';
import { NOTHING, sqlStory } from '../sql-story.js';
import { folderOf, installed, type Line, type RealTool } from '../tool.js';
import { toml } from '../toml.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

/** Settings are those of its `sqlx.toml`. */
export const sqlx: RealTool = {
  ...installed('sqlx'),
  form: 'sqlx',
  config: settings => ({ 'Cargo.toml': '[dependencies]\nsqlx = "0.9"\n', ...(Object.keys(settings).length > 0 && { 'sqlx.toml': toml('migrate', settings) }) }),
  migrate: ['migrate', 'run'],
  run: (args, { root, url, settings }) => runProgram(join(folderOf('sqlx'), 'bin/sqlx'), [...args, '--source', 'migrations', '--database-url', url, ...(Object.keys(settings).length > 0 ? ['--config', 'sqlx.toml'] : [])], root),
  tell: async at => ({ lines: lines((await sqlx.run(['migrate', 'info'], at)).output), complaints: '' }),
  history: { table: ({ 'table-name': name = '_sqlx_migrations' }) => (name.includes('.') ? name : `public.${name}`) },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql, alone }) => [`2024010${at}000000_${words}${at === 2 ? '.up' : ''}.sql`, `${alone ? '-- no-transaction\n' : ''}${sql}`])),
    first: { '20240102000000_orders_of_users.down.sql': 'drop table orders;\n' },
    rest: { '20240101120000_late.sql': 'select 1;\n', '0007_crlf.sql': 'create table seven (id int);\r\n', '8_nothing.sql': '' },
    settings: [{ 'table-name': 'app.done', 'create-schemas': '["app"]' }, { 'table-name': '"History"' }, { 'ignored-chars': '[" ", "\\r", "\\n"]' }],
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting', '20240103000000 modified formatting'],
    failures: [{ name: 'without a transaction, sent whole', files: { '1_a.sql': '-- no-transaction\ncreate table a (id int);\nselect 1/0;\n' }, left: NOTHING }],
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; of the rest, one sorts between them.',
      steps: [
        { write: { '1_users.up.sql': table('users'), '1_users.down.sql': 'drop table users;\n', '3_orders.sql': table('orders') } },
        { run: ['migrate', 'run'] },
        { write: { '2_late.sql': table('late'), '4_items.sql': table('items') } },
      ],
    },
    {
      name: 'edited', about: 'Files edited after they were applied, by the SQL, a line end and a byte order mark.',
      steps: [
        { write: { '1_a.sql': table('a'), '2_b.sql': table('b'), '3_c.sql': table('c'), '4_d.sql': table('d') } },
        { run: ['migrate', 'run'] },
        { write: { '1_a.sql': 'create table a (id bigint);\n', '2_b.sql': 'create table b (id int);\r\n', '3_c.sql': `\uFEFF${table('c')}` } },
      ],
    },
    {
      name: 'names', about: 'Names that sqlx reads in its own way, and names that it passes over in silence.',
      steps: [
        { write: Object.fromEntries(['0001_zeros.sql', '+5_plus.sql', '6_.sql', '7_a.b.sql', '20221219172000_two words.up.sql', '9.sql', '3-dash.sql', 'schema.sql', '3_upper.SQL', '4_any.sql.bak', 'sub/11_below.sql'].map(it => [it, 'select 1;\n'])) },
        { run: ['migrate', 'run'] },
      ],
    },
    {
      name: 'table-and-schema', about: 'The history in a table of another name and schema, which sqlx creates.', settings: { 'table-name': 'app.done', 'create-schemas': '["app"]' },
      steps: [{ write: { '1_a.sql': table('a') } }, { run: ['migrate', 'run'] }, { write: { '2_b.sql': table('b') } }],
    },
  ],
};

/** `1/installed users`, `2/installed (different checksum) orders`, `3/pending items`. */
function lines(output: string): readonly Line[] {
  return [...output.matchAll(/^(\d+)\/(installed \(different checksum\)|installed|pending) ?(.*)$/gm)].map(it => ({
    version: it[1]!, description: it[3]!, type: 'SQL', state: it[2] === 'pending' ? 'Pending' : it[2] === 'installed' ? 'Success' : 'Modified',
  }));
}
