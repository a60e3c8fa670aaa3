import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drizzle } from '../../server/core/tools/drizzle.js';
import { checksumOf } from '../../server/core/tools/drizzle/history.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { indexed, sourceOf, treeOf } from './reading.js';

const { drizzle: vectors } = JSON.parse(readFileSync(new URL('checksums.json', import.meta.url), 'utf8')) as { readonly drizzle: readonly { readonly text: string; readonly sum: string }[] };

function journalOf(...entries: readonly (readonly [tag: string, when: number])[]): string {
  return JSON.stringify({ version: '7', dialect: 'postgresql', entries: entries.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true })) });
}

function projectWith(...entries: readonly (readonly [tag: string, when: number])[]): Project {
  const [project] = drizzle.detect(treeOf({ 'db/meta/_journal.json': journalOf(...entries) }));
  return project!;
}

describe('checksums', () => {
  test.each(vectors)('$text', ({ text, sum }) => expect(checksumOf({ ...sourceOf('', text.replace(/^\uFEFF/, '')), bom: text.startsWith('\uFEFF') })).toBe(sum));
});

test.each([
  ['0000_users.sql', 'migration 0000 users'],
  ['0001_gone.sql', 'misnamed'],
  ['seed.sql', ''],
  ['meta/_journal.json', 'sidecar'],
  ['meta/0000_snapshot.json', ''],
  ['sub/0000_users.sql', ''],
])('by a journal, %s: %s', (file, expected) => {
  const it = drizzle.read(`db/${file}`, projectWith(['0000_users', 1]));
  expect(it?.kind === 'migration' ? `migration ${it.version} ${it.name}` : it?.kind ?? '').toBe(expected);
});

test('a journal may be as long as the project is old', () => {
  const entries = Array.from({ length: 10_000 }, (_, i) => [`${String(i).padStart(4, '0')}_a_step_of_a_long_way`, 1_700_000_000_000 + i] as const);
  expect(journalOf(...entries).length).toBeGreaterThan(1_000_000);
  const files = Object.fromEntries(entries.slice(0, 3).map(([tag]) => [`db/${tag}.sql`, '']));
  expect(drizzle.detect(treeOf({ ...files, 'db/meta/_journal.json': journalOf(...entries) })).map(it => it.folder)).toEqual(['db']);
});

test('the journal is the order', () => {
  const { migrations, problems } = indexed(drizzle, ['0000_a.sql', '0001_b.sql', 'c.sql', '0009_stray.sql', 'meta/_journal.json'], projectWith(['c', 1], ['0001_b', 3], ['0000_a', 2], ['0002_gone', 4]));
  expect(migrations.map(it => it.id)).toEqual(['c', '0001_b', '0000_a']);
  expect(problems.map(it => `${it.path} ${it.rule}`)).toEqual(['db/0009_stray.sql bad-file-name', 'db/meta/_journal.json journal-mismatch', 'db/meta/_journal.json journal-mismatch']);
});

test('a new migration comes with its line in the journal', () => {
  const project = projectWith(['0000_a', 1], ['0001_b', 2]);
  const { migrations } = indexed(drizzle, ['0000_a.sql', '0001_b.sql'], project);
  const [sql, journal] = drizzle.scaffold({ name: 'Add Users', project, existing: migrations, now: new Date('2026-11-23T09:05:07Z'), down: false });
  expect([sql!.path, journal!.path, journal!.replaces]).toEqual(['db/0002_add_users.sql', 'db/meta/_journal.json', true]);
  expect((JSON.parse(journal!.text) as { readonly entries: readonly unknown[] }).entries.at(-1)).toEqual({ idx: 2, version: '7', when: Date.parse('2026-11-23T09:05:07Z'), tag: '0002_add_users', breakpoints: true });
});

/** On disk with `when`; rows with `created_at`, `1~` with another hash. */
test.each([
  ['1 2', '', '1 pending, 2 pending'],
  ['1 2', '1', '1 applied, 2 pending'],
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder skip, 3 applied'],
  ['1 2', '1~ 2', '1 modified run, 2 applied'],
  ['1 2', '1 2 3', '1 applied, 2 applied, 3 missing run'],
  // The journal was written anew: the same text under another moment.
  ['1 2', '1 7=2', '1 applied, 2 applied'],
])('by a journal: %s | %s: %s', (disk, history, expected) => {
  const whens = disk.split(' ');
  const project = projectWith(...whens.map(it => [`000${it}_x`, Number(it)] as const));
  const { migrations } = indexed(drizzle, whens.map(it => `000${it}_x.sql`), project);
  const rows = history.split(' ').filter(Boolean).map((it, i) => {
    const [when, text] = it.replace('~', '').split('=');
    return { id: i + 1, created_at: when!, name: null, hash: it.endsWith('~') ? 'ff' : checksumOf(sourceOf('', `-- 000${text ?? when!}_x.sql`)) };
  });
  const compared = drizzle.history.compare(migrations, drizzle.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration ? Number(it.migration.version) : it.applied!.script} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test.each([
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder run, 3 applied'],
  ['1 2', '1~', '1 modified run, 2 pending'],
  ['1', '1 2', '1 applied, 2 missing run'],
])('by names: %s | %s: %s', (disk, history, expected) => {
  const { migrations, project } = indexed(drizzle, disk.split(' ').map(it => `${it}/migration.sql`));
  const rows = history.split(' ').map((it, i) => {
    const name = it.replace('~', '');
    return { id: i + 1, created_at: '0', name, hash: it.endsWith('~') ? 'ff' : checksumOf(sourceOf('', `-- ${name}/migration.sql`)), applied_at: '2026-01-01T00:00:00Z' };
  });
  const compared = drizzle.history.compare(migrations, drizzle.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration?.id ?? it.applied!.id} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['by its journal', { 'db/meta/_journal.json': journalOf(['0000_a', 1]), 'db/0000_a.sql': '' }, ['db drizzle.__drizzle_migrations']],
  ['with its table and schema', { 'drizzle/meta/_journal.json': journalOf(), 'drizzle.config.ts': "export default { out: './drizzle', migrations: { table: 'done', schema: 'public' } }" }, ['drizzle public.done']],
  ['of another database', { 'db/meta/_journal.json': '{"dialect":"sqlite","entries":[]}' }, []],
  ['a journal that is broken', { 'db/meta/_journal.json': '{"dialect":"postgresql","entries":[{"tag":' }, ['db drizzle.__drizzle_migrations']],
  ['a journal that was left behind', { 'db/meta/_journal.json': journalOf(['0000_a', 1]), 'db/0001_b.sql': '', 'db/0002_c.sql': '', 'db/0003_d.sql': '' }, []],
  ['by its snapshots', { 'drizzle/20240101000000_a/migration.sql': '', 'drizzle/20240101000000_a/snapshot.json': '' }, ['drizzle drizzle.__drizzle_migrations']],
  ['by its configuration', { 'drizzle.config.ts': "export default { dialect: 'postgresql', out: 'db' }", 'db/20240101000000_a/migration.sql': '' }, ['db drizzle.__drizzle_migrations']],
  ['by its configuration, of another database', { 'drizzle.config.ts': "export default { dialect: 'sqlite', out: 'db' }", 'db/20240101000000_a/migration.sql': '' }, []],
  ['Prisma has the same names', { 'prisma/migrations/20240101000000_a/migration.sql': '' }, []],
])('found: %s', (_, files, expected) => expect(drizzle.detect(treeOf(files)).map(it => `${it.folder} ${it.settings['historySchema']}.${it.settings['table']}`)).toEqual(expected));
