import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sqlx } from '../../server/core/tools/sqlx.js';
import { checksumOf } from '../../server/core/tools/sqlx/checksum.js';
import { lockId } from '../../server/core/tools/sqlx/history.js';
import { indexed, migrationsOf, sourceOf, treeOf } from './reading.js';

describe('names', () => {
  test.each([
    ['20240102030405_create_users.sql', 'up 20240102030405 create users'],
    ['0001_a.up.sql', 'up 1 a'],
    ['0001_a.down.sql', 'down 1 a'],
    ['1_.sql', 'up 1 '],
    ['-3_a.sql', 'up -3 a'],
    ['1_two words.x.sql', 'up 1 two words.x'],
    ['9223372036854775808_much.sql', 'misnamed '],
    ['init_schema.sql', 'misnamed '],
    ['V1__flyway.sql', 'misnamed 1_flyway.sql'],
    ['3-dash.sql', 'misnamed 3_dash.sql'],
    ['3.sql', 'misnamed 3_.sql'],
    ['schema.sql', ''],
    ['1_a.SQL', ''],
    ['1_a.rs', ''],
  ])('%s: %s', (file, expected) => {
    const it = sqlx.read(`db/${file}`, sqlx.at('db'));
    expect(it?.kind === 'migration' ? `${it.direction} ${it.version} ${it.name}` : it?.kind === 'misnamed' ? `misnamed ${it.suggestion ?? ''}` : '').toBe(expected);
  });

  test('versions are numbers', () => {
    expect(migrationsOf(sqlx, ['9_a.sql', '10_b.sql', '0002_c.sql', '-1_d.sql', '20240101000000_e.up.sql']).map(it => it.version)).toEqual(['-1', '2', '9', '10', '20240101000000']);
  });

  test.each<[readonly string[], boolean, string]>([
    [[], false, '20261123090507_add_users.sql'],
    [[], true, '20261123090507_add_users.up.sql 20261123090507_add_users.down.sql'],
    [['0041_x.sql'], false, '0042_add_users.sql'],
    [['1_x.up.sql', '1_x.down.sql'], false, '2_add_users.up.sql'],
    [['20240102030405_x.up.sql'], true, '20261123090507_add_users.up.sql 20261123090507_add_users.down.sql'],
  ])('after %j (down: %s) comes %s', (names, down, expected) => {
    const { migrations, project } = indexed(sqlx, names);
    expect(sqlx.scaffold({ name: 'Add Users', project, existing: migrations, now: new Date('2026-11-23T09:05:07Z'), down }).map(it => it.path.replace('db/', '')).join(' ')).toBe(expected);
  });
});

describe('checksums and locks', () => {
  const vectors = JSON.parse(readFileSync(new URL('checksums.json', import.meta.url), 'utf8')) as { readonly sqlx: readonly { readonly text: string; readonly ignored?: string; readonly sum: string }[]; readonly sqlxLocks: Readonly<Record<string, string>> };
  test.each(vectors.sqlx)('$text', ({ text, ignored = '', sum }) => {
    const bom = text.startsWith('\uFEFF');
    const project = sqlx.at('db');
    expect(checksumOf({ ...sourceOf('db/1_a.sql', text.replace(/^\uFEFF/, '')), bom }, { ...project, settings: { ...project.settings, ignoredChars: ignored } })).toBe(sum);
  });
  test('bytes that are no text have none', () => expect(checksumOf({ ...sourceOf('db/1_a.sql', '\uFFFD'), malformed: true }, sqlx.at('db'))).toBeUndefined());
  test.each(Object.entries(vectors.sqlxLocks))('the lock of %s', (database, key) => expect(String(lockId(database))).toBe(key));
});

test.each([
  ['create table a ()', false, true],
  ['-- no-transaction\ncreate index concurrently i on a (b)', false, false],
  ['-- no-transaction\ncreate index concurrently i on a (b)', true, true],
  ['\n-- no-transaction\nselect 1', false, true],
  ['--no-transaction\nselect 1', false, true],
])('%j (byte order mark: %s) runs in a transaction: %s', (text, bom, wraps) => {
  const [migration] = migrationsOf(sqlx, ['1_a.sql']);
  const { refuses, ...execution } = sqlx.execution({ text, pieces: [], comments: [] }, { ...migration!, up: { ...migration!.up!, bom } }, sqlx.at('db'));
  expect([execution, refuses !== undefined]).toEqual([{ wraps, sends: 'whole' }, bom]);
});

/** Left: on disk. Middle: rows, `1~` with another checksum, `1!` not finished. */
test.each([
  ['1 2', '', '1 pending, 2 pending'],
  ['1 2', '1', '1 applied, 2 pending'],
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder run, 3 applied'],
  ['1 2', '1~ 2', '1 modified, 2 applied'],
  ['1 2', '1 2!', '1 applied, 2 failed'],
  ['1', '1 2', '1 applied, 2 missing refuse'],
  ['1', '1 2!', '1 applied, 2 failed'],
])('%s | %s: %s', (disk, history, expected) => {
  const { migrations, project } = indexed(sqlx, disk.split(' ').map(it => `${it}_x.sql`));
  const rows = history.split(' ').filter(Boolean).map(it => {
    const version = it.replace(/[~!]/, '');
    const checksum = it.endsWith('~') ? 'ff' : checksumOf(sourceOf('', `-- ${version}_x.sql`), project)!;
    return { version, description: 'x', installed_on: '2026-01-01T00:00:00.000Z', success: !it.endsWith('!'), checksum, execution_time: '12000000' };
  });
  const compared = sqlx.history.compare(migrations, sqlx.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration?.id ?? it.applied!.id} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test('a second file of one version is a mistake, its down is none', () => {
  const { problems } = indexed(sqlx, ['1_a.up.sql', '1_a.down.sql', '1_b.up.sql', '1_b.down.sql']);
  expect(problems.map(it => `${it.path} ${it.rule}`)).toEqual(['db/1_b.up.sql duplicate-version']);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['beside the manifest', { 'Cargo.toml': 'sqlx = "0.8"', 'migrations/1_a.sql': '' }, ['migrations']],
  ['in a crate of a workspace', { 'Cargo.toml': '[workspace]', 'api/Cargo.toml': '[dependencies]\nsqlx.workspace = true', 'api/migrations/1_a.up.sql': '' }, ['api/migrations']],
  ['by a table of its own', { 'Cargo.toml': '[dependencies.sqlx]\nversion = "0.8"', 'db/migrations/1_a.sql': '' }, ['db/migrations']],
  ['under another name', { 'Cargo.toml': 'db = { package = "sqlx", version = "0.8" }', 'migrations/1_a.sql': '' }, ['migrations']],
  ['pairs beside the crate', { 'server/Cargo.toml': 'sqlx = "0.8"', 'db/migrations/1_a.up.sql': '' }, ['db/migrations']],
  ['pairs that a module in Go may run', { 'server/Cargo.toml': 'sqlx = "0.8"', 'go.mod': 'module x', 'db/migrations/1_a.up.sql': '' }, []],
  ['simple files beside the crate', { 'server/Cargo.toml': 'sqlx = "0.8"', 'db/migrations/1_a.sql': '' }, []],
  ['queries', { 'Cargo.toml': 'sqlx = "0.8"', 'queries/1_a.sql': '' }, []],
  ['fixtures of tests', { 'Cargo.toml': 'sqlx = "0.8"', 'tests/migrations/1_a.sql': '' }, []],
  ['another database', { 'Cargo.toml': 'sqlx = { version = "0.8", features = ["sqlite"] }', 'migrations/1_a.sql': '' }, []],
  ['two databases', { 'Cargo.toml': 'sqlx = { version = "0.8", features = ["sqlite", "postgres"] }', 'migrations/sqlite/1_a.sql': '', 'migrations/postgres/1_a.sql': '' }, ['migrations/postgres']],
  ['a crate of another database beside one of ours', { 'Cargo.toml': '[workspace.dependencies.sqlx]\nversion = "0.8"\nfeatures = ["runtime-tokio"]\n[profile.release]\nlto = true\n', 'a/Cargo.toml': 'sqlx = { workspace = true, features = ["sqlite"] }', 'a/migrations/1_a.sql': '', 'b/Cargo.toml': 'sqlx = { workspace = true, features = ["postgres"] }', 'b/migrations/1_a.sql': '', 'c/Cargo.toml': 'sqlx = { workspace = true }', 'c/migrations/1_a.sql': '' }, ['b/migrations']],
  ['by a feature of the crate', { 'Cargo.toml': 'sqlx = { version = "0.8", default-features = false }\n[features]\npg = ["sqlx/postgres"]\nlite = ["sqlx/sqlite"]', 'migrations/1_a.sql': '' }, ['migrations']],
  ['by the workspace', { 'Cargo.toml': '[workspace.dependencies]\nsqlx = { version = "0.8", features = [\n  "postgres",\n] }', 'a/Cargo.toml': 'sqlx.workspace = true', 'a/migrations/1_a.sql': '' }, ['a/migrations']],
  ['helpers of tests', { 'crates/my_test_utils/Cargo.toml': 'sqlx = "0.8"', 'crates/my_test_utils/migrations/1_a.sql': '' }, []],
  ['another crate with sqlx behind it', { 'Cargo.toml': 'sea-orm = { version = "1", features = ["sqlx-postgres"] }', 'migrations/1_a.sql': '' }, []],
  ['no manifest', { 'migrations/1_a.sql': '' }, []],
  ['a folder below the folder', { 'Cargo.toml': 'sqlx = "0.8"', 'migrations/1_a.sql': '', 'migrations/old/1_a.sql': '' }, ['migrations']],
  ['where sqlx.toml says', { 'api/sqlx.toml': '[migrate]\nmigrations-dir = "../schema"\n', 'schema/1_a.sql': '' }, ['schema']],
  ['sqlx.toml outside of all', { 'sqlx.toml': '[migrate]\nmigrations-dir = "../../schema"\n', 'schema/1_a.sql': '' }, []],
])('found: %s', (_, files, expected) => expect(sqlx.detect(treeOf(files)).map(it => it.folder)).toEqual(expected));

test('settings of sqlx.toml', () => {
  const [project] = sqlx.detect(treeOf({ 'Cargo.toml': 'sqlx = "0.9"', 'sqlx.toml': '[migrate]\ntable-name = "App.Done"\nignored-chars = [" ", "\\r"]\ncreate-schemas = ["app"]\n', 'migrations/1_a.sql': '' }));
  expect(project).toMatchObject({ because: 'sqlx.toml', settings: { table: 'App.Done', ignoredChars: ' \r', createSchemas: 'app' } });
  expect(sqlx.history.table(project!, { database: 'd', schema: 's', user: 'u' })).toEqual({ schema: 'app', name: 'done' });
});
