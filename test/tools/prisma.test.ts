import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { prisma } from '../../server/core/tools/prisma.js';
import { checksumOf, matches } from '../../server/core/tools/prisma/checksum.js';
import { indexed, migrationsOf, sourceOf, treeOf } from './reading.js';

const { prisma: vectors } = JSON.parse(readFileSync(new URL('checksums.json', import.meta.url), 'utf8')) as {
  readonly prisma: readonly { readonly text: string; readonly sum: string; readonly accepts?: readonly string[]; readonly unpadded?: string }[];
};

describe('names', () => {
  test.each([
    ['20240102030405_create_users/migration.sql', 'up 20240102030405_create_users 20240102030405 create_users'],
    ['20240102030405_create_users/down.sql', 'down 20240102030405_create_users 20240102030405 create_users'],
    ['0_init/migration.sql', 'up 0_init 0 init'],
    ['init/migration.sql', 'up init init '],
    ['20240102030405_x/migrations.sql', 'misnamed migration.sql'],
    ['20240102030405_x.sql', 'misnamed 20240102030405_x/migration.sql'],
    ['20240102030405_x/README.md', ''],
    ['20240102030405_x/data/migration.sql', ''],
    ['seed.sql', ''],
  ])('%s: %s', (file, expected) => {
    const it = prisma.read(`db/${file}`, prisma.at('db'));
    expect(it?.kind === 'migration' ? `${it.direction} ${it.id} ${it.version} ${it.name}` : it?.kind === 'misnamed' ? `misnamed ${it.suggestion ?? ''}` : '').toBe(expected);
  });

  test('the order is that of the names as words, as Prisma has run them', () => {
    const ran = (JSON.parse(readFileSync(new URL('fixtures/prisma/words/history.json', import.meta.url), 'utf8')) as readonly { readonly migration_name: string }[]).map(it => it.migration_name);
    expect(migrationsOf(prisma, [...ran].sort().map(it => `${it}/migration.sql`)).map(it => it.id)).toEqual(ran);
  });

  test.each([
    ['20240102030405_x/migration.sql', '20261123090507_x/migration.sql'],
    ['20240102030405_x/down.sql', '20261123090507_x/down.sql'],
    ['20240102030405_x/migrations.sql', '20261123090507_x/migration.sql'],
    ['20240102030405_x.sql', '20261123090507_x/migration.sql'],
  ])('renumbered, %s is %s', (file, expected) => expect(prisma.rename!(`db/${file}`, '20261123090507', prisma.at('db'), [])).toBe(`db/${expected}`));
});

describe('checksums', () => {
  test.each(vectors)('$text', ({ text, sum, accepts = [], unpadded }) => {
    const bom = text.startsWith('\uFEFF');
    const source = { ...sourceOf('', text.replace(/^\uFEFF/, '')), bom };
    expect(checksumOf(source)).toBe(sum);
    for (const it of [sum, ...accepts, ...(unpadded === undefined ? [] : [unpadded])]) expect(matches(source, it)).toBe(true);
    expect(matches(source, sum.replace(/^./, digit => (digit === '0' ? '1' : '0')))).toBe(false);
  });
});

/** Left: on disk. Middle: rows, `1~` with another checksum, `1!` not finished, `1-` rolled back. */
test.each([
  ['1 2', '', '1 pending, 2 pending'],
  ['1 2', '1', '1 applied, 2 pending'],
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder run, 3 applied'],
  ['1 2', '1~ 2', '1 modified run, 2 applied'],
  ['1 2', '1 2!', '1 applied, 2 failed'],
  ['1 2', '1 2-', '1 applied, 2 pending'],
  ['1 2', '1 2- 2', '1 applied, 2 applied'],
  ['1 2', '1 2- 2- 2!', '1 applied, 2 failed'],
  ['1', '1 2', '1 applied, 2 missing run'],
  ['1', '1 2-', '1 applied, 2 undone'],
  ['1', '1 2!', '1 applied, 2 failed'],
])('%s | %s: %s', (disk, history, expected) => {
  const { migrations, project } = indexed(prisma, disk.split(' ').map(it => `${it}/migration.sql`));
  const rows = history.split(' ').filter(Boolean).map(it => {
    const name = it.replace(/[~!-]/, '');
    const checksum = it.endsWith('~') ? 'ff' : checksumOf(sourceOf('', `-- ${name}/migration.sql`))!;
    const at = '2026-01-01T00:00:00.000Z';
    return { migration_name: name, checksum, started_at: at, finished_at: /[!-]$/.test(it) ? null : at, rolled_back_at: it.endsWith('-') ? at : null };
  });
  const compared = prisma.history.compare(migrations, prisma.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration?.id ?? it.applied!.id} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['by its lock', { 'db/migrations/migration_lock.toml': 'provider = "postgresql"', 'db/migrations/1_a/migration.sql': '' }, ['db/migrations']],
  ['of another database', { 'prisma/migrations/migration_lock.toml': 'provider = "sqlite"', 'prisma/migrations/1_a/migration.sql': '' }, []],
  ['by its place', { 'prisma/migrations/1_a/migration.sql': '' }, ['prisma/migrations']],
  ['by the schema beside', { 'db/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}', 'db/migrations/1_a/migration.sql': '' }, ['db/migrations']],
  ['by the schema beside, of another database', { 'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}', 'prisma/migrations/1_a/migration.sql': '' }, []],
  ['two packages', { 'a/prisma/migrations/1_a/migration.sql': '', 'b/prisma/migrations/1_a/migration.sql': '' }, ['a/prisma/migrations', 'b/prisma/migrations']],
  ['Drizzle has the same names', { 'drizzle/20240101000000_a/migration.sql': '', 'drizzle/20240101000000_a/snapshot.json': '{}' }, []],
  ['by its configuration', { 'api/prisma.config.ts': "import path from 'node:path';\nexport default defineConfig({\n  // migrations: { path: 'old' },\n  schema: path.join('db', 'schema'),\n  migrations: { path: path.join(__dirname, './db', 'changes'), seed: 'tsx seed.ts' },\n});", 'api/db/schema/users.prisma': 'model User { id Int @id }', 'api/db/schema/base.prisma': 'datasource db {\n  provider = "postgresql"\n}', 'api/db/changes/init/migration.sql': '', 'old/1_a/migration.sql': '' }, ['api/db/changes']],
  ['by its configuration, beside a folder of schemas', { 'prisma.config.mjs': 'export default { schema: "./models" }', 'models/a.prisma': '', 'models/migrations/1_a/migration.sql': '' }, ['models/migrations']],
  ['by its configuration, of another database', { 'prisma.config.ts': "export default { migrations: { path: 'm' } }", 'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}', 'm/1_a/migration.sql': '' }, []],
  ['names without numbers, by the lock', { 'm/migration_lock.toml': 'provider = "postgresql"', 'm/init/migration.sql': '' }, ['m']],
  ['nothing speaks for it', { 'migrations/1_a/migration.sql': '' }, []],
])('found: %s', (_, files, expected) => expect(prisma.detect(treeOf(files)).map(it => it.folder)).toEqual(expected));
