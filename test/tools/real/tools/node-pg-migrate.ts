import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../program.js';
import { sqlStory } from '../sql-story.js';
import { folderOf, installed, type At, type Line, type RealTool, type Told } from '../tool.js';

/** Settings are options of its command line, which also stands in the package's scripts. */
export const nodePgMigrate: RealTool = {
  ...installed('node-pg-migrate'),
  form: 'node-pg-migrate',
  config: settings => ({ 'package.json': `${JSON.stringify({ dependencies: { 'node-pg-migrate': '9.0.0' }, scripts: { migrate: ['node-pg-migrate', ...options(settings)].join(' ') } }, null, 2)}\n` }),
  migrate: ['up'],
  run: (args, { root, url, settings }) => runProgram(join(folderOf('node-pg-migrate'), 'node_modules/.bin/node-pg-migrate'), [...args, ...options(settings)], root, { DATABASE_URL: url }),
  tell: async at => told((await nodePgMigrate.run(['up', '--dry-run'], at)).output, at),
  history: { table: settings => `${settings['migrations-schema'] ?? 'public'}.${settings['migrations-table'] ?? 'pgmigrations'}` },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql }) => [`170000000${at}000_${words.replaceAll('_', '-')}.sql`, `-- Up Migration\n${sql}\n-- Down Migration\nselect 1;\n`])),
    rest: {
      '1700000008000_no-marks.sql': 'create table no_marks (id int);\n',
      '20240101000000000_moment.sql': '-- Up Migration\nselect 1;\n',
    },
    settings: [{ 'migrations-table': 'history' }, { 'migrations-schema': 'app', 'create-migrations-schema': 'true' }],
    edited: ['1700000001000 applied', '1700000002000 applied', '1700000003000 applied'],
    locks: true,
    busy: /Another migration is already running/,
    together: true,
    outside: 'never',
  }),
  scenarios: [],
};

function options(settings: At['settings']): readonly string[] {
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}

/** It has no list: a run that is none names what would run, or why nothing would. */
function told(output: string, { root }: At): Told {
  const pending = new Set([...output.matchAll(/^> - (.+)$/gm)].map(it => it[1]!));
  const lines = readdirSync(join(root, 'migrations')).flatMap((file): Line[] => {
    const [, name, version, words] = /^((\d+)[-_]?(.*))\.sql$/.exec(file) ?? [];
    return version === undefined ? [] : [{ version, description: words!.replaceAll('-', ' '), type: 'SQL', state: pending.has(name!) ? 'Pending' : 'Success' }];
  });
  return { lines, complaints: /Not run migration .*/.exec(output)?.[0] ?? '' };
}
