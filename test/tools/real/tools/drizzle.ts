import { join } from 'node:path';
import { runProgram } from '../program.js';
import { sqlStory } from '../sql-story.js';
import { folderOf, installed, type At, type Line, type RealTool } from '../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

/** Called by `drizzle.mjs`, as an application calls it. */
const common: Pick<RealTool, 'config' | 'migrate' | 'history'> = {
  config: () => ({ 'drizzle.config.ts': "export default { dialect: 'postgresql', out: './migrations' };\n" }),
  migrate: ['migrate'],
  history: { table: () => 'drizzle.__drizzle_migrations' },
};

/** With its list of files. */
const drizzle: RealTool = {
  ...installed('drizzle'),
  ...common,
  form: 'drizzle',
  run: (args, at) => run('drizzle', args, at),
  tell: at => tell('drizzle', at),
  story: sqlStory({
    files: all => ({
      ...Object.fromEntries(all.map(({ at, words, sql }) => [`000${at - 1}_${words}.sql`, at === 2 ? `${sql}--> statement-breakpoint\nselect 2;` : sql])),
      'meta/_journal.json': journal(...all.map(({ at, words }) => [`000${at - 1}_${words}`, at] as const)),
    }),
    edited: ['0000 modified sql', '0001 modified formatting', '0002 modified formatting'],
    together: true,
    outside: 'never',
  }),
  scenarios: [
    {
      name: 'merged', about: 'Two branches were merged: what is older than the newest applied is passed over for ever, and nothing says so.',
      steps: [
        { write: { '0000_a.sql': table('a'), '0001_c.sql': table('c'), 'meta/_journal.json': journal(['0000_a', 1], ['0001_c', 3]) } },
        { run: ['migrate'] },
        { write: { '0001_b.sql': table('b'), '0002_d.sql': table('d'), 'meta/_journal.json': journal(['0000_a', 1], ['0001_b', 2], ['0001_c', 3], ['0002_d', 4]) } },
      ],
    },
  ],
};

/** With a folder for each. */
const drizzleNext: RealTool = {
  ...installed('drizzle-next'),
  ...common,
  form: 'drizzle-next',
  run: (args, at) => run('drizzle-next', args, at),
  tell: at => tell('drizzle-next', at),
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql }) => [`2024010${at}000000_${words}/migration.sql`, at === 2 ? `${sql}--> statement-breakpoint\nselect 2;` : sql])),
    rest: { '20240101120000_late/migration.sql': 'select 1;\n' },
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting', '20240103000000 modified formatting'],
    together: true,
    outside: 'never',
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'One of three applied; what sorts before it runs, too.',
      steps: [
        { write: { '20240102000000_b/migration.sql': table('b') } },
        { run: ['migrate'] },
        { write: { '20240101000000_a/migration.sql': table('a'), '20240103000000_c/migration.sql': table('c') } },
      ],
    },
  ],
};

export const drizzles: readonly RealTool[] = [drizzle, drizzleNext];

function run(id: string, args: readonly string[], { root, url }: At) {
  return runProgram(process.execPath, [join(folderOf(id), 'drizzle.mjs'), ...args, join(root, 'migrations')], root, { DATABASE_URL: url });
}

/** `Success 0000_users`, as `drizzle.mjs` prints it. */
async function tell(id: string, at: At) {
  const { output } = await run(id, ['list'], at);
  const lines = [...output.matchAll(/^(\w+) (\d+)_(.*)$/gm)].map((it): Line => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1]! }));
  return { lines, complaints: '' };
}

/** `when` in seconds. */
function journal(...entries: readonly (readonly [tag: string, when: number])[]): string {
  return JSON.stringify({ version: '7', dialect: 'postgresql', entries: entries.map(([tag, when], idx) => ({ idx, version: '7', when: when * 1000, tag, breakpoints: true })) });
}
