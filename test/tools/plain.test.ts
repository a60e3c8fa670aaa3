import { describe, expect, test } from 'vitest';
import type { Tree } from '../../server/core/tools/tool/project.js';
import { plain } from '../../server/core/tools/plain.js';
import { indexed, migrationsOf, treeOf } from './reading.js';

describe('names', () => {
  test.each([
    ['001_create_users.sql', 'up 001 create users'],
    ['001-create-users.sql', 'up 001 create users'],
    ['1.sql', 'up 1 '],
    ['1.2.3 add things.sql', 'up 1.2.3 add things'],
    ['2024-01-02-users.sql', 'up 2024-01-02 users'],
    ['20240102030405_users.up.sql', 'up 20240102030405 users'],
    ['001_users.down.sql', 'down 001 users'],
    ['001_users_down.sql', 'down 001 users'],
    ['001_users-rollback.sql', 'down 001 users'],
    ['001_take_down_notices.sql', 'up 001 take down notices'],
    ['V7_users.sql', 'up 7 users'],
    ['users.sql', ''],
    ['001_users.txt', ''],
  ])('%s: %s', (file, expected) => {
    const it = plain.read(`db/${file}`, plain.at('db'));
    expect(it?.kind === 'migration' ? `${it.direction} ${it.version} ${it.name}` : '').toBe(expected);
  });

  test.each([
    ['release-{version}-{name}.sql', 'release-2024.1-add-users.sql', 'up 2024.1 add users release-2024.1-add-users.sql'],
    ['{name}.{version}.{direction}.sql', 'users.007.down.sql', 'down 007 users users.007..sql'], ['{version}.sql', '2024-01-02.sql', 'up 2024-01-02  2024-01-02.sql'],
    ['[{version}] {name}.sql', '[7] a+b.sql', 'up 7 a+b [7] a+b.sql'], ['{version}.sql', '7_a.sql', ''], ['{name}{version}{name}.sql', 'a7{name}.sql', 'up 7 a a7{name}.sql'], ['{version}{version}.sql', `${'1.'.repeat(5000)}!`, ''],
  ])('as the project file says, %s: %s', (pattern, file, expected) => {
    const project = { ...plain.at('db'), settings: { pattern } };
    const it = plain.read(`db/${file}`, project);
    expect(it?.kind === 'migration' ? `${it.direction} ${it.version} ${it.name} ${it.id}` : '').toBe(expected);
    const made = plain.scaffold({ name: 'Add Users', project, existing: [], now: new Date('2026-11-23T09:05:07Z'), down: true });
    if (expected !== '') expect(made.map(({ path }) => plain.read(path, project)?.kind)).toEqual(made.map(() => 'migration'));
  });

  test('numbers, part by part', () => {
    expect(migrationsOf(plain, ['10_a.sql', '9_b.sql', '9.1_c.sql', '009_d.sql', '2024-01-02_e.sql', '2024-01-10_f.sql']).map(it => it.up!.path)).toEqual(
      ['db/009_d.sql', 'db/9_b.sql', 'db/9.1_c.sql', 'db/10_a.sql', 'db/2024-01-02_e.sql', 'db/2024-01-10_f.sql']);
  });

  test('a folder of ways back', () => {
    const tree = treeOf({ 'db/migrations/1_a.sql': '', 'db/migrations/2_b.sql': '', 'db/migrations/down/1_a.sql': '' });
    const [project] = plain.detect(tree);
    expect(project!.locations).toEqual([{ path: 'db/migrations', recursive: false }, { path: 'db/migrations/down', recursive: false, downs: true }]);
    expect(plain.read('db/migrations/down/1_a.sql', project!)).toMatchObject({ direction: 'down', id: '1_a.sql' });
  });

  test.each<[readonly string[], boolean, string]>([
    [[], false, '0001_add_users.sql'],
    [['007_x.sql'], true, '008_add_users.sql 008_add_users.down.sql'],
    [['7-x-y.sql'], false, '8-add-users.sql'],
    [['7_x.up.sql', '7_x.down.sql'], true, '8_add_users.up.sql 8_add_users.down.sql'],
    [['7_x.sql', '7_x_rollback.sql'], true, '8_add_users.sql 8_add_users_rollback.sql'],
    [['20240102030405_x.sql'], false, '20261123090507_add_users.sql'],
    [['2024-01-02_x.sql'], false, '2026-11-23_add_users.sql'],
  ])('after %j (down: %s) comes %s', (names, down, expected) => {
    const { migrations, project } = indexed(plain, names);
    expect(plain.scaffold({ name: 'Add Users', project, existing: migrations, now: new Date('2026-11-23T09:05:07Z'), down }).map(it => it.path.replace('db/', '')).join(' ')).toBe(expected);
  });
});

const ddl = 'create table t (id int);\n';

test.each<[string, Record<string, string>, readonly string[]]>([
  ['a folder called for it', { 'db/migrations/001_a.sql': ddl, 'db/migrations/002_b.sql': ddl }, ['db/migrations']],
  ['of PostgreSQL', { 'migrations/postgres/001_a.sql': ddl, 'migrations/postgres/002_b.sql': ddl, 'migrations/mysql/001_a.sql': ddl, 'migrations/mysql/002_b.sql': ddl }, ['migrations/postgres']],
  ['changes of the schema', { 'schema-changes/1.sql': ddl, 'schema-changes/2.sql': ddl }, ['schema-changes']],
  ['a folder for each kind of database in it', { 'migrations/tenant/0001-a.sql': ddl, 'migrations/tenant/0002-b.sql': ddl }, ['migrations/tenant']],
  ['functions', { 'migrations/functions/0001-a.sql': ddl, 'migrations/functions/0002-b.sql': ddl }, []],
  ['a step for each of several databases', { 'migrations/1_a.sql': ddl, 'migrations/1_a.cockroach.sql': ddl, 'migrations/2_b.sql': ddl, 'migrations/2_b.cockroach.sql': ddl }, []],
  ['where SQLite is at work, too', { 'go.mod': 'require github.com/mattn/go-sqlite3 v1', 'migrations/1_a.sql': ddl, 'migrations/2_b.sql': ddl }, []],
  ['what a crate runs on SQLite', { 'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["sqlite"] }', 'migrations/1_a.sql': 'create table t (at timestamptz);', 'migrations/2_b.sql': ddl }, []],
  ['where SQLite is at work, and this is none of its', { 'go.mod': 'require github.com/mattn/go-sqlite3 v1', 'migrations/1_a.sql': 'create table t (at timestamptz);', 'migrations/2_b.sql': ddl }, ['migrations']],
  ['templates', { 'migrations/1_a.sql': '{{ if .Old }} drop table t; {{ end }}', 'migrations/2_b.sql': ddl }, []],
  ['names that are filled in', { 'migrations/1_a.sql': 'create table {{ index .Options "Namespace" }}.t ();', 'migrations/2_b.sql': ddl }, ['migrations']],
  ['one alone', { 'db/migrations/001_a.sql': ddl }, []],
  ['some other folder', { 'sql/001_a.sql': ddl, 'sql/002_b.sql': ddl }, []],
  ['queries', { 'queries/migrations/001_a.sql': ddl, 'queries/migrations/002_b.sql': ddl }, []],
  ['rows', { 'migrations/001_a.sql': 'insert into t values (1);', 'migrations/002_b.sql': '-- some\nselect 1;' }, []],
  ['few numbers among many files', { 'migrations/001_a.sql': ddl, 'migrations/002_b.sql': ddl, 'migrations/a.sql': ddl, 'migrations/b.sql': ddl }, []],
  ['seeds', { 'db/migrations/seeds/001_a.sql': ddl, 'db/migrations/seeds/002_b.sql': ddl }, []],
  ['tests', { 'test/migrations/001_a.sql': ddl, 'test/migrations/002_b.sql': ddl }, []],
  ['of sql-migrate, which has both ways in a file', { 'migrations/001_a.sql': '-- +migrate Up\n', 'migrations/002_b.sql': '-- +migrate Up\n' }, []],
  ['of node-pg-migrate', { 'migrations/001_a.sql': '-- Up Migration\n', 'migrations/002_b.sql': '-- Up Migration\n' }, []],
  ['of Play', { 'conf/evolutions/default/1.sql': '# --- !Ups\n', 'conf/evolutions/default/2.sql': '# --- !Ups\n' }, []],
])('found: %s', (_, files, expected) => {
  const tree: Tree = { ...treeOf(files), peek: path => files[path] };
  expect(plain.detect(tree).map(it => it.folder)).toEqual(expected);
});
