import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { graphileMigrate } from '../../server/core/tools/graphile-migrate.js';
import { hashOf, headerOf } from '../../server/core/tools/graphile-migrate/header.js';
import { indexed, migrationsOf, treeOf } from './reading.js';

const { graphile: vectors } = JSON.parse(readFileSync(new URL('checksums.json', import.meta.url), 'utf8')) as {
  readonly graphile: readonly { readonly file: string; readonly text: string; readonly previous: string; readonly hash: string }[];
};
const files = Object.fromEntries(vectors.map(it => [it.file, it.text]));

describe('headers and hashes', () => {
  test.each(vectors)('$file', ({ text, previous, hash }) => {
    const header = headerOf(text);
    expect([header.previous ?? '-', header.hash, hashOf(header.body, header.previous)]).toEqual([previous, hash, hash]);
  });
});

describe('the chain', () => {
  const problemsOf = (now: Readonly<Record<string, string>>) => indexed(graphileMigrate, now).problems.map(it => `${it.path.replace('db/', '')} ${it.rule}`);
  const [first, second, third] = Object.keys(files).sort() as [string, string, string];
  test('holds', () => expect(problemsOf(files)).toEqual([]));
  test('breaks where one was edited', () => expect(problemsOf({ ...files, [second]: `${files[second]!}select 7;\n` })).toEqual([`${second} journal-mismatch`]));
  test('unless it says so', () => expect(problemsOf({ ...files, [second]: `${files[second]!.replace(/^(--! Hash.*\n)/m, '$1--! AllowInvalidHash\n')}select 7;\n` })).toEqual([]));
  test('breaks where one is gone', () => {
    const { [second]: _, ...rest } = files;
    expect(problemsOf(rest)).toContain(`${third} journal-mismatch`);
  });
  test('one that was never committed', () => expect(problemsOf({ [first]: files[first]!, '000002-x.sql': 'select 1;\n' })).toEqual(['000002-x.sql journal-mismatch']));
});

test.each([
  ['000001.sql', '000001 '],
  ['000012-add-users.sql', '000012 add users'],
  ['1-a.sql', ''],
  ['current.sql', ''],
])('%s: %s', (file, expected) => {
  const it = graphileMigrate.read(`db/${file}`, graphileMigrate.at('db'));
  expect(it?.kind === 'migration' ? `${it.version} ${it.name}` : '').toBe(expected);
});

test.each([
  ['--! Previous: -\n--! Hash: sha1:x\n\ncreate table a ()', true],
  ['--! Previous: -\n--! Hash: sha1:x\n\n--! no-transaction\nvacuum', false],
])('%j: a transaction is %s', (text, wraps) => {
  expect(graphileMigrate.execution({ text, pieces: [], comments: [] }, migrationsOf(graphileMigrate, ['000001.sql'])[0]!, graphileMigrate.at('db'))).toEqual({ wraps, sends: 'whole' });
});

test('placeholders are its own to fill', () => {
  const [migration] = migrationsOf(graphileMigrate, ['000001.sql']);
  const expanded = (text: string) => graphileMigrate.expand!(text, migration!, graphileMigrate.at('db'));
  expect(expanded('grant select on t to :DATABASE_VISITOR')).toMatchObject({ at: 21 });
  expect(expanded("select 'a'::TEXT, now()::date")).toEqual({ text: "select 'a'::TEXT, now()::date" });
});

test.each([
  ['1 2', '', '1 pending, 2 pending'],
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder skip, 3 applied'],
  ['1 2', '1~ 2', '1 modified run, 2 applied'],
  ['1', '1 2', '1 applied, 2 missing run'],
])('%s | %s: %s', (disk, history, expected) => {
  const { migrations, project } = indexed(graphileMigrate, Object.fromEntries(disk.split(' ').map(it => [`00000${it}-x.sql`, `--! Previous: -\n--! Hash: sha1:${it}\n\nselect 1;\n`])));
  const rows = history.split(' ').filter(Boolean).map(it => ({ filename: `00000${it.replace('~', '')}.sql`, hash: `sha1:${it}`, previous_hash: null, date: '2026-01-01T00:00:00.000Z' }));
  const compared = graphileMigrate.history.compare(migrations, graphileMigrate.history.decode(rows, migrations), project);
  expect(compared.map(it => `${Number(it.migration?.id ?? it.applied!.id)} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test('found by its headers', () => {
  const texts = { 'migrations/committed/000001.sql': '--! Previous: -\n--! Hash: sha1:x\n\n', 'other/000001.sql': 'select 1' };
  expect(graphileMigrate.detect({ ...treeOf({ ...texts, '.gmrc': '{}' }), peek: (path: string) => (texts as Readonly<Record<string, string>>)[path] }).map(it => `${it.folder} ${it.because}`)).toEqual(['migrations/committed .gmrc']);
});
