import { join } from 'node:path';
import { runProgram } from '../program.js';
import { folderOf, installed, type Line, type RealTool } from '../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

/** By its command, soda. It ends by asking `pg_dump` for the schema, which may be of another release: that is no failure to it. */
export const pop: RealTool = {
  ...installed('pop'),
  form: 'pop',
  config: () => ({ 'go.mod': 'module a\n\nrequire github.com/gobuffalo/pop/v6 v6.1.1\n', 'database.yml': 'development:\n  url: {{ env "DATABASE_URL" }}\n' }),
  migrate: ['up'],
  run: (args, { root, url }) => runProgram(join(folderOf('pop'), 'soda'), ['migrate', ...args], root, { DATABASE_URL: `${url}?sslmode=disable` }),
  tell: async at => ({ lines: lines((await pop.run(['status'], at)).output), complaints: '' }),
  history: { table: () => 'public.schema_migration' },
  story: {
    first: { '1_users.up.sql': table('users'), '1_users.down.sql': 'drop table users;\n', '2_orders.up.sql': 'this is for others;\n', '2_orders.postgres.up.sql': table('orders') },
    rest: { '10_late.up.sql': table('late'), '3_items.up.sql': table('items'), '4_others.mysql.up.sql': 'nothing for us;\n' },
    settings: [],
    edits: { '1_users.up.sql': 'create table users (id bigint);\n' },
    edited: ['1 applied', '2 applied'],
    failures: [],
    readOnly: true,
  },
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; of the rest, one sorts between them as text.',
      steps: [{ write: { '1_users.up.sql': table('users'), '2_orders.up.sql': table('orders') } }, { run: ['up'] }, { write: { '10_late.up.sql': table('late'), '3_items.up.sql': table('items') } }],
    },
  ],
};

/** `2  orders  Applied`: of two files for one version, both; those of other databases, as pending. */
function lines(output: string): readonly Line[] {
  const found = [...output.matchAll(/^(\d+) +(\S+) +(Applied|Pending) *$/gm)].filter(it => it[2] !== 'others');
  return [...new Map(found.map(it => [it[1]!, it])).values()].map(([, version, description, state]) => ({ version: version!, description: description!, type: 'SQL', state: state === 'Applied' ? 'Success' : 'Pending' }));
}
