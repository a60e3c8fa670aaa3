import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { refinery } from '../../server/core/tools/refinery.js';
import { checksumOf } from '../../server/core/tools/refinery/checksum.js';
import { indexed, sourceOf, treeOf } from './reading.js';

const { refinery: vectors } = JSON.parse(readFileSync(new URL('checksums.json', import.meta.url), 'utf8')) as {
  readonly refinery: readonly { readonly file: string; readonly text: string; readonly int4: string; readonly int8: string }[];
};

test.each([
  ['V1__create_users.sql', 'migration 1 create_users'],
  ['U007__late.sql', 'migration 7 late'],
  ['V1__größe.sql', 'migration 1 größe'],
  ['V2__code.rs', 'companion 2'],
  ['V2147483648__much.sql', 'misnamed '],
  ['V1.2__dotted.sql', 'misnamed '],
  ['V1_one.sql', 'misnamed V1__one.sql'],
  ['V1__two words.sql', 'misnamed V1__two_words.sql'],
  ['v3__lower.sql', 'misnamed V3__lower.sql'],
  ['4_none.sql', 'misnamed V4__none.sql'],
  ['schema.sql', ''],
  ['V1__a.SQL', ''],
])('%s: %s', (file, expected) => {
  const it = refinery.read(`db/${file}`, refinery.at('db'));
  expect(it?.kind === 'migration' ? `migration ${it.version} ${it.name}` : it?.kind === 'misnamed' ? `misnamed ${it.suggestion ?? ''}` : it?.kind === 'companion' ? `companion ${it.of!.id}` : '').toBe(expected);
});

describe('checksums', () => {
  test.each(vectors)('$file', ({ file, text, int4, int8 }) => {
    const project = refinery.at('db');
    const reading = refinery.read(`db/${file}`, { ...project, settings: { ...project.settings, versions: 'int8' } });
    const migration = reading as Extract<typeof reading, { kind: 'migration' }>;
    const source = { ...sourceOf('', text.replace(/^\uFEFF/, '')), bom: text.startsWith('\uFEFF') };
    expect(checksumOf(source, migration, project)).toBe(int4);
    expect(checksumOf(source, migration, { settings: { versions: 'int8' } })).toBe(int8);
  });

  test('a large file takes no time', () => {
    const start = performance.now();
    checksumOf(sourceOf('', 'insert into t values (1);\n'.repeat(400_000)), { name: 'x', version: '1' }, refinery.at('db'));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

/** `1~` with another checksum, `1'` with another name; `U2` on disk may run late. */
test.each([
  ['V1 V2', '', '1 pending, 2 pending'],
  ['V1 V2', '1', '1 applied, 2 pending'],
  ['V1 V2 V3', '1 3', '1 applied, 2 outOfOrder refuse, 3 applied'],
  ['V1 U2 V3', '1 3', '1 applied, 2 outOfOrder run, 3 applied'],
  ['V1 V2', "1~ 2'", '1 modified, 2 modified'],
  ['V1', '1 2', '1 applied, 2 missing refuse'],
])('%s | %s: %s', (disk, history, expected) => {
  const { migrations, project } = indexed(refinery, disk.split(' ').map(it => `${it}__x.sql`));
  const rows = history.split(' ').filter(Boolean).map(it => {
    const version = it.replace(/\D/g, '');
    const migration = migrations.find(of => of.version === version);
    return { version, name: it.endsWith("'") ? 'y' : 'x', applied_on: '2026-01-01T00:00:00Z', checksum: it.endsWith('~') || !migration ? '7' : checksumOf(migration.up!, migration, project) };
  });
  const compared = refinery.history.compare(migrations, refinery.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration?.id ?? it.applied!.id} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['beside the crate', { 'Cargo.toml': 'refinery = "0.8"', 'migrations/V1__a.sql': '' }, ['migrations int4']],
  ['with large versions', { 'Cargo.toml': 'refinery = "0.8"', 'migrations/V20240101000000__a.sql': '' }, ['migrations int8']],
  ['with the feature', { 'Cargo.toml': 'refinery = { version = "0.8", features = ["int8-versions"] }', 'src/migrations/V1__a.sql': '' }, ['src/migrations int8']],
  ['folders below belong to it', { 'Cargo.toml': 'refinery = "0.8"', 'migrations/V1__a.sql': '', 'migrations/b/V2__b.sql': '' }, ['migrations int4']],
  ['without the crate it is Flyway', { 'migrations/V1__a.sql': '', 'Cargo.toml': 'tokio = "1"' }, []],
  ['of another database', { 'Cargo.toml': 'refinery = { version = "0.8", features = ["rusqlite"] }', 'migrations/V1__a.sql': '' }, []],
])('found: %s', (_, files, expected) => expect(refinery.detect(treeOf(files)).map(it => `${it.folder} ${it.settings['versions']}`)).toEqual(expected));
