import { describe, expect, test, vi } from 'vitest';
import { goose } from '../../server/core/tools/goose.js';
import { filesOf } from '../../server/edges/files.js';
import { parseConfig } from '../../server/edges/config-files.js';
import { createMigration } from '../../server/flows/create.js';
import type { Files } from '../../server/flows/ports.js';
import { openWorkspace, reopens, withSources, type Workspace } from '../../server/flows/workspace.js';
import { gitWith } from '../lint/projects.js';
import { sourceOf } from '../tools/reading.js';

/** A folder held in memory; a file whose text is `undefined` is deleted between listing and reading. */
function folder(files: Readonly<Record<string, string | undefined>>): Files {
  return {
    list: async () => Object.keys(files).sort(),
    read: async path => (files[path] === undefined ? undefined : sourceOf(path, files[path])),
    config: ({ path, text }) => parseConfig(path, text),
  };
}

function found({ projects }: Workspace): readonly string[] {
  return projects.map(({ id, migrations }) => `${id} ${migrations.map(it => it.id).join(' ')}`);
}

describe('sample projects', () => {
  test.each([
    ['flyway-shop', ['V6__create_coupons.sql duplicate-version', 'V7_create_reviews.sql bad-file-name']],
    ['flyway-healthy', []],
    ['golang-shop', [
      '000004_add_status.up.sql missing-down-migration', '000005_create_coupons.down.sql down-equals-up', '000006_create_wishes.up.sql duplicate-version',
      '000007-create-carts.up.sql bad-file-name', '000008_drop_legacy.down.sql orphan-down-migration',
    ]],
    ['golang-healthy', []],
  ])('%s', async (name, expected) => {
    const { projects, problems } = await openWorkspace(filesOf(`test/projects/${name}`));
    expect(projects).toHaveLength(1);
    expect(projects[0]!.problems.map(it => `${it.path.slice(it.path.lastIndexOf('/') + 1)} ${it.rule}`)).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

describe('opening', () => {
  test('several projects, each folder with one tool', async () => {
    expect(found(await openWorkspace(folder({ 'a/V1__x.sql': '', 'a/000001_x.up.sql': '', 'b/1_x.up.sql': '', 'b/1_x.down.sql': '' }))))
      .toEqual(['flyway:a 1', 'golang-migrate:b 1']);
  });

  test.each<[string, Record<string, string>, string]>([
    ['sqlx.toml', { 'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n', 'sqlx.toml': '[migrate\n', 'migrations/1_a.sql': '' }, 'sqlx:migrations 1'],
    ['supabase/config.toml', { 'supabase/config.toml': 'project_id = \n', 'supabase/migrations/1_a.sql': '' }, 'supabase:supabase/migrations 1'],
    ['drizzle/meta/_journal.json', { 'drizzle/meta/_journal.json': '{ "dialect": "postgresql", "entries": [{ "idx": 0, "tag": "0000_a", "when": 1 }', 'drizzle/0000_a.sql': '' }, 'drizzle:drizzle 0000_a'],
    ['prisma/migrations/migration_lock.toml', { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql', 'prisma/schema.prisma': '', 'prisma/migrations/1_a/migration.sql': '' }, 'prisma:prisma/migrations 1_a'],
    ['config.yaml', { 'config.yaml': 'version: 3\nendpoint: "http://x\n', 'migrations/default/1_a/up.sql': '' }, 'hasura:migrations/default 1'],
    ['diesel.toml', { 'Cargo.toml': '[dependencies]\ndiesel = { version = "2", features = ["postgres"] }\n', 'diesel.toml': '[migrations_directory\n', 'migrations/2024-01-01-000000_a/up.sql': '' }, 'diesel:migrations 20240101000000'],
  ])('a broken %s is one problem at its place, and its defaults hold', async (path, files, expected) => {
    const workspace = await openWorkspace(folder(files));
    expect(found(workspace)).toEqual([expected]);
    expect(workspace.problems.map(it => `${it.rule} ${it.path}`)).toEqual([`tool-configuration ${path}`]);
  });

  test('what a reader of ours fails at is its project\'s problem alone', async () => {
    const failing = vi.spyOn(goose, 'duplicate').mockImplementation(() => { throw new Error('of undefined'); });
    const { projects } = await openWorkspace(folder({ 'a/V1__x.sql': 'select 1;', 'b/1_x.sql': '-- +goose Up', 'b/1_y.sql': '-- +goose Up' })).finally(() => failing.mockRestore());
    expect(projects.map(it => [it.id, ...it.problems.map(({ path, message }) => `${path}: ${message}`)])).toEqual([['flyway:a'], ['goose:b', 'b/1_x.sql: These migrations of goose could not be read, which is a mistake of Migration Lens: of undefined']]);
  });

  test('changelogs are found by those that name them, whatever they are called', async () => {
    const changelog = (within: string): string => `<databaseChangeLog>${within}</databaseChangeLog>`;
    expect(found(await openWorkspace(folder({
      'liquibase.properties': 'changeLogFile=start.xml\nsearchPath=a,b\n', 'a/start.xml': changelog('<property name="where" value="deep/er"/><include file="tables/x.json"/><includeAll path="many"/><include file="${where}/z.sql"/>'),
      'b/tables/x.json': '{"databaseChangeLog":[{"include":{"file":"../y.yml","relativeToChangelogFile":true}}]}', 'b/y.yml': 'databaseChangeLog:\n- changeSet: {id: 1, author: y, changes: [{sql: "select 1"}]}\n',
      'a/many/1.xml': changelog('<changeSet id="2" author="m"><sql>select 1</sql></changeSet>'), 'b/deep/er/z.sql': '--liquibase formatted sql\n--changeset z:3\nselect 1;\n', 'c/y.yml': 'databaseChangeLog: []', 'c/start.xml': 'x',
    })))).toEqual(['liquibase:a 1::y::y.yml 2::m::many/1.xml 3::z::deep/er/z.sql']);
  });

  test('files of no tool are called as the project file says', async () => {
    const { projects } = await openWorkspace(folder({ 'migration-lens.jsonc': '{ "projects": [{ "folder": "db", "pattern": "rel-{version}.{direction}.sql" }] }', 'db/rel-10.up.sql': '', 'db/rel-9.up.sql': '', 'db/rel-9.down.sql': '', 'db/11_x.sql': '' }));
    expect(projects.map(it => [it.id, it.project.because, it.migrations.map(({ version, up, down }) => [version, up?.path, down?.path].join(' '))])).toEqual([['plain:db', 'migration-lens.jsonc', ['9 db/rel-9.up.sql db/rel-9.down.sql', '10 db/rel-10.up.sql ']]]);
  });

  test('a file that is deleted while it is read is left out', async () => {
    expect(found(await openWorkspace(folder({ 'a/V1__x.sql': '', 'a/V2__y.sql': undefined })))).toEqual(['flyway:a 1']);
  });

  test('nothing at all', async () => {
    expect(await openWorkspace(folder({}))).toMatchObject({ projects: [], problems: [], settings: { rules: {} } });
  });

  test('a broken configuration is one problem, and its defaults hold', async () => {
    const { projects, problems } = await openWorkspace(folder({ 'flyway.toml': '[flyway\n', 'sql/V1__a.sql': '' }));
    expect(problems).toMatchObject([{ rule: 'tool-configuration', severity: 'error', path: 'flyway.toml' }]);
    expect(projects.map(it => it.id)).toEqual(['flyway:sql']);
  });

  test('a broken file that has nothing to do with migrations is not ours to tell', async () => {
    const { problems } = await openWorkspace(folder({ 'src/main/resources/application.yml': 'a: [', 'sql/V1__a.sql': '' }));
    expect(problems).toEqual([]);
  });

  test('the sidecar\'s options are the migration\'s', async () => {
    const { projects } = await openWorkspace(folder({ 'a/V1__x.sql': '', 'a/V1__x.sql.conf': '# why\nexecuteInTransaction = false\n' }));
    expect(projects[0]!.migrations[0]!.options).toEqual({ executeInTransaction: 'false' });
  });

  test('against the default branch', async () => {
    const files = folder({ 'a/V1__x.sql': 'select 1', 'a/V2__y.sql': 'select 2' });
    const { projects } = await openWorkspace(files, gitWith({ name: 'origin/main', paths: ['a/V1__x.sql', 'a/V3__z.sql'], fork: ['a/V1__x.sql'] }));
    expect(projects[0]!.problems).toMatchObject([{ rule: 'migration-out-of-order', message: expect.stringContaining('V3__z.sql of origin/main'), fixes: [{ title: 'Renumber to V4__y.sql' }] }]);
  });
});

describe('the project file', () => {
  test('names a folder that nothing else would find, and its tool', async () => {
    const { projects } = await openWorkspace(folder({ 'migration-lens.jsonc': '{ "projects": [{ "folder": "tests/db", "tool": "golang-migrate" }, { "folder": "fixtures" }] }', 'tests/db/1_a.up.sql': '', 'fixtures/V1__a.sql': '' }));
    expect(projects.map(it => it.id)).toEqual(['flyway:fixtures', 'golang-migrate:tests/db']);
  });

  test('overrules the tool and how it runs scripts', async () => {
    const { projects } = await openWorkspace(folder({ 'migration-lens.jsonc': '{ "projects": [{ "folder": "db", "transaction": "none" }] }', 'db/V1__a.sql': '' }));
    const { tool, project, migrations } = projects[0]!;
    const script = { text: 'select 1', pieces: [], comments: [] };
    expect(tool.execution(script, migrations[0]!, project)).toMatchObject({ wraps: false, sends: 'statement' });
  });

  test('each project obeys the nearest one above it', async () => {
    const { projects, settings } = await openWorkspace(folder({
      'migration-lens.jsonc': '{ "postgres": 14 }', 'a/migration-lens.jsonc': '{ "postgres": 15, "projects": [{ "folder": "db" }] }', 'a/db/V1__a.sql': '', 'b/V1__a.sql': '',
    }));
    expect(projects.map(it => `${it.id} ${it.settings.postgres}`)).toEqual(['flyway:a/db 15', 'flyway:b 14']);
    expect(settings.postgres).toBe(14);
  });

  test('a mistake in it is a problem of the workspace', async () => {
    const { problems } = await openWorkspace(folder({ 'migration-lens.jsonc': '{ "rules": { "no-such-rule": "off" } }' }));
    expect(problems).toMatchObject([{ rule: 'project-file', severity: 'warning', path: 'migration-lens.jsonc' }]);
  });
});

describe('changes', () => {
  const files = { 'a/V1__x.sql': 'select 1', 'b/1_x.up.sql': 'select 1', 'flyway.toml': '[flyway]\nlocations = ["filesystem:a"]' };

  test('reach the project that they are in, and leave the others as they are', async () => {
    const before = await openWorkspace(folder(files));
    const after = withSources(before, [sourceOf('a/V2__y.sql', 'select 2')]);
    expect(found(after)).toEqual(['flyway:a 1 2', 'golang-migrate:b 1']);
    expect(after.projects[1]).toBe(before.projects[1]);
    expect(withSources(before, [sourceOf('README.md', '')])).toBe(before);
  });

  test.each([
    ['flyway.toml', true],
    ['migration-lens.jsonc', true],
    ['new/V1__a.sql', true],
    ['a/V9__z.sql', false],
    ['node_modules/x/V1__a.sql', false],
    ['README.md', false],
    ['queries/report.sql', false],
    ['c/2_y.up.sql', true],
  ])('%s means opening again: %s', async (path, expected) => {
    expect(reopens(await openWorkspace(folder(files)), sourceOf(path, ''))).toBe(expected);
  });
});

test.each([
  ['a change', 'db/1.xml', '<databaseChangeLog><changeSet id="1" author="a"><dropTable tableName="t"/></changeSet></databaseChangeLog>', false],
  ['another id', 'db/1.xml', '<databaseChangeLog><changeSet id="2" author="a"/></databaseChangeLog>', false],
  ['an include', 'db/1.xml', '<databaseChangeLog><include file="2.xml"/><changeSet id="1" author="a"/></databaseChangeLog>', true],
  ['the root', 'db/root.xml', '<databaseChangeLog><include file="db/2.xml"/></databaseChangeLog>', true],
])('of changelogs, those are read anew that lead to others: %s', async (_, path, text, expected) => {
  const changelog = '<databaseChangeLog><changeSet id="1" author="a"/></databaseChangeLog>';
  const workspace = await openWorkspace(folder({ 'liquibase.properties': 'changeLogFile=db/root.xml\n', 'db/root.xml': '<databaseChangeLog><include file="db/1.xml"/></databaseChangeLog>', 'db/1.xml': changelog, 'db/2.xml': changelog }));
  expect(found(workspace)).toEqual(['liquibase:db 1::a::db/1.xml']);
  expect(reopens(workspace, sourceOf(path, text))).toBe(expected);
  // Without it, or with one more, the root finds the same folder.
  expect(reopens(workspace, { path, gone: true })).toBe(path === 'db/root.xml');
  expect(reopens(workspace, sourceOf('db/3.xml', text))).toBe(expected);
  expect(reopens(workspace, sourceOf('db/new/root.xml', changelog))).toBe(true);
});

test('a new migration is the next one, as the tool writes it', async () => {
  const { projects } = await openWorkspace(filesOf('test/projects/golang-healthy'));
  expect(createMigration(projects[0]!, { name: 'Add Loans', down: true, now: new Date('2026-11-23T09:00:00Z') }).map(it => it.path)).toEqual([
    'internal/store/migrations/20261123090000_add_loans.up.sql', 'internal/store/migrations/20261123090000_add_loans.down.sql',
  ]);
});
