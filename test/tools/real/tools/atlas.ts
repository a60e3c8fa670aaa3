import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sumFile, sumsOf } from '../../../../server/core/tools/atlas/sum.js';
import { atlas as adapter } from '../../../../server/core/tools/atlas.js';
import { indexed } from '../../reading.js';
import { runProgram } from '../program.js';
import { sqlStory, type Plain } from '../sql-story.js';
import { installed, type At, type Files, type Line, type RealTool } from '../tool.js';

/** Its directory comes with our sums: it runs none whose own differ. */
export const atlas: RealTool = {
  ...installed('atlas'),
  form: 'atlas',
  inUrl: true,
  migrate: ['apply'],
  run: ([word, ...args], { root, url }) => runProgram('atlas', ['migrate', word!, '--dir', 'file://migrations', ...args, ...(word === 'hash' || word === 'validate' ? [] : ['--url', `${url}${url.includes('?') ? '&' : '?'}sslmode=disable`])], root, { ATLAS_NO_UPDATE_NOTIFIER: '1' }),
  async tell(at) {
    const { code, output } = await atlas.run(['status', '--format', '{{ json . }}'], at);
    return code === 0 ? { lines: lines(JSON.parse(output) as Status, at), complaints: '' } : { lines: [], complaints: output };
  },
  history: { table: ({ search_path: schema = 'atlas_schema_revisions' }) => `${schema}.atlas_schema_revisions` },
  story: sqlStory({
    files: all => summed(files(all)),
    // The sums of the others hang on the first, too.
    edited: ['20240101000000 modified unknown', '20240102000000 applied', '20240103000000 applied'],
    settings: [{ search_path: 'public' }],
    locks: true,
    delegated: true,
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; of the rest, one was added between them, which changes the sum of the second.',
      steps: [
        { write: summed({ '1_users.sql': table('users'), '3_orders.sql': table('orders') }) },
        { run: ['apply'] },
        { write: summed({ '1_users.sql': table('users'), '2_late.sql': table('late'), '3_orders.sql': table('orders'), '4_items.sql': table('items') }) },
      ],
    },
    {
      name: 'failed', about: 'Half of a migration outside of a transaction.',
      steps: [{ write: summed({ '1_a.sql': table('a'), '2_b.sql': `-- atlas:txmode none\n\n${table('b')}select 1/0;\n` }) }, { run: ['apply'] }],
    },
    {
      name: 'baseline', about: 'Begun on a database that had its first migration already.',
      steps: [{ write: summed({ '1_a.sql': table('a'), '2_b.sql': table('b'), '3_c.sql': table('c') }) }, { sql: table('a') }, { run: ['apply', '--baseline', '1', '1'] }],
    },
    {
      name: 'checkpoint', about: 'An empty database begins at the last checkpoint.',
      steps: [{ write: summed({ '1_a.sql': table('a'), '2_b.sql': table('b'), '3_all.sql': `-- atlas:checkpoint\n\n${table('a')}${table('b')}`, '4_c.sql': table('c') }) }, { run: ['apply', '1'] }],
    },
  ],
};

function table(name: string): string {
  return `create table ${name} (id int);\n`;
}

function files(all: readonly Plain[]): Files {
  return Object.fromEntries(all.map(({ at, words, sql, alone }) => [`2024010${at}000000_${words}.sql`, `${alone ? '-- atlas:txmode none\n\n' : ''}${sql}`]));
}

function summed(sql: Files): Files {
  return { ...sql, 'atlas.sum': sumFile(sumsOf(indexed(adapter, sql).migrations)!) };
}

/** Of `migrate status`. */
interface Status {
  readonly OutOfOrder?: readonly { readonly Name: string }[];
  readonly Pending?: readonly { readonly Name: string }[];
  readonly Applied?: readonly { readonly Version: string; readonly Description: string; readonly Type: string; readonly Applied: number; readonly Total: number }[];
}

function lines({ OutOfOrder = [], Pending = [], Applied = [] }: Status, { root }: At): readonly Line[] {
  const rows = new Map(Applied.map(it => [it.Version, it]));
  return readdirSync(join(root, 'migrations')).filter(it => it.endsWith('.sql')).map(file => {
    const [, version, description] = /^(\d+)_(.*)\.sql$/.exec(file)!;
    const row = rows.get(version!);
    const state = row?.Type === 'baseline' ? 'Baseline' : row ? (row.Applied < row.Total ? 'Failed' : 'Success')
      : OutOfOrder.some(it => it.Name === file) ? 'Ignored' : Pending.some(it => it.Name === file) ? 'Pending' : 'Below Baseline';
    return { version: version!, description: description!, type: 'SQL', state };
  });
}
