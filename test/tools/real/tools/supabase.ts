import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../program.js';
import { sqlStory } from '../sql-story.js';
import { folderOf, installed, type At, type Line, type RealTool } from '../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

export const supabase: RealTool = {
  ...installed('supabase'),
  form: 'supabase',
  config: () => ({ 'migration-lens.jsonc': '{ "projects": [{ "folder": "migrations", "tool": "supabase" }] }\n' }),
  migrate: ['db', 'push'],
  async run(args, { root, url }) {
    // It wants its migrations in `supabase/migrations`.
    const workdir = join(root, '.workdir');
    mkdirSync(join(workdir, 'supabase'), { recursive: true });
    symlinkSync('../../migrations', join(workdir, 'supabase/migrations'));
    const ran = await runProgram(join(folderOf('supabase'), 'cli'), [...args, '--workdir', workdir, '--db-url', `${url}?sslmode=disable`], root);
    rmSync(workdir, { recursive: true });
    return ran;
  },
  tell: async at => ({ lines: lines((await supabase.run(['migration', 'list'], at)).output, at), complaints: '' }),
  history: { table: () => 'supabase_migrations.schema_migrations' },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql }) => [`2024010${at}000000_${words}.sql`, sql])),
    rest: {
      '20240108000000_unfinished.sql': 'select 1;\n\n-- more; of it\ncreate table unfinished (id int)\n',
      '20240109000000_atomic.sql': 'create function g() returns int begin atomic select 1; select (2); end;\ncreate table is_atomic (id int);\n',
    },
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting', '20240103000000 applied'],
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; of the rest, one sorts between them, and is refused.',
      steps: [
        { write: { '1_users.sql': table('users'), '3_orders.sql': table('orders') } },
        { run: ['db', 'push'] },
        { write: { '2_late.sql': table('late'), '4_items.sql': table('items') } },
      ],
    },
  ],
};

/** A table of versions, here and there: `1 │ 1 │ 1`, `2 │   │ 2`. Whether it will run what is late it does not say. */
function lines(output: string, { root }: At): readonly Line[] {
  const files = readdirSync(join(root, 'migrations'));
  const rows = [...output.replaceAll(/\x1b\[[\d;]*m/g, '').matchAll(/^\s*(\d*)\s*│\s*(\d*)\s*│/gm)].filter(it => it[1] !== '' || it[2] !== '');
  const newest = rows.map(it => it[2]!).sort().at(-1)!;
  return rows.map(([, here, there]) => {
    const version = here === '' ? there! : here!;
    const description = files.map(it => /^(\d+)_(.*)\.sql$/.exec(it)).find(it => it?.[1] === version)?.[2] ?? '';
    return { version, description, type: 'SQL', state: here === '' ? 'Missing' : there !== '' ? 'Success' : version < newest ? 'Ignored' : 'Pending' };
  });
}
