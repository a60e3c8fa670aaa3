import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { golangMigrate } from '../../server/core/tools/golang-migrate.js';
import { lockId } from '../../server/core/tools/golang-migrate/history.js';
import { indexed, migrationsOf } from './reading.js';

const vectors = JSON.parse(readFileSync('test/tools/vectors.json', 'utf8')) as {
  readonly golang_migrate_lock_id: readonly { database: string; additional: readonly string[]; id: string }[];
  readonly golang_migrate_filename: readonly { file: string; ok: boolean }[];
};

test.each(vectors.golang_migrate_lock_id)('the lock of $database', ({ database, additional, id }) => {
  expect(String(lockId([...additional, database]))).toBe(id);
});

test('the lock is that of the command line, which takes the database from the path of its URL', () => {
  expect(golangMigrate.lock(golangMigrate.at('db'), { database: 'mydb', schema: 'public', user: 'u' })).toMatchObject({ key: 616192132n });
});

test.each(vectors.golang_migrate_filename)('$file: $ok', ({ file, ok }) => {
  expect(golangMigrate.read(`db/${file}`, golangMigrate.at('db'))?.kind === 'migration').toBe(ok);
});

// Left: the file. Right: what is read in it, or what it was meant to be called.
test.each([
  ['000001_init.up.sql', 'up 1 init'],
  ['18446744073709551615_last.down.sql', 'down 18446744073709551615 last'],
  ['18446744073709551616_over.up.sql', 'nothing'],
  ['1_.up.sql', 'up 1 '],
  ['1_a.up.down.sql', 'down 1 a.up'],
  ['1_a.up.go', 'companion'],
  ['7_upper.up.SQL', 'up 7 upper'],
  ['9_any.up.sql.bak', 'up 9 any'],
  ['000007-create.up.sql', 'misnamed -> 000007_create.up.sql'],
  ['7_create_up.sql', 'misnamed -> 7_create.up.sql'],
  ['7_create.UP.sql', 'misnamed -> 7_create.up.sql'],
  ['v7_create.up.sql', 'misnamed -> 7_create.up.sql'],
  ['7_create.sql', 'misnamed -> 7_create.up.sql'],
  ['schema.sql', 'nothing'],
  ['README.md', 'nothing'],
  ['embed.go', 'nothing'],
])('%s: %s', (file, expected) => {
  const reading = golangMigrate.read(`db/${file}`, golangMigrate.at('db'));
  const said = reading === undefined ? 'nothing'
    : reading.kind === 'migration' ? `${reading.direction} ${reading.version ?? ''} ${reading.name}`
    : reading.kind === 'misnamed' && reading.suggestion !== undefined ? `misnamed -> ${reading.suggestion}` : reading.kind;
  expect(said).toBe(expected);
});

test('order: by number, whatever the zeros', () => {
  expect(migrationsOf(golangMigrate, ['10_x.up.sql', '9_x.up.sql', '0002_x.up.sql', '18446744073709551615_x.up.sql']).map(it => it.id))
    .toEqual(['2', '9', '10', '18446744073709551615']);
});

test('halves are paired by number: titles may differ', () => {
  const [only, ...more] = indexed(golangMigrate, ['1_create.up.sql', '01_drop.down.sql']).migrations;
  expect(more).toEqual([]);
  expect([only!.up?.path, only!.down?.path]).toEqual(['db/1_create.up.sql', 'db/01_drop.down.sql']);
});
