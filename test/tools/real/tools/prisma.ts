import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../program.js';
import { SOMETHING, sqlStory } from '../sql-story.js';
import { folderOf, installed, type At, type Line, type RealTool } from '../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

export const prisma: RealTool = {
  ...installed('prisma'),
  form: 'prisma',
  config: () => ({ 'schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n', 'migrations/migration_lock.toml': 'provider = "postgresql"\n' }),
  migrate: ['migrate', 'deploy'],
  run(args, { root, url }) {
    const folder = folderOf('prisma');
    const nothing = join(folder, 'no-engine');
    return runProgram(join(folder, 'node_modules/.bin/prisma'), [...args, '--config', 'prisma.config.mjs'], folder, {
      DATABASE_URL: url, MIGRATION_LENS_ROOT: root, CHECKPOINT_DISABLE: '1', PRISMA_QUERY_ENGINE_LIBRARY: nothing, PRISMA_SCHEMA_ENGINE_BINARY: nothing,
    });
  },
  tell: async at => ({ lines: lines((await prisma.run(['migrate', 'status'], at)).output, at), complaints: '' }),
  history: { table: () => 'public._prisma_migrations', by: 'started_at' },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql }) => [`2024010${at}000000_${words}/migration.sql`, sql])),
    rest: { '20240101120000_late/migration.sql': 'select 1;\n', '20240106000000_several/down.sql': 'drop table more;\n', 'named/migration.sql': 'create table named (id int);\r\n' },
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting', '20240103000000 applied'],
    failures: [{ name: 'with a block of its own', files: { '1_a/migration.sql': 'begin;\ncreate table a (id int);\ncommit;\nselect 1/0;\n' }, left: SOMETHING }],
    locks: true,
  }),
  repairs: [
    { as: 'undone', args: ['migrate', 'resolve', '--rolled-back', '2_b'], files: { '1_a/migration.sql': table('a'), '2_b/migration.sql': `${table('b')}select 1/0;\n` } },
    { as: 'done', args: ['migrate', 'resolve', '--applied', '2_b'], files: { '1_a/migration.sql': table('a'), '2_b/migration.sql': `${table('b')}select 1/0;\n` }, sql: table('b') },
  ],
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; of the rest, one sorts between them.',
      steps: [
        { write: { '1_users/migration.sql': table('users'), '3_orders/migration.sql': table('orders') } },
        { run: ['migrate', 'deploy'] },
        { write: { '2_late/migration.sql': table('late'), 'items/migration.sql': table('items') } },
      ],
    },
    {
      name: 'failed', about: 'The second failed: nothing runs any more.',
      steps: [{ write: { '1_a/migration.sql': table('a'), '2_b/migration.sql': `${table('b')}select 1/0;\n` } }, { run: ['migrate', 'deploy'] }],
    },
    {
      name: 'resolved', about: 'Failed, resolved as rolled back, mended and applied: two rows for one migration.',
      steps: [
        { write: { '1_a/migration.sql': 'select 1/0;\n' } },
        { run: ['migrate', 'deploy'] },
        { run: ['migrate', 'resolve', '--rolled-back', '1_a'] },
        { write: { '1_a/migration.sql': table('a') } },
        { run: ['migrate', 'deploy'] },
      ],
    },
    {
      name: 'words', about: 'Names of several widths and cases, in the order of words.',
      steps: [
        { write: Object.fromEntries(['20_a', '2_b', 'Z', 'init', '1_x', '10_Y', '10_x', 'a b'].map(it => [`${it}/migration.sql`, 'select 1;\n'])) },
        { run: ['migrate', 'deploy'] },
      ],
    },
    {
      name: 'missing', about: 'The folder of an applied migration is gone; Prisma tells, and goes on.',
      steps: [
        { write: { '1_a/migration.sql': table('a'), '2_b/migration.sql': table('b') } },
        { run: ['migrate', 'deploy'] },
        { remove: ['2_b/migration.sql', '2_b'] },
        { write: { '3_c/migration.sql': table('c') } },
      ],
    },
  ],
};

/** It names what is pending, missing and failed; the rest of the folders is applied, edited or not. */
function lines(output: string, { root }: At): readonly Line[] {
  const named = (start: RegExp): readonly string[] => (start.exec(output)?.[1] ?? '').split('\n').filter(Boolean);
  const pending = named(/not yet been applied:\n((?:\S+\n)+)/);
  const missing = named(/not found locally in [^\n]*:\n((?:\S+\n)+)/);
  const failed = named(/have failed:\n((?:\S+\n)+)/);
  const folders = readdirSync(join(root, 'migrations'), { withFileTypes: true }).filter(it => it.isDirectory()).map(it => it.name);
  return [...new Set([...folders, ...missing])].map(step => {
    const [, version, description] = /^(\d+)_(.*)$/.exec(step) ?? [];
    const state = failed.includes(step) ? 'Failed' : pending.includes(step) ? 'Pending' : missing.includes(step) ? 'Missing' : 'Success';
    return { version: version ?? step, description: description ?? '', type: 'SQL', state };
  });
}
