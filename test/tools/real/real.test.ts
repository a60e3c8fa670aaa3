import { execFile, execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run, type TestPostgres } from '../../postgres.js';
import { stories } from './stories.js';
import { place, startServer, write } from './story.js';
import { historyOf, steady, tableOf, tell } from './told.js';
import { realTools, type At, type Ran, type RealTool } from './tools.js';
import { said, told, type Said } from './words.js';

// Our command line beside the tool itself: the same folder, the same database, the same story.

const cli = join(import.meta.dirname, '../../../out/cli.js');
const roots: string[] = [];
afterAll(() => {
  for (const it of roots) rmSync(it, { recursive: true, force: true });
});

describe.for(realTools.filter(it => it.installed))('$id $version', tool => {
  const story = stories[tool.adapter];

  test('the tool applies half: we read it as it does, and leave no trace', async () => {
    const at = await begin(story.first);
    expect(await tool.run(tool.migrate, at)).toMatchObject({ code: 0 });
    write(at.root, story.rest);
    const before = await rowsWithXmin(tool, at);

    expect(said(await status(at))).toEqual(told(await tell(tool, at), Object.keys({ ...story.first, ...story.rest })));
    expect(await rowsWithXmin(tool, at)).toEqual(before);
  });

  test('we apply the rest: the tool agrees, and has nothing to do', async () => {
    const at = await begin(story.first);
    await tool.run(tool.migrate, at);
    write(at.root, story.rest);
    expect(await ours(['apply', '--yes'], at)).toMatchObject({ code: 0 });

    const after = await historyOf(tool, at);
    const { complaints, ...says } = await tell(tool, at);
    expect(complaints).toBe('');
    expect(told({ complaints, ...says }, Object.keys({ ...story.first, ...story.rest })).filter(it => !it.endsWith(': applied'))).toEqual([]);
    expect(await tool.run(tool.migrate, at)).toMatchObject({ code: 0 });
    expect(await historyOf(tool, at)).toEqual(after);
  });

  test('from nothing: we leave the history table that the tool leaves, and its rows', async () => {
    const [theirs, mine] = [await begin({ ...story.first, ...story.rest }), await begin({ ...story.first, ...story.rest })];
    expect(await tool.run(tool.migrate, theirs)).toMatchObject({ code: 0 });
    expect(await ours(['apply', '--yes'], mine)).toMatchObject({ code: 0 });

    expect(await steadyOf(tool, mine)).toEqual(await steadyOf(tool, theirs));
    expect(await relationsWithColumns(mine)).toEqual(await relationsWithColumns(theirs));
  });

  test.each(story.settings)('from nothing, with the settings %j', async settings => {
    const [theirs, mine] = [await begin(story.first, settings), await begin(story.first, settings)];
    expect(await tool.run(tool.migrate, theirs)).toMatchObject({ code: 0 });
    expect(await ours(['apply', '--yes'], mine)).toMatchObject({ code: 0 });

    expect(await steadyOf(tool, mine)).toEqual(await steadyOf(tool, theirs));
    expect(await relationsWithColumns(mine)).toEqual(await relationsWithColumns(theirs));
  });

  test('files are edited after they were applied', async () => {
    const at = await begin(story.first);
    await tool.run(tool.migrate, at);
    for (const args of [['init', '-q', '-b', 'main'], ['add', '.'], ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'as applied']]) execFileSync('git', args, { cwd: at.root });
    write(at.root, story.edits);

    const rows = await status(at);
    expect(said(rows)).toEqual(told(await tell(tool, at), Object.keys({ ...story.first, ...story.edits })));
    expect(rows.map(({ version, state, difference }) => [version, state, ...(difference ? [difference] : [])].join(' '))).toEqual(story.edited);
  });

  test.each(story.failures)('a migration fails half-way: $name', async ({ files, settings, left }) => {
    const [theirs, mine] = [await begin(files, settings), await begin(files, settings)];
    expect((await tool.run(tool.migrate, theirs)).code).not.toBe(0);
    const { code, output } = await ours(['apply', '--yes'], mine);
    expect([code, output]).toEqual([2, expect.stringContaining(left)]);

    expect(await steadyOf(tool, mine)).toEqual(await steadyOf(tool, theirs));
    expect(await relationsOf(mine)).toEqual(await relationsOf(theirs));
    expect(told(await tell(tool, mine), Object.keys(files))).toEqual(told(await tell(tool, theirs), Object.keys(files)));
    expect(said(await status(theirs))).toEqual(told(await tell(tool, theirs), Object.keys(files)));
  });

  test.each(story.slow ? [story.slow] : [])('both at once, the tool first: we wait, see what it did, and do nothing', async slow => {
    const at = await begin(slow);
    const theirs = tool.run(tool.migrate, at);
    await lockIsHeld(at);
    const mine = await ours(['apply', '--yes'], at);

    expect(await theirs).toMatchObject({ code: 0 });
    expect(mine.output).toMatch(/Another migration is running|history has changed|Nothing is pending/);
    expect(await appliedOnce(at)).toBe(true);
  });

  test.each(story.slow ? [story.slow] : [])('both at once, we first: the tool waits, and has nothing to do', async slow => {
    const at = await begin(slow);
    const mine = ours(['apply', '--yes'], at);
    await lockIsHeld(at);
    const theirs = await tool.run(tool.migrate, at);

    expect(await mine).toMatchObject({ code: 0 });
    expect(theirs).toMatchObject(story.busy ? { output: expect.stringMatching(story.busy) } : { code: 0 });
    expect(await appliedOnce(at)).toBe(true);
  });

  async function begin(files: Readonly<Record<string, string>>, settings: At['settings'] = {}): Promise<At> {
    const at = { ...await place(await server(), tool.adapter, settings), programs: tool.programs };
    roots.push(at.root);
    write(at.root, files);
    return at;
  }
});

function server(): Promise<TestPostgres> {
  return startServer();
}

async function status(at: At): Promise<readonly Said[]> {
  const { output } = await ours(['status', '--format', 'json'], at);
  return (JSON.parse(output) as { rows: readonly Said[] }).rows;
}

/** The password goes by the environment, as it would in CI. */
function ours(args: readonly string[], { root, url, programs }: At): Promise<Ran> {
  const { username, password, host, pathname, search } = new URL(url);
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(password), ...(programs !== undefined && { PATH: `${programs}:${process.env['PATH'] ?? ''}` }) };
  return new Promise(resolve => {
    execFile('node', [cli, ...args, '--connection', `postgres://${username}@${host}${pathname}${search}`], { cwd: root, env, timeout: 60_000 }, (error, stdout, stderr) => {
      // Of what is JSON only standard output counts.
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: args.includes('json') ? stdout || stderr : `${stdout}${stderr}` });
    });
  });
}

async function rowsWithXmin(tool: RealTool, { url, settings }: At): Promise<readonly Record<string, unknown>[]> {
  return run(url, `select xmin::text, ctid::text, * from ${tableOf(tool, settings)} order by 3`);
}

async function steadyOf(tool: RealTool, at: At): Promise<readonly Record<string, unknown>[] | undefined> {
  const rows = await historyOf(tool, at);
  return rows && steady(rows);
}

/** Columns, constraints and indexes of everything in the schema. */
function relationsWithColumns({ url }: At): Promise<readonly Record<string, unknown>[]> {
  return run(url, `
    select nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as value, pg_get_indexdef(c.oid) as index
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    join pg_namespace n on n.oid = c.relnamespace
    where nspname !~ '^(pg_|information_schema)' order by nspname, c.relname, a.attnum`);
}

function relationsOf({ url }: At): Promise<readonly Record<string, unknown>[]> {
  return run(url, `select relname, relkind, coalesce(indisvalid, true) as valid from pg_class left join pg_index on indexrelid = oid where relnamespace = 'public'::regnamespace order by 1`);
}

async function lockIsHeld({ url }: At): Promise<void> {
  await expect.poll(async () => {
    const [table] = await run(url, `select to_regclass('databasechangeloglock') is not null as there`);
    if (table?.['there'] === true) return (await run(url, 'select from databasechangeloglock where locked')).length > 0;
    const rows = await run(url, `select from pg_locks join pg_database on oid = database where locktype = 'advisory' and granted and datname = current_database()
      and exists (select from pg_stat_activity where datname = current_database() and query ~ 'pg_sleep' and pid <> pg_backend_pid())`);
    return rows.length > 0;
  }, { timeout: 30_000, interval: 50 }).toBe(true);
}

/** The slow migration writes a row each time it runs. */
async function appliedOnce({ url }: At): Promise<boolean> {
  return (await run(url, 'select count(*)::int as count from runs'))[0]?.['count'] === 1;
}
