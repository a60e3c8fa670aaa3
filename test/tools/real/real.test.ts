import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../postgres.js';
import { historyOf, historyWithXmin, steady, type Rows } from './history.js';
import { place, write } from './place.js';
import type { Ran } from './program.js';
import type { At, Files, Told } from './tool.js';
import { everyTool, realTools } from './tools.js';
import { said, told, type Said } from './words.js';

// Our command line beside the tool itself: the same folder, the same database, the same story.

const cli = join(import.meta.dirname, '../../../out/cli.js');
const roots: string[] = [];
afterAll(() => {
  for (const it of roots) rmSync(it, { recursive: true, force: true });
});

describe.for(realTools.filter(it => it.installed))('$id $version', tool => {
  const { story } = tool;
  const both = { ...story.first, ...story.rest };
  const whereWeApply = story.readOnly ? [] : [story];

  test('the tool applies half: we read it as it does, and leave no trace', async () => {
    const at = await begin(story.first);
    expect(await tool.run(tool.migrate, at)).toMatchObject({ code: 0 });
    write(at, story.rest);
    const says = inOurWords(await tool.tell(at), both);
    const before = await historyWithXmin(tool, at);

    expect(said(await status(at))).toEqual(says);
    expect(await historyWithXmin(tool, at)).toEqual(before);
  });

  test.each(whereWeApply)('we apply the rest: the tool agrees, and has nothing to do', async () => {
    const at = await begin(story.first);
    await tool.run(tool.migrate, at);
    write(at, story.rest);
    expect(await ours(['apply', '--yes'], at)).toMatchObject({ code: 0 });

    const after = await historyOf(tool, at);
    const says = await tool.tell(at);
    expect(says.complaints).toBe('');
    expect(inOurWords(says, both).filter(it => !it.endsWith(': applied'))).toEqual([]);
    expect(await tool.run(tool.migrate, at)).toMatchObject({ code: 0 });
    expect(await historyOf(tool, at)).toEqual(after);
  });

  test.each(whereWeApply)('from nothing: we leave the history table that the tool leaves, and its rows', () => fromNothing(both, {}));

  test.each(story.settings)('from nothing, with the settings %j', settings => fromNothing(story.first, settings));

  test('files are edited after they were applied', async () => {
    const at = await begin(story.first);
    await tool.run(tool.migrate, at);
    for (const args of [['init', '-q', '-b', 'main'], ['add', '.'], ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'as applied']]) execFileSync('git', args, { cwd: at.root });
    write(at, story.edits);

    const rows = await status(at);
    expect(said(rows)).toEqual(inOurWords(await tool.tell(at), { ...story.first, ...story.edits }));
    expect(rows.map(({ version, state, difference }) => [version, state, ...(difference ? [difference] : [])].join(' '))).toEqual(story.edited);
  });

  test.each(story.failures)('a migration fails half-way: $name', async ({ files, settings, left }) => {
    const [theirs, mine] = [await begin(files, settings), await begin(files, settings)];
    expect((await tool.run(tool.migrate, theirs)).code).not.toBe(0);
    const { code, output } = await ours(['apply', '--yes'], mine);
    expect([code, output]).toEqual([2, expect.stringContaining(left)]);

    expect(await steadyOf(mine)).toEqual(await steadyOf(theirs));
    expect(await relationsOf(mine)).toEqual(await relationsOf(theirs));
    const says = inOurWords(await tool.tell(theirs), files);
    expect(inOurWords(await tool.tell(mine), files)).toEqual(says);
    expect(said(await status(theirs))).toEqual(says);
  });

  test.each(tool.repairs ?? [])('repair tells the history what `$args` does', async ({ as, args, files, settings, sql, then }) => {
    const [theirs, mine] = [await begin(files, settings), await begin(files, settings)];
    for (const at of [theirs, mine]) {
      await tool.run(tool.migrate, at);
      if (sql !== undefined) await run(at.url, sql);
      if (then) expect((await tool.run(then, at)).code).not.toBe(0);
    }
    expect(await tool.run(args, theirs)).toMatchObject({ code: 0 });
    expect(await ours(['repair', '--yes', '--as', as], mine)).toMatchObject({ code: 0, output: expect.stringMatching(/^\W*--as/m) });

    expect(await steadyOf(mine)).toEqual(await steadyOf(theirs));
    expect(await locksOf(mine)).toEqual(await locksOf(theirs));
    expect(inOurWords(await tool.tell(mine), files)).toEqual(inOurWords(await tool.tell(theirs), files));
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
    // Where it does not wait, it may still come when we are ready, on a machine that is busy.
    expect(theirs).toSatisfy(({ code, output }: Ran) => code === 0 || story.busy?.test(output) === true);
    expect(await appliedOnce(at)).toBe(true);
  });

  async function fromNothing(files: Files, settings: At['settings']): Promise<void> {
    const [theirs, mine] = [await begin(files, settings), await begin(files, settings)];
    expect(await tool.run(tool.migrate, theirs)).toMatchObject({ code: 0 });
    expect(await ours(['apply', '--yes'], mine)).toMatchObject({ code: 0 });

    expect(await steadyOf(mine)).toEqual(await steadyOf(theirs));
    expect(await relationsWithColumns(mine)).toEqual(await relationsWithColumns(theirs));
  }

  async function begin(files: Files, settings: At['settings'] = {}): Promise<At> {
    const at = await place(tool, settings);
    roots.push(at.root);
    write(at, files);
    return at;
  }

  async function steadyOf(at: At): Promise<Rows | undefined> {
    const rows = await historyOf(tool, at);
    return rows && steady(rows);
  }
});

test('every tool that is pinned has a story', () => {
  const pinned = JSON.parse(readFileSync(join(import.meta.dirname, 'tools.json'), 'utf8')) as object;
  expect(everyTool.map(it => it.id).sort()).toEqual(Object.keys(pinned).sort());
});

function inOurWords(says: Told, files: Files): readonly string[] {
  return told(says, Object.keys(files));
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

/** Columns, constraints and indexes of everything in the schema. */
function relationsWithColumns({ url }: At): Promise<Rows> {
  return run(url, `
    select nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as value, pg_get_indexdef(c.oid) as index
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    join pg_namespace n on n.oid = c.relnamespace
    where nspname !~ '^(pg_|information_schema)' order by nspname, c.relname, a.attnum`);
}

/** Liquibase's, which is a table. */
async function locksOf({ url }: At): Promise<Rows> {
  const [found] = await run(url, `select to_regclass('databasechangeloglock') is not null as there`);
  return found?.['there'] === true ? run(url, 'select * from databasechangeloglock') : [];
}

function relationsOf({ url }: At): Promise<Rows> {
  return run(url, `select relname, relkind, coalesce(indisvalid, true) as valid from pg_class left join pg_index on indexrelid = oid where relnamespace = 'public'::regnamespace order by 1`);
}

/** Of whoever is in the slow migration by now. */
async function lockIsHeld({ url }: At): Promise<void> {
  await vi.waitUntil(async () => {
    const [table] = await run(url, `select to_regclass('databasechangeloglock') is not null as there`);
    if (table?.['there'] === true) return (await run(url, 'select from databasechangeloglock where locked')).length > 0;
    const rows = await run(url, `select from pg_locks join pg_database on oid = database where locktype = 'advisory' and granted and datname = current_database()
      and exists (select from pg_stat_activity where datname = current_database() and query ~ 'pg_sleep' and pid <> pg_backend_pid())`);
    return rows.length > 0;
  }, { timeout: 60_000, interval: 50 });
}

/** The slow migration writes a row each time it runs. */
async function appliedOnce({ url }: At): Promise<boolean> {
  return (await run(url, 'select count(*)::int as count from runs'))[0]?.['count'] === 1;
}
