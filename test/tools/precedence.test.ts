import { expect, test } from 'vitest';
import { parseConfig } from '../../server/edges/config-files.js';
import type { Files } from '../../server/flows/ports.js';
import { openWorkspace } from '../../server/flows/workspace.js';
import { sourceOf } from './reading.js';

const ddl = 'create table t (id int);\n';
const journal = JSON.stringify({ dialect: 'postgresql', entries: [{ idx: 0, when: 1, tag: '0000_a', breakpoints: true }] });

/** Which tool gets a folder whose names several tools read: left the files, right what is found. */
test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['numbers and an underscore, of nobody', { 'migrations/0001_a.sql': ddl, 'migrations/0002_b.sql': ddl }, ['plain migrations']],
  ['in a crate with sqlx', { 'Cargo.toml': 'sqlx = "0.8"', 'migrations/0001_a.sql': ddl, 'migrations/0002_b.sql': ddl }, ['sqlx migrations']],
  ['in a journal of Drizzle', { 'migrations/meta/_journal.json': journal, 'migrations/0000_a.sql': ddl }, ['drizzle migrations']],
  ['beside atlas.sum', { 'migrations/atlas.sum': 'h1:=\n', 'migrations/0001_a.sql': ddl, 'migrations/0002_b.sql': ddl }, ['atlas migrations']],
  ['with the headers of Graphile Migrate', { 'Cargo.toml': 'sqlx = "0.8"', 'migrations/committed/000001.sql': '--! Previous: -\n--! Hash: sha1:x\n\n' }, ['graphile-migrate migrations/committed']],
  ['with the comments of goose, in a crate with sqlx', { 'Cargo.toml': 'sqlx = "0.8"', 'migrations/0001_a.sql': '-- +goose Up\nselect 1;\n' }, ['goose migrations']],
  ['moments, of Supabase', { 'supabase/migrations/20240101000000_a.sql': ddl, 'supabase/migrations/20240102000000_b.sql': ddl }, ['supabase supabase/migrations']],
  ['moments, of dbmate in the folder of Supabase', { 'supabase/migrations/20240101000000_a.sql': '-- migrate:up\n-- migrate:down\n' }, ['dbmate supabase/migrations']],
  ['moments, of Supabase below a crate with sqlx', { 'Cargo.toml': 'sqlx = "0.8"', 'supabase/migrations/20240101000000_a.sql': ddl }, ['supabase supabase/migrations']],
  ['Drizzle writes for Supabase', { 'drizzle.config.ts': "export default { out: './supabase/migrations' }", 'supabase/migrations/meta/_journal.json': journal.replace('0000_a', '20240101000000_a'), 'supabase/migrations/20240101000000_a.sql': ddl }, ['supabase supabase/migrations']],
  ['pairs, of nobody', { 'migrations/1_a.up.sql': ddl, 'migrations/1_a.down.sql': 'drop table t;\n' }, ['golang-migrate migrations']],
  ['pairs, in a crate with sqlx', { 'Cargo.toml': 'sqlx = "0.8"', 'migrations/1_a.up.sql': ddl, 'migrations/1_a.down.sql': 'drop table t;\n' }, ['sqlx migrations']],
  ['pairs, of templates', { 'migrations/1_a.up.sql': 'create table {{.prefix}}t (id int);\n', 'migrations/2_b.up.sql': ddl }, ['plain migrations']],
  ['pairs, beside atlas.sum', { 'migrations/atlas.sum': 'h1:=\n', 'migrations/1_a.up.sql': ddl }, ['golang-migrate migrations']],
  ['V and two underscores, of nobody', { 'migrations/V1__a.sql': ddl }, ['flyway migrations']],
  ['V and two underscores, in a crate with refinery', { 'Cargo.toml': 'refinery = "0.8"', 'migrations/V1__a.sql': ddl }, ['refinery migrations']],
  ['migration.sql in folders, of Prisma', { 'prisma/schema.prisma': '', 'prisma/migrations/20240101000000_a/migration.sql': ddl }, ['prisma prisma/migrations']],
  ['migration.sql in folders, of Drizzle', { 'drizzle/20240101000000_a/migration.sql': ddl, 'drizzle/20240101000000_a/snapshot.json': '{}' }, ['drizzle drizzle']],
  ['up.sql in folders, of Diesel', { 'migrations/2024-01-01-000000_a/up.sql': ddl }, ['diesel migrations']],
  ['a guess never lies in what is known', { 'db/migration/V1__a.sql': ddl, 'db/migration/sql-changes/1.sql': ddl, 'db/migration/sql-changes/2.sql': ddl }, ['flyway db/migration']],
  ['several at once', {
    'api/Cargo.toml': 'sqlx = "0.8"', 'api/migrations/1_a.sql': ddl, 'web/prisma/migrations/migration_lock.toml': 'provider = "postgresql"', 'web/prisma/migrations/0_a/migration.sql': ddl,
    'go/go.mod': 'github.com/golang-migrate/migrate/v4', 'go/db/migrations/1_a.up.sql': ddl, 'java/src/main/resources/db/migration/V1__a.sql': ddl,
  }, ['sqlx api/migrations', 'golang-migrate go/db/migrations', 'flyway java/src/main/resources/db/migration', 'prisma web/prisma/migrations']],
  ['the project file names a folder, and no tool', { 'migration-lens.jsonc': '{ "projects": [{ "folder": "sql" }] }', 'sql/1_a.sql': ddl, 'sql/2_b.sql': ddl }, ['plain sql']],
  ['the project file names plain files', { 'migration-lens.jsonc': '{ "projects": [{ "folder": "sql", "tool": "plain" }] }', 'sql/1_a.sql': ddl, 'sql/2_b.sql': ddl }, ['plain sql']],
  ['no migrations at all', { 'queries/1_a.sql': 'select 1;\n', 'queries/2_b.sql': 'select 2;\n', 'seeds/1_a.sql': 'insert into t values (1);\n', 'schema.sql': ddl, 'test/fixtures/1_a.sql': ddl, 'dump.sql': ddl }, []],
])('%s', async (_, files, expected) => {
  const { projects } = await openWorkspace(memory(files));
  expect(projects.map(it => `${it.tool.id} ${it.project.folder}`)).toEqual(expected);
});

function memory(texts: Readonly<Record<string, string>>): Files {
  return {
    list: async () => Object.keys(texts).sort(),
    read: async path => (texts[path] === undefined ? undefined : sourceOf(path, texts[path])),
    config: ({ path, text }) => parseConfig(path, text),
  };
}
