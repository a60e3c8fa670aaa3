import { join } from 'node:path';
import { runProgram } from '../program.js';
import { SOMETHING, sqlStory } from '../sql-story.js';
import { folderOf, installed, type Line, type RealTool } from '../tool.js';
import { dotenv } from './dbmate.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

export const goose: RealTool = {
  ...installed('goose'),
  form: 'goose',
  config: dotenv,
  migrate: ['up'],
  run: (args, { root, url }) => runProgram(join(folderOf('goose'), 'goose'), ['-dir', 'migrations', '-no-color', 'postgres', `${url}?sslmode=disable`, ...args], root),
  tell: async at => ({ lines: lines((await goose.run(['status'], at)).output), complaints: '' }),
  history: { table: ({ GOOSE_TABLE: name = 'goose_db_version' }) => `public.${name}` },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql, alone }) => [
      `0000${at}_${words}.sql`,
      `${alone ? '-- +goose NO TRANSACTION\n' : ''}-- +goose Up\n${sql.includes('$body$') ? `-- +goose StatementBegin\n${sql}-- +goose StatementEnd\n` : sql}\n-- +goose Down\nselect 1;\n`,
    ])),
    rest: {
      '00008_spelled.sql': '-- +goose up\ncreate table spelled (id int); select 1;\nselect 2; -- more\n-- +goose DOWN\n',
      '00009_crlf.sql': '-- +goose Up\r\ncreate table nine (\r\n  id int\r\n);\r\n',
      '20240101000000_late_timestamp.sql': '-- +goose Up\nselect 1;\n',
    },
    settings: [{ GOOSE_TABLE: 'history' }],
    edited: ['1 applied', '2 applied', '3 applied'],
    failures: [{ name: 'without a transaction', files: { '1_a.sql': '-- +goose Up\ncreate table a (id int);\nselect 1/0;\ncreate table b (id int);\n-- +goose Down\n-- +goose NO TRANSACTION\n' }, left: SOMETHING }],
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'Two of four applied.',
      steps: [
        { write: { '00001_users.sql': `-- +goose Up\n${table('users')}-- +goose Down\ndrop table users;\n`, '00002_orders.sql': `-- +goose Up\n${table('orders')}` } },
        { run: ['up'] },
        { write: { '00003_items.sql': `-- +goose Up\n${table('items')}`, '20240101000000_late.sql': `-- +goose Up\n${table('late')}` } },
      ],
    },
    {
      name: 'rolled-back', about: 'The second was applied and taken back: its row is gone.',
      steps: [
        { write: { '1_a.sql': `-- +goose Up\n${table('a')}-- +goose Down\ndrop table a;\n`, '2_b.sql': `-- +goose Up\n${table('b')}-- +goose Down\ndrop table b;\n` } },
        { run: ['up'] },
        { run: ['down'] },
      ],
    },
  ],
};

/** `… Mon Nov 23 10:00:00 2026 -- 00001_a.sql`, `… Pending -- 00002_b.sql`. */
function lines(output: string): readonly Line[] {
  return [...output.matchAll(/^.*? {2,}(Pending|\w{3} \w{3} .*?\d{4}) +-- 0*(\d+)_(.*)\.sql$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'Pending' ? 'Pending' : 'Success' }));
}
