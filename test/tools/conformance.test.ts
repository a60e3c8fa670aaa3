import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Migration } from '../../server/core/migrations/migration.js';
import type { Applied, Row } from '../../server/core/migrations/status.js';
import type { SqlProblem } from '../../server/core/sql/problem.js';
import type { Tool } from '../../server/core/tools/tool.js';
import type { Place, Sql } from '../../server/core/tools/tool/history.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import type { Reading } from '../../server/core/tools/tool/reading.js';
import type { Run, Step } from '../../server/core/tools/tool/run.js';
import { tools } from '../../server/core/tools/tools.js';
import { startPostgres } from '../postgres.js';
import { homes, indexed, proofs, scriptOf, sourceOf, treeOf } from './reading.js';

type Named = Extract<Reading, { kind: 'migration' }>;

const now = new Date('2026-11-23T09:05:07Z');
const hostile = `Robert'); drop table "students"; -- $1`;
const STUMBLED: SqlProblem = { code: '22012', message: hostile };

/** A folder in which "New Migration" was used that often, in the tool's own form. */
function written(tool: Tool, count: number, down = false): Record<string, string> {
  const files: Record<string, string> = {};
  for (let i = 0; i < count; i++) {
    const { migrations, project } = indexed(tool, files);
    const at = new Date(now.getTime() + i * 60_000);
    for (const { path, text } of tool.scaffold({ name: `step ${i}`, project, existing: migrations, now: at, down })) files[path.replace(/^db\//, '')] = text;
  }
  return files;
}

describe.each(tools)('$id: what every tool must do', tool => {
  test.each([[false], [true]])('reads back what it scaffolds, in order (down: %s)', down => {
    const index = indexed(tool, written(tool, 4, down));
    expect(index.migrations.map(it => it.name.toLowerCase().replaceAll('_', ' '))).toEqual(['step 0', 'step 1', 'step 2', 'step 3']);
    const back = { section: true, separate: down, none: false }[tool.traits(index.project).down];
    expect(index.migrations.every(it => it.up && (it.down !== undefined) === back)).toBe(true);
    expect(index.problems).toEqual([]);
  });

  test('a hostile name makes harmless paths in its own folder', () => {
    const { migrations, project } = indexed(tool, written(tool, 1));
    for (const name of [hostile, '../../etc/passwd', '..\\x', '', ' ', 'ünï códe 😀', 'a/b']) {
      for (const { path } of tool.scaffold({ name, project, existing: migrations, now, down: true })) {
        expect(path).toMatch(/^db\/(?:(?:deploy|revert)\/)?[^/\\:*?"<>|]+(?:\/(?:migration|up|down)\.sql)?$/);
        expect(tool.read(path, project)).toMatchObject({ kind: 'migration' });
      }
    }
  });

  test('finds the project that it scaffolds', () => {
    const files = written(tool, 3, true);
    const home = homes[tool.id] ?? 'db';
    const { paths: configs, config } = treeOf(proofs[tool.id] ?? {});
    const paths = [...Object.keys(files).map(it => `${home}/${it}`), ...configs].sort();
    const found = tool.detect({ paths, config, peek: it => files[it.slice(home.length + 1)] });
    expect(found.map(it => [it.tool, it.folder, it.locations.map(({ path }) => path)])).toEqual([[tool.id, home, [home]]]);
  });

  test('its order is total: the same from any start', () => {
    const { migrations, project } = indexed(tool, written(tool, 12));
    for (let i = 0; i < 12; i++) {
      const turned = [...migrations.slice(i), ...migrations.slice(0, i)].reverse();
      const sources = new Map(migrations.map(it => [it.up!.path, it.up!]));
      turned.sort(tool.compare);
      expect(tool.order?.(turned, sources, project).migrations ?? turned).toEqual(migrations);
      for (const other of migrations) expect(Math.sign(tool.compare(migrations[i]!, other))).toBe(-Math.sign(tool.compare(other, migrations[i]!)) + 0);
    }
  });

  test('ids are unique, also of files that have one version', () => {
    const files = written(tool, 2);
    const twins = Object.fromEntries(Object.entries(files).flatMap(([path, text]) => [[path, text], [path.replace('step', 'other'), text]]));
    const { migrations, problems } = indexed(tool, twins);
    expect(new Set(migrations.map(it => it.id)).size).toBe(migrations.length);
    // Where the whole name is the identity, there are no two of one.
    const [a, b] = Object.entries(twins).map(([path, text]) => (tool.contents ? tool.contents(sourceOf(`db/${path}`, text), tool.at('db'))[0] : tool.read(`db/${path}`, tool.at('db')))) as [Named, Named];
    expect(problems.filter(it => it.rule === 'duplicate-version')).toHaveLength(a.id === b.id ? 2 : 0);
  });

  test('no file name is too strange to be read, ordered, checked and renumbered', () => {
    const part = fc.constantFrom('V', 'R', 'U', 'B', '1', '007', '+2', '-3', '18446744073709551616', '_', '__', '.', ' ', 'x', 'é😀', '\u0000', 'down', 'up', '.sql', '.SQL', '.up.sql', '.down.sql', '.conf', '.go');
    const name = fc.array(part, { minLength: 1, maxLength: 8 }).map(it => it.join(''));
    fc.assert(fc.property(fc.uniqueArray(name, { maxLength: 12 }), names => {
      const { migrations, project } = indexed(tool, names);
      for (const path of names) tool.rename?.(`db/${path}`, undefined, project, migrations);
      tool.detect({ paths: names.map(it => `db/${it}`).sort(), config: () => undefined, peek: it => it });
      expect(new Set(migrations.map(it => it.id)).size).toBe(migrations.length);
    }), { numRuns: 500 });
  });

  if (tool.rename) test('renumbering gives a name that it reads, after all others', () => {
    const { migrations, project } = indexed(tool, written(tool, 3));
    const path = migrations[0]!.up!.path;
    const to = tool.rename!(path, undefined, project, migrations)!;
    expect(tool.read(to, project)).toMatchObject({ kind: 'migration', name: migrations[0]!.name });
    const renamed = indexed(tool, [...migrations.slice(1).map(it => it.up!.path), to].map(it => it.replace('db/', '')));
    expect(renamed.migrations.at(-1)!.up!.path).toBe(to);
  });

  test('says how a script is sent, and what takes it out of a transaction', () => {
    const { migrations, project } = indexed(tool, written(tool, 1));
    const [migration] = migrations as [Migration];
    expect(tool.execution(scriptOf(['select 1']), migration, project).refuses).toBeUndefined();
    const out = tool.outsideTransaction?.(migration.up!, scriptOf(['create index concurrently i on t (a)']), project);
    // What is translated has its own safe forms.
    if (!tool.translate) expect(out!.how).toMatch(/\w/);
  });

  if (tool.file && tool.sections) test('writes a file with both ways, and reads them back', () => {
    const text = tool.file!('create table t (a int);\n', 'drop table t;\n');
    const { up, down, flaw } = tool.sections!(text);
    expect([text.slice(up.start, up.end), text.slice(down?.start, down?.end), flaw]).toEqual([expect.stringMatching(/^[^]*create table t[^]*$/), expect.stringMatching(/^(?![^]*create)[^]*drop table t[^]*$/), undefined]);
    expect(tool.sections!(tool.file!('select 1;\n')).flaw).toBeUndefined();
  });

  test('SQL is a value: names never reach its text', () => {
    const { migrations, project } = indexed(tool, written(tool, 1));
    const migration: Migration = { ...migrations[0]!, name: hostile };
    const place: Place = { database: hostile, schema: hostile, user: hostile };
    const own: Project = { ...project, settings: { ...project.settings, installedBy: hostile } };
    const quoted = `"${hostile.replaceAll('"', '""')}"`;
    for (const { text } of everySql(tool, { migration, project: own, place, applied: [], checksum: '1', milliseconds: 1 })) {
      expect(text.replaceAll(quoted, '').replaceAll(quoted.slice(1, -1), '')).not.toContain('students');
    }
  });
});

describe.each(tools.filter(it => it.run.by === 'us' && it.history.absent === undefined))('$id on a real server', tool => {
  const run = tool.run as Extract<Run, { by: 'us' }>;
  let client: pg.Client;
  let url = '';
  let place: Place;
  beforeAll(async () => {
    const server = await startPostgres();
    url = await server.database(`conformance_${tool.id}`);
    client = new pg.Client({ connectionString: url });
    await client.connect();
  }, 60_000);
  afterAll(() => client.end());

  /** Each test has a schema and a table of its own, with names that need their quotes. */
  async function fresh(name: string): Promise<{ readonly project: Project; readonly migrations: readonly Migration[]; step(i: number): Promise<Step>; rows(): Promise<readonly Row[]> }> {
    const schema = `${name} "of" tests`;
    await client.query(`create schema ${pg.escapeIdentifier(schema)}`);
    const { rows: [session] } = await client.query<{ d: string; u: string }>('select current_database() as d, current_user as u');
    place = { database: session!.d, user: session!.u, schema };
    const { migrations, project: plain } = indexed(tool, written(tool, 3));
    const project = { ...plain, settings: { ...plain.settings, table: 'the "history"', ...(plain.settings['historySchema'] && { historySchema: schema }) } };
    await all(tool.history.create(project, place));
    return {
      project, migrations,
      step: async i => ({ migration: migrations[i]!, project, place, applied: await applied(project, migrations), checksum: tool.checksum?.(migrations[i]!.up!, migrations[i]!, project), milliseconds: 12.7 }),
      rows: async () => tool.history.compare(migrations, await applied(project, migrations), project),
    };
  }

  async function applied(project: Project, migrations: readonly Migration[]): Promise<readonly Applied[]> {
    const { text, values } = tool.history.read(project, place);
    return tool.history.decode((await client.query<Record<string, unknown>>(text, [...values])).rows, migrations);
  }

  async function all(statements: readonly Sql[] | undefined): Promise<void> {
    for (const { text, values } of statements ?? []) await client.query(text, [...values]);
  }

  test('a new history is empty, in the columns that prove it', async () => {
    const { project, rows } = await fresh('new');
    expect((await rows()).map(it => it.state)).toEqual(['pending', 'pending', 'pending']);
    const table = tool.history.table(project, place);
    const { rows: columns } = await client.query<{ name: string }>('select column_name as name from information_schema.columns where table_schema = $1 and table_name = $2', [table.schema, table.name]);
    expect(columns.map(it => it.name)).toEqual(expect.arrayContaining([...tool.history.columns]));
  });

  test('what it records it reads back, and what it forgets is pending again', async () => {
    const { step, rows } = await fresh('record');
    for (const i of [0, 1]) {
      const at = await step(i);
      await all(run.prepare?.(at));
      await all(run.before?.(at));
      await all(run.after(at));
    }
    expect((await rows()).map(it => it.state)).toEqual(['applied', 'applied', 'pending']);
    await all(run.forget(await step(1)));
    expect((await rows()).map(it => it.state)).toEqual(['applied', 'pending', 'pending']);
    await all(run.forget(await step(0)));
    expect((await rows()).map(it => it.state)).toEqual(['pending', 'pending', 'pending']);
  });

  test('a failed script leaves what the tool says: nothing where row and script are one transaction, else a failure', async () => {
    const { step, rows, migrations } = await fresh('failure');
    const at = await step(0);
    await all(run.before?.(at));
    if (run.atomic || !run.before) {
      await client.query('begin');
      await expect(client.query('select 1/0')).rejects.toThrow('division by zero');
      await client.query('rollback');
      expect((await rows())[0]!.state).toBe('pending');
      if (!run.failed) return;
      await all(run.failed(at, STUMBLED));
    }
    const [failed] = await rows();
    expect(failed).toMatchObject({ state: 'failed', reason: expect.stringMatching(/\w/) });

    const { project } = at;
    for (const repair of tool.repairs!(failed!, { project, place, applied: await applied(project, migrations), migrations })) {
      await client.query('begin');
      await all(repair.write);
      expect((await rows()).map(it => it.state)).toEqual([{ undone: 'pending', done: 'applied', kept: 'applied' }[repair.as], repair.as === 'kept' ? 'applied' : 'pending', 'pending']);
      await client.query('rollback');
    }
  });

  test('its lock is a key that can be taken, once; without one, the history takes no migration twice', async () => {
    const { project, step } = await fresh('lock');
    const lock = tool.lock(project, place);
    if (lock.kind === 'none') {
      const at = await step(0);
      await all(run.after(at));
      await expect(all(run.after(at))).rejects.toMatchObject({ code: '23505' });
      return;
    }
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    const query = async (who: pg.Client, { text, values }: Sql): Promise<number> => (await who.query(text, [...values])).rowCount ?? 0;
    const take = async (who: pg.Client, by: string): Promise<boolean> => {
      if (lock.kind === 'table') return await query(who, lock.take(by)) === 1;
      return (await who.query<{ taken: boolean }>('select pg_try_advisory_lock($1::bigint) as taken', [String(lock.key)])).rows[0]!.taken;
    };
    expect([await take(client, 'me'), await take(other, 'they')]).toEqual([true, false]);
    if (lock.kind === 'table') {
      expect((await client.query<object>(lock.holder.text)).rows).toEqual([expect.objectContaining({ by: 'me', seconds: expect.any(Number) })]);
      expect([await query(other, lock.release('they')), await take(other, 'they'), await query(client, lock.release('me'))]).toEqual([0, false, 1]);
      expect((await client.query(lock.holder.text)).rows).toEqual([]);
    } else await client.query('select pg_advisory_unlock($1::bigint)', [String(lock.key)]);
    expect(await take(other, 'they')).toBe(true);
    await other.end();
  });
});

function everySql(tool: Tool, step: Step): readonly Sql[] {
  const { history, run } = tool;
  const ours = run.by === 'us' ? [...(run.before?.(step) ?? []), ...run.after(step), ...(run.failed?.(step, STUMBLED) ?? []), ...run.forget(step), ...(run.prepare?.(step) ?? [])] : [];
  const applied: Applied = { id: step.migration.id, version: step.migration.version ?? '1', name: step.migration.name, success: false };
  const repairs = tool.repairs?.({ state: 'failed', migration: step.migration, applied }, { ...step, migrations: [step.migration] }) ?? [];
  return [...history.create(step.project, step.place), history.read(step.project, step.place), ...ours, ...repairs.flatMap(it => it.write)];
}
