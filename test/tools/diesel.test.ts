import { describe, expect, test } from 'vitest';
import { diesel } from '../../server/core/tools/diesel.js';
import { indexed, migrationsOf, sourceOf, treeOf } from './reading.js';

describe('names', () => {
  test.each([
    ['2024-01-02-030405_create_users/up.sql', 'up 20240102030405 create_users'],
    ['2024-01-02-030405_create_users/down.sql', 'down 20240102030405 create_users'],
    ['00000000000000_diesel_initial_setup/up.sql', 'up 00000000000000 diesel_initial_setup'],
    ['1_a/up.sql', 'up 1 a'],
    ['init/up.sql', 'up init '],
    ['1_a/metadata.toml', 'sidecar db/1_a/up.sql'],
    ['1_a/Up.sql', 'misnamed up.sql'],
    ['1_a/downs.sql', 'misnamed down.sql'],
    ['1_a/data.sql', ''],
    ['1_a/sub/up.sql', ''],
    ['.hidden/up.sql', ''],
    ['up.sql', ''],
  ])('%s: %s', (file, expected) => {
    const it = diesel.read(`db/${file}`, diesel.at('db'));
    expect(it?.kind === 'migration' ? `${it.direction} ${it.version} ${it.name}` : it?.kind === 'misnamed' ? `misnamed ${it.suggestion ?? ''}` : it?.kind === 'sidecar' ? `sidecar ${it.of}` : '').toBe(expected);
  });

  test('versions are texts', () => {
    expect(migrationsOf(diesel, ['9_a/up.sql', '10_b/up.sql', '2024-01-02-030405_c/up.sql', '20230102030405_d/up.sql']).map(it => it.version)).toEqual(['10', '20230102030405', '20240102030405', '9']);
  });

  test.each<[readonly string[], boolean, string]>([
    [[], true, '2026-11-23-090507_add_users/up.sql 2026-11-23-090507_add_users/down.sql'],
    [['00000000000000_diesel_initial_setup/up.sql'], false, '2026-11-23-090507_add_users/up.sql'],
    [['2024-01-02-030405_x/up.sql'], false, '2026-11-23-090507_add_users/up.sql'],
    [['20240102030405_x/up.sql'], false, '20261123090507_add_users/up.sql'],
    [['0007_x/up.sql'], false, '0008_add_users/up.sql'],
  ])('after %j (down: %s) comes %s', (names, down, expected) => {
    const { migrations, project } = indexed(diesel, names);
    expect(diesel.scaffold({ name: 'Add Users', project, existing: migrations, now: new Date('2026-11-23T09:05:07Z'), down }).map(it => it.path.replace('db/', '')).join(' ')).toBe(expected);
  });
});

test.each([
  [undefined, true],
  ['run_in_transaction = false\n', false],
  ['run_in_transaction = true\n', true],
  ['# nothing said\n', false],
  ['', false],
  ['other = 1\n', false],
  ['this is no TOML\n', true],
])('metadata.toml %j: a transaction is %s', (metadata, wraps) => {
  const { migrations, project } = indexed(diesel, { '1_a/up.sql': 'select 1;', ...(metadata !== undefined && { '1_a/metadata.toml': metadata }) });
  expect(diesel.execution({ text: 'select 1;', pieces: [], comments: [] }, migrations[0]!, project)).toEqual({ wraps, sends: 'whole' });
});

test('an empty file is refused, and so is a byte order mark', () => {
  const [migration] = migrationsOf(diesel, ['1_a/up.sql']);
  expect(diesel.execution({ text: '', pieces: [], comments: [] }, migration!, diesel.at('db')).refuses).toBe('Attempted to run an empty migration.');
  expect(diesel.execution({ text: 'select 1', pieces: [], comments: [] }, { ...migration!, up: { ...sourceOf('', 'select 1'), bom: true } }, diesel.at('db')).refuses).toContain('byte order mark');
});

test.each([
  ['1 2', '', '1 pending, 2 pending'],
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder run, 3 applied'],
  ['1', '1 2', '1 applied, 2 missing run'],
])('%s | %s: %s', (disk, history, expected) => {
  const { migrations, project } = indexed(diesel, disk.split(' ').map(it => `${it}_x/up.sql`));
  const rows = history.split(' ').filter(Boolean).map(version => ({ version, run_on: '2026-01-01T00:00:00.000' }));
  const compared = diesel.history.compare(migrations, diesel.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration?.id ?? it.applied!.id} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test('the way out of the transaction is a file beside', () => {
  expect(diesel.outsideTransaction!(sourceOf('db/1_a/up.sql', ''), { text: '', pieces: [], comments: [] }, diesel.at('db')).files).toEqual([{ path: 'db/1_a/metadata.toml', text: 'run_in_transaction = false\n' }]);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['by its names', { 'migrations/2024-01-02-030405_a/up.sql': '' }, ['migrations']],
  ['by the crate', { 'Cargo.toml': 'diesel = { version = "2", features = ["postgres"] }', 'migrations/20240102_a/up.sql': '' }, ['migrations']],
  ['by diesel.toml', { 'db/diesel.toml': '[migrations_directory]\ndir = "./steps"', 'db/steps/1_a/up.sql': '' }, ['db/steps']],
  ['by another crate of the workspace, which embeds them', { 'server/Cargo.toml': 'diesel = { version = "2", features = ["postgres"] }', 'schema/migrations/20240102030405_a/up.sql': '', 'hasura/migrations/1600000000000_a/up.sql': '' }, ['schema/migrations']],
  ['Hasura has folders of the same form', { 'migrations/default/1600000000000_init/up.sql': '', 'config.yaml': 'version: 3' }, []],
  ['of another database', { 'Cargo.toml': 'diesel = { version = "2", features = ["sqlite"] }', 'migrations/2024-01-02-030405_a/up.sql': '' }, []],
  ['left behind for Atlas', { 'Cargo.toml': 'diesel = { version = "2", features = ["postgres"] }', 'migrations/2024-01-02-030405_a/up.sql': '', 'migrations/20250102030405_b.sql': '', 'migrations/atlas.sum': '' }, []],
  ['in tests', { 'tests/migrations/2024-01-02-030405_a/up.sql': '' }, []],
])('found: %s', (_, files, expected) => expect(diesel.detect(treeOf(files)).map(it => it.folder)).toEqual(expected));
