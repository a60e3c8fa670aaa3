import { join } from 'node:path';
import { runProgram } from '../program.js';
import { NOTHING, sqlStory } from '../sql-story.js';
import { folderOf, installed, type Line, type RealTool } from '../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

export const diesel: RealTool = {
  ...installed('diesel'),
  form: 'diesel',
  config: () => ({ 'Cargo.toml': '[dependencies]\ndiesel = { version = "2.3", features = ["postgres"] }\n' }),
  migrate: ['migration', 'run'],
  run: (args, { root, url }) => runProgram(join(folderOf('diesel'), 'bin/diesel'), [...args, '--database-url', url, '--migration-dir', 'migrations'], root),
  tell: async at => ({ lines: lines((await diesel.run(['migration', 'list'], at)).output), complaints: '' }),
  history: { table: () => 'public.__diesel_schema_migrations' },
  story: sqlStory({
    files: all => Object.fromEntries(all.flatMap(({ at, words, sql, alone }) => {
      const folder = `${at === 2 ? '20240102000000' : `2024-01-0${at}-000000`}_${words}`;
      return [[`${folder}/up.sql`, sql], ...(alone ? [[`${folder}/metadata.toml`, 'run_in_transaction = false\n']] : [])];
    })),
    first: { '2024-01-01-000000_users/down.sql': 'drop table users;\n' },
    rest: {
      '2024-01-01-120000_late/up.sql': 'select 1;\n',
      '2024-01-05-000001_index_too/up.sql': 'drop index concurrently if exists nothing;\n',
      '2024-01-05-000001_index_too/metadata.toml': '# nothing said\n',
    },
    edited: ['20240101000000 applied', '20240102000000 applied', '20240103000000 applied'],
    failures: [{ name: 'without a transaction, sent whole', files: { '1_a/up.sql': 'create table a (id int);\nselect 1/0;\n', '1_a/metadata.toml': 'run_in_transaction = false\n' }, left: NOTHING }],
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; of the rest, one sorts between them, and one has a version that is spelled without hyphens.',
      steps: [
        { write: { '2024-01-01-000000_users/up.sql': table('users'), '2024-01-03-000000_orders/up.sql': table('orders') } },
        { run: ['migration', 'run'] },
        { write: { '2024-01-02-000000_late/up.sql': table('late'), '20240104000000_items/up.sql': table('items') } },
      ],
    },
    {
      name: 'versions', about: 'Versions are texts: 10 comes before 9.',
      steps: [{ write: { '9_nine/up.sql': table('nine'), '10_ten/up.sql': table('ten') } }, { run: ['migration', 'run'] }, { write: { '1_one/up.sql': table('one') } }],
    },
  ],
};

/** `  [X] 2024-01-01-000000_users`. */
function lines(output: string): readonly Line[] {
  return [...output.matchAll(/^ *\[([X ])\] ([\d-]+)_(.*)$/gm)].map(it => ({ version: it[2]!.replaceAll('-', ''), description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
}
