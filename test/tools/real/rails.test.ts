import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Migration } from '../../../server/core/migrations/migration.js';
import { rails } from '../../../server/core/tools/rails.js';
import { run, startPostgres } from '../../postgres.js';

// ActiveRecord as Debian ships it, beside ours. Where there is none, that is said, and nothing is compared.

const here = import.meta.dirname;
const cli = join(here, '../../../out/cli.js');
const version = attempt(() => execFileSync('ruby', ['-ractive_record', '-rpg', '-e', 'print ActiveRecord.version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
if (version === undefined) console.warn('ActiveRecord: not run, there is no ruby with activerecord and pg');
const roots: string[] = [];
afterAll(() => {
  for (const it of roots) rmSync(it, { recursive: true, force: true });
});

describe.for(version === undefined ? [] : [version])('ActiveRecord %s', () => {
  test('sends what we say that it sends', async () => {
    const at = await begin({});
    cpSync(join(here, 'rails/db'), join(at.root, 'db'), { recursive: true });
    const theirs = await task(['sql'], at);
    const ours = readdirSync(join(at.root, 'db/migrate')).sort().flatMap(file => {
      const source = { path: `db/migrate/${file}`, text: readFileSync(join(at.root, 'db/migrate', file), 'utf8'), bom: false, malformed: false };
      const [content] = rails.contents!(source, rails.at('db/migrate'));
      const migration: Migration = { id: content!.id, kind: 'versioned', name: content!.name, up: source };
      return rails.translate!(migration, undefined, rails.at('db/migrate'))!.up!.map(it => it.sql);
    });
    expect(ours.flatMap(steady)).toEqual(theirs.output.trim().split('\n').flatMap(steady));
  });

  test('the tool applies half: we read it as it does', async () => {
    const at = await begin(FIRST);
    expect(await task(['db:migrate'], at)).toMatchObject({ code: 0 });
    write(at.root, REST);
    await run(at.url, `insert into schema_migrations values ('5')`);
    const before = await run(at.url, 'select xmin::text, version from schema_migrations order by 2');

    const { output } = await task(['db:migrate:status'], at);
    const theirs = output.trim().split('\n').map(line => {
      const [, state, id, name] = /^(\w+) (\d+) (.*)$/.exec(line)!;
      return `${Number(id)} ${name!.includes('NO FILE') ? 'missing' : state === 'up' ? 'applied' : 'pending'}`;
    });
    expect((await status(at)).map(it => `${it.version} ${it.state === 'outOfOrder' ? 'pending' : it.state}`).sort()).toEqual(theirs.sort());
    expect(await run(at.url, 'select xmin::text, version from schema_migrations order by 2')).toEqual(before);
  });

  test('we have it apply the rest, and it has nothing to do', async () => {
    const at = await begin(FIRST);
    await task(['db:migrate'], at);
    write(at.root, REST);
    expect(await ours(['apply', '--yes'], at)).toMatchObject({ code: 0, output: expect.stringContaining('Applied 2 migrations') });
    const rows = await run(at.url, 'select xmin::text, version from schema_migrations order by 2');
    expect(rows.map(it => it['version'])).toEqual(['20240101000000', '20240102000000', '20240103000000', '7']);
    expect(await task(['db:migrate'], at)).toMatchObject({ code: 0 });
    expect(await run(at.url, 'select xmin::text, version from schema_migrations order by 2')).toEqual(rows);
  });

  test('a migration that fails half-way leaves nothing', async () => {
    const at = await begin({ ...FIRST, '20240104000000_break_it.rb': inClass('BreakIt', 'create_table :broken\n    execute "select 1/0"') });
    const { code, output } = await ours(['apply', '--yes'], at);
    expect([code, output]).toEqual([2, expect.stringContaining('division by zero')]);
    expect(await run(at.url, `select to_regclass('broken') is null as gone`)).toEqual([{ gone: true }]);
    expect((await status(at)).map(it => it.state)).toEqual(['applied', 'applied', 'pending']);
  });

  test('both at once: one applies, and we say who', async () => {
    const at = await begin({ '1_slow.rb': inClass('Slow', 'create_table(:runs) { |t| t.timestamps }\n    execute "select pg_sleep(3)"\n    execute "insert into runs (created_at, updated_at) values (now(), now())"') });
    const theirs = task(['db:migrate'], at);
    await expect.poll(() => run(at.url, `select from pg_stat_activity where query = 'select pg_sleep(3)' and datname = current_database()`).then(it => it.length), { timeout: 30_000, interval: 50 }).toBe(1);
    const mine = await ours(['apply', '--yes'], at);
    expect(await theirs).toMatchObject({ code: 0 });
    expect(mine).toMatchObject({ code: 2, output: expect.stringContaining('Another migration is running') });
    expect(await run(at.url, 'select count(*)::int as count from runs')).toEqual([{ count: 1 }]);
  });
});

function inClass(name: string, body: string): string {
  return `class ${name} < ActiveRecord::Migration[6.1]\n  def up\n    ${body}\n  end\nend\n`;
}

const FIRST = {
  '20240101000000_create_users.rb': inClass('CreateUsers', 'create_table(:users) { |t| t.string :name }'),
  '20240102000000_create_orders.rb': inClass('CreateOrders', 'create_table(:orders) { |t| t.references :user }'),
};
const REST = {
  '007_late.rb': inClass('Late', 'add_column :users, :age, :integer'),
  '20240103000000_index_names.rb': inClass('IndexNames', 'add_index :users, :name, algorithm: :concurrently').replace('  def', '  disable_ddl_transaction!\n\n  def'),
};

interface At {
  readonly root: string;
  readonly url: string;
}

async function begin(files: Readonly<Record<string, string>>): Promise<At> {
  const root = mkdtempSync(join(tmpdir(), 'migration-lens-rails-'));
  roots.push(root);
  writeFileSync(join(root, 'Gemfile'), 'gem "pg"\n');
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/rails'), `#!/bin/sh\nexec ruby '${join(here, 'rails.rb')}' "$@"\n`);
  chmodSync(join(root, 'bin/rails'), 0o755);
  write(root, files);
  return { root, url: await (await startPostgres()).database() };
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, 'db/migrate', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** A statement of ActiveRecord's and of ours in one spelling: it joins no actions before 7.0, and puts constraints last. */
function steady(sql: string): readonly string[] {
  const plain = sql.replace(/\s+/g, ' ').trim().toLowerCase().replace(/constraint (\w+) check/g, 'constraint "$1" check').replace(/set ("\w+") ?= ?/, 'set $1 = ')
    .replace('serial not null primary', 'serial primary').replace('add if not exists', 'add').replace(/ ,/g, ',');
  const create = /^(create table "\w+" )\((.*)\)$/.exec(plain);
  if (create) return [`${create[1]}(${parts(create[2]!).sort().join(', ')})`];
  const [, table, actions] = /^(alter table "\w+" )((?:add|drop column) .*)$/.exec(plain) ?? [];
  return table === undefined ? [plain] : parts(actions!).map(it => table + it);
}

function parts(list: string): string[] {
  return list.split(/, (?=(?:[^()]*\([^()]*\))*[^()]*$)(?=[^']*(?:'[^']*'[^']*)*$)/);
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

function task(args: readonly string[], { root, url }: At): Promise<Ran> {
  return started(join(root, 'bin/rails'), args, root, { ...process.env, DATABASE_URL: url });
}

function ours(args: readonly string[], { root, url }: At): Promise<Ran> {
  const { username, password, host, pathname } = new URL(url);
  return started(process.execPath, [cli, ...args, '--connection', `postgres://${username}@${host}${pathname}`], root, { ...process.env, PGPASSWORD: decodeURIComponent(password) });
}

async function status(at: At): Promise<readonly { readonly version: string; readonly state: string }[]> {
  const { output } = await ours(['status', '--format', 'json'], at);
  return (JSON.parse(output.slice(output.indexOf('{'))) as { rows: readonly { version: string; state: string }[] }).rows;
}

function started(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise(resolve => {
    execFile(program, [...args], { cwd, env, timeout: 60_000 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }));
  });
}

function attempt(task: () => string): string | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
