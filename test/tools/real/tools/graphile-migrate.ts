import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../program.js';
import { sqlStory, type Plain } from '../sql-story.js';
import { folderOf, installed, type At, type Files, type Line, type RealTool } from '../tool.js';

export const graphileMigrate: RealTool = {
  ...installed('graphile-migrate'),
  form: 'graphile-migrate',
  config: () => ({ '.gmrc': '{ "pgSettings": {} }\n' }),
  migrate: ['migrate'],
  run: (args, { root, url }) => runProgram(join(folderOf('graphile-migrate'), 'node_modules/.bin/graphile-migrate'), args, root, { DATABASE_URL: url, SHADOW_DATABASE_URL: `${url}_shadow`, ROOT_DATABASE_URL: new URL('/template1', url).href }),
  tell: async at => ({ lines: lines((await graphileMigrate.run(['status'], at)).output, at), complaints: '' }),
  history: { table: () => 'graphile_migrate.migrations' },
  story: sqlStory({
    files: chain,
    // An edited file is none that it takes: each has its hash in it.
    edits: {},
    edited: ['000001 applied', '000002 applied', '000003 applied'],
    locks: true,
    busy: /lock/i,
  }),
  scenarios: [],
};

/** What it has committed: each with the hash of the one before. */
function chain(migrations: readonly Plain[]): Files {
  const files: Record<string, string> = {};
  let previous = '';
  for (const { at, words, sql, alone } of migrations) {
    const body = `${alone ? '--! no-transaction\n' : ''}${sql}`;
    const hash = `sha1:${createHash('sha1').update(`${`${previous}\n${body.trim()}`.trim()}\n`).digest('hex')}`;
    files[`committed/00000${at}${at === 2 ? '' : `-${words.replaceAll('_', '-')}`}.sql`] = `--! Previous: ${previous === '' ? '-' : previous}\n--! Hash: ${hash}\n\n${body}`;
    previous = hash;
  }
  return files;
}

/** It names what is pending; the rest of what is committed is applied. */
function lines(output: string, { root }: At): readonly Line[] {
  const pending = new Set([...output.matchAll(/^ +(\d{6}).*\.sql$/gm)].map(it => it[1]!));
  return readdirSync(join(root, 'migrations/committed')).flatMap(it => {
    const [, version, slug = ''] = /^(\d{6})(?:-(.*))?\.sql$/.exec(it) ?? [];
    return version === undefined ? [] : [{ version, description: slug.replaceAll('-', ' '), type: 'SQL', state: pending.has(version) ? 'Pending' : 'Success' }];
  });
}
