import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { atlas } from '../../server/core/tools/atlas.js';
import { parseSums, sumFile, sumsOf } from '../../server/core/tools/atlas/sum.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { indexed, migrationsOf, treeOf } from './reading.js';

const { atlas: vectors } = JSON.parse(readFileSync(new URL('checksums.json', import.meta.url), 'utf8')) as {
  readonly atlas: readonly { readonly files: readonly { readonly name: string; readonly text: string }[]; readonly sum: string }[];
};

describe('atlas.sum', () => {
  test.each(vectors)('$sum', ({ files, sum }) => {
    const { migrations } = indexed(atlas, Object.fromEntries(files.map(it => [it.name, it.text])));
    expect(sumFile(sumsOf(migrations)!)).toBe(sum);
  });

  const files = { '1_a.sql': 'select 1;\n', '2_b.sql': 'select 2;\n', '3_c.sql': 'select 3;\n' };
  const text = sumFile(sumsOf(indexed(atlas, files).migrations)!);
  const problemsOf = (now: Readonly<Record<string, string>>) => {
    const [project] = atlas.detect(treeOf({ 'db/atlas.sum': text, 'db/1_a.sql': '' }));
    return indexed(atlas, now, project).problems.map(it => `${it.path.replace('db/', '')} ${it.message.replace(/.*: /, '').split(',')[0]}`);
  };
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['as it was', files, []],
    ['edited', { ...files, '2_b.sql': 'select 7;\n' }, ['2_b.sql 2_b.sql or one before it was edited']],
    ['line ends', { ...files, '3_c.sql': 'select 3;\r\n' }, ['3_c.sql 3_c.sql or one before it was edited']],
    ['added', { ...files, '4_d.sql': '' + 'select 4;\n' }, ['4_d.sql 4_d.sql was added']],
    ['removed at the end', { '1_a.sql': files['1_a.sql'], '2_b.sql': files['2_b.sql'] }, ['atlas.sum 3_c.sql was removed']],
  ])('%s', (_, now, expected) => expect(problemsOf(now)).toEqual(expected));

  test('a new migration comes with its sum', () => {
    const [found] = atlas.detect(treeOf({ 'db/atlas.sum': text, 'db/1_a.sql': '' }));
    const { migrations, project } = indexed(atlas, files, found);
    const [sql, sum] = atlas.scaffold({ name: 'Add Users', project, existing: migrations, now: new Date('2026-11-23T09:05:07Z'), down: false });
    expect([sql!.path, sum!.path, sum!.replaces, [...parseSums(sum!.text).keys()].at(-1)]).toEqual(['db/4_add_users.sql', 'db/atlas.sum', true, '4_add_users.sql']);
  });
});

test('the order is that of the file names; a version is what stands before the underscore', () => {
  const [project] = atlas.detect(treeOf({ 'db/atlas.sum': '', 'db/1_a.sql': '' }));
  expect(indexed(atlas, ['9_a.sql', '10_b.sql', '20240101.sql', 'baseline.sql'], project).migrations.map(it => `${it.version} ${it.name}`)).toEqual(['10 b', '20240101 ', '9 a', 'baseline ']);
});

test.each([
  ['select 1', true],
  ['-- atlas:txmode none\n\ncreate index concurrently i on t (a)', false],
  ['-- about\n-- atlas:txmode none\n\nselect 1', false],
  ['-- atlas:txmode none\r\n\r\nselect 1', false],
  // It belongs to the statement then, and says nothing of the file.
  ['-- atlas:txmode none\nselect 1', true],
  ['-- atlas:txmode none', false],
  ['select 1;\n-- atlas:txmode none', true],
])('%j: a transaction is %s', (text, wraps) => {
  expect(atlas.execution({ text, pieces: [], comments: [] }, migrationsOf(atlas, ['1_a.sql'])[0]!, atlas.at('db'))).toEqual({ wraps, sends: 'statement' });
});

/** Rows: `1~` with another hash, `1!` half applied, `b1` a baseline. */
test.each([
  ['1 2', '', '1 pending, 2 pending'],
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder refuse, 3 applied'],
  ['1 2', '1~', '1 modified run, 2 pending'],
  ['1 2', '1 2!', '1 applied, 2 failed'],
  ['1 2 3', 'b2', '1 ignored, 2 baseline, 3 pending'],
  ['1 2', '2', '1 ignored, 2 applied'],
  ['1 2 3', '1 2~ 3~', '1 applied, 2 modified run, 3 applied'],
  ['1', '1 2', '1 applied, 2 missing run'],
])('%s | %s: %s', (disk, history, expected) => {
  const { migrations, project: plain } = indexed(atlas, disk.split(' ').map(it => `${it}_x.sql`));
  const project: Project = { ...plain, settings: { ...plain.settings, ...Object.fromEntries([...sumsOf(migrations)!].map(([file, sum]) => [`sum:${file}`, sum])) } };
  const rows = history.split(' ').filter(Boolean).map(it => {
    const version = it.replace(/\D/g, '');
    return { version, description: 'x', type: it.startsWith('b') ? 1 : 2, applied: it.endsWith('!') ? 1 : 2, total: 2, error: it.endsWith('!') ? 'division by zero' : null, hash: it.endsWith('~') ? 'h1:x' : project.settings[`sum:${version}_x.sql`] ?? '', executed_at: '2026-01-01T00:00:00.000Z' };
  });
  const compared = atlas.history.compare(migrations, atlas.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration?.id ?? it.applied!.id} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['by its sums', { 'migrations/atlas.sum': 'h1:=\n', 'migrations/1_a.sql': '' }, ['migrations  atlas_schema_revisions']],
  ['with an environment', { 'migrations/atlas.sum': '', 'migrations/1_a.sql': '', 'atlas.hcl': 'env "local" {\n  migration {\n    revisions_schema = "public"\n  }\n}' }, ['migrations local public']],
  ['by the one schema of its address', { 'migrations/atlas.sum': '', 'migrations/1_a.sql': '', 'atlas.hcl': 'env "a" {\n  url = "postgres://localhost/a?search_path=app&sslmode=disable"\n}' }, ['migrations a app']],
  ['not of another database', { 'migrations/atlas.sum': '', 'migrations/1_a.sql': '', 'atlas.hcl': 'env "a" {\n  dev = "docker://mysql/8/dev"\n}' }, []],
  ['in the format of golang-migrate', { 'migrations/atlas.sum': '', 'migrations/1_a.up.sql': '' }, []],
  ['in the format of Flyway', { 'migrations/atlas.sum': '', 'migrations/V1__a.sql': '' }, []],
  ['without files', { 'migrations/atlas.sum': '' }, []],
  ['named by its configuration, without sums yet', { 'atlas.hcl': 'env "a" {\n  migration {\n    dir = "file://sql/steps"\n  }\n}\nenv "b" {\n  migration { dir = "file://old?format=goose" }\n}', 'sql/steps/1_a.sql': '', 'old/1_a.sql': '', 'other/1_a.sql': '' }, ['sql/steps  atlas_schema_revisions']],
])('found: %s', (_, files, expected) => expect(atlas.detect(treeOf(files)).map(it => `${it.folder} ${it.settings['env']} ${it.settings['historySchema']}`)).toEqual(expected));

test('its address says where its history lies, and its configuration in what order it runs', () => {
  const files = { 'db/atlas.sum': '', 'db/1_a.sql': '', 'atlas.hcl': 'env "a" {\n  migration {\n    exec_order = NON_LINEAR\n  }\n}' };
  const [project] = atlas.detect(treeOf(files));
  const place = { database: 'd', schema: 'public', user: 'u' };
  expect(['public', ''].map(it => atlas.history.table(atlas.connected!(project!, { search_path: it }, place), place).schema)).toEqual(['public', 'atlas_schema_revisions']);
  expect(atlas.traits(project!).outOfOrder).toBe('run');
});

test('atlas itself applies, one at a time, where libpq\'s variables say', () => {
  const [project] = atlas.detect(treeOf({ 'db/atlas.sum': '', 'db/1_a.sql': '', 'atlas.hcl': 'env "local" {\n}' }));
  expect(atlas.run).toMatchObject({ by: 'tool' });
  if (atlas.run.by === 'tool') expect(atlas.run.command('up', migrationsOf(atlas, ['1_a.sql'])[0]!, project!).argv).toEqual(['atlas', 'migrate', 'apply', '1', '--dir', 'file://db', '--env', 'local', '--url', 'postgres:///', '--revisions-schema', 'atlas_schema_revisions']);
});
