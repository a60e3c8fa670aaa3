import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, type Ran } from '../program.js';
import { sqlStory, type Plain } from '../sql-story.js';
import { installed, type At, type Files, type Line, type RealTool } from '../tool.js';

/** Its changes are applied by psql. */
export const sqitch: RealTool = {
  ...installed('sqitch'),
  form: 'sqitch',
  config: () => ({ 'sqitch.conf': '[core]\n\tengine = pg\n\ttop_dir = migrations\n[user]\n\tname = A\n\temail = a@example.com\n' }),
  // Change by change, as we have it: after a failure it would else take back what it deployed before in the same run.
  migrate: ['deploy', '--mode', 'change'],
  async run(args, at) {
    const ran = await run(args, at);
    // To have nothing to do is a failure to it.
    return ran.output.includes('Nothing to deploy') ? { ...ran, code: 0 } : ran;
  },
  // `status` says nothing of scripts that were edited.
  tell: async at => ({ lines: lines((await run(['status'], at)).output, (await run(['check'], at)).output, at), complaints: '' }),
  history: { table: () => 'sqitch.changes', by: 'committed_at' },
  story: sqlStory({
    files: plan,
    edited: ['users modified sql', 'orders_of_users modified formatting', 'items modified formatting'],
    locks: true,
    delegated: true,
  }),
  scenarios: [],
};

function plan(migrations: readonly Plain[]): Files {
  return {
    'sqitch.plan': `%syntax-version=1.0.0\n%project=shop\n\n${migrations.map(({ words }) => `${words} 2024-01-01T00:00:00Z A <a@example.com> # ${words}\n`).join('')}`,
    ...Object.fromEntries(migrations.flatMap(({ words, sql, alone }) => [[`deploy/${words}.sql`, alone ? sql : `BEGIN;\n${sql}COMMIT;\n`], [`revert/${words}.sql`, 'select 1;\n']])),
  };
}

function run(args: readonly string[], { root, url }: At): Promise<Ran> {
  const { host, username, password, pathname } = new URL(url);
  return runProgram('sqitch', args, root, { SQITCH_TARGET: `db:pg://${username}@${host}${pathname}?sslmode=disable`, SQITCH_PASSWORD: decodeURIComponent(password) });
}

/** What is undeployed, as `status` lists it, and whose script is another, as `check` does. */
function lines(status: string, check: string, { root }: At): readonly Line[] {
  const undeployed = new Set([...(/Undeployed changes?:\n([^]*)/.exec(status)?.[1] ?? '').matchAll(/^ {2}\* (\S+)/gm)].map(it => it[1]!));
  const never = /No changes deployed/.test(status);
  const edited = new Set([...check.matchAll(/Script signature mismatch for change \d+ \("(\S+)"\)/g)].map(it => it[1]!));
  return [...readFileSync(join(root, 'migrations/sqitch.plan'), 'utf8').matchAll(/^(\w\S*) \d/gm)].map(([, name]) => ({
    version: name!, description: name!, type: 'SQL', state: never || undeployed.has(name!) ? 'Pending' : edited.has(name!) ? 'Modified' : 'Success',
  }));
}
