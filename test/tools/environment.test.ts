import { expect, test } from 'vitest';
import { parseConfig } from '../../server/edges/config-files.js';
import type { Files } from '../../server/flows/ports.js';
import { openWorkspace } from '../../server/flows/workspace.js';
import { sourceOf } from './reading.js';

const ddl = 'create table t (id int);\n';
const toml = '[flyway]\nlocations = ["filesystem:sql"]\ntable = "history"\nplaceholders.Owner = "ann"\nplaceholders.other = "x"\n';

/** Files, variables, and what the project then is: folder, table, placeholders, connections. */
test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly string[]]>([
  ['nothing is set', { 'flyway.toml': toml, 'sql/V1__a.sql': ddl }, {}, ['flyway sql history Owner=ann other=x']],
  ['variables overrule the file', { 'flyway.toml': toml, 'sql/V1__a.sql': ddl }, { FLYWAY_TABLE: 'h', FLYWAY_PLACEHOLDERS_OWNER: 'bob' }, ['flyway sql h other=x owner=bob']],
  ['so do locations', { 'flyway.toml': toml, 'sql/V1__a.sql': ddl, 'db/V1__b.sql': ddl }, { FLYWAY_LOCATIONS: 'filesystem:db' }, ['flyway db history Owner=ann other=x', 'flyway sql flyway_schema_history']],
  ['locations that lie elsewhere mean nothing here', { 'flyway.toml': toml, 'sql/V1__a.sql': ddl }, { FLYWAY_LOCATIONS: 'filesystem:/flyway/sql,filesystem:../x' }, ['flyway sql history Owner=ann other=x']],
  ['without a file', { 'sql/V1__a.sql': ddl }, { FLYWAY_TABLE: 'h' }, ['flyway sql h']],
  ['locations alone', { 'changes/x/V1__a.sql': ddl, 'changes/U1__a.sql': 'drop table t;' }, { FLYWAY_LOCATIONS: 'filesystem:changes' }, ['flyway changes flyway_schema_history']],
  ['empty is a value, and what only looks like a setting is none', { 'flyway.toml': toml, 'sql/V1__a.sql': ddl }, { FLYWAY_PLACEHOLDERS_OWNER: '', FLYWAY_PLACEHOLDERS_OTHER: 'y', FLYWAY_SQLMIGRATIONPREFIX: 'X', FLYWAY_DOWN_FILES: 'read', FLYWAY_DOWNFILES: 'read' }, ['flyway sql history owner= other=y']],
  ['the project file names the folder', { 'migration-lens.jsonc': '{ "projects": [{ "folder": "sql", "tool": "flyway" }] }', 'sql/V1__a.sql': ddl }, { FLYWAY_TABLE: 'h' }, ['flyway sql h']],
  ['Spring does not read them', { 'src/main/resources/application.yml': 'spring:\n  flyway:\n    table: s\n', 'src/main/resources/db/migration/V1__a.sql': ddl }, { FLYWAY_TABLE: 'h', FLYWAY_PLACEHOLDERS_A: 'b' }, ['flyway src/main/resources/db/migration s']],
  ['files that a variable names stand above the others, the last first', { 'flyway.toml': toml, 'conf/a.toml': '[flyway]\ntable = "a"\n', 'flyway-b.toml': '[flyway]\ntable = "b"\n', 'flyway-c.toml': '[flyway]\ntable = "c"\n', 'sql/V1__a.sql': ddl }, { FLYWAY_CONFIG_FILES: 'conf/a.toml,./flyway-b.toml' }, ['flyway sql b Owner=ann other=x']],
  ['where these are none of TOML, no others of TOML count', { 'flyway.toml': toml, 'flyway.conf': 'flyway.placeholders.a=b\nflyway.table=x', 'conf/a.conf': 'flyway.table=a\nflyway.locations=filesystem:sql', 'sql/V1__a.sql': ddl }, { FLYWAY_CONFIG_FILES: 'conf/a.conf' }, ['flyway sql a a=b']],
  ['which environment is used, no variable says', { 'flyway.toml': `${toml}[environments.prod.flyway]\ntable = "prod"\n`, 'sql/V1__a.sql': ddl }, { FLYWAY_ENVIRONMENT: 'prod' }, ['flyway sql history Owner=ann other=x']],
  ['the address is named, not told', { 'sql/V1__a.sql': ddl }, { FLYWAY_URL: 'jdbc:postgresql://db/app?user=me&password=s3cret' }, ['flyway sql flyway_schema_history FLYWAY_URL: ${env:FLYWAY_URL}']],
  ['another database', { 'sql/V1__a.sql': ddl }, { FLYWAY_URL: 'jdbc:mysql://db/app' }, ['flyway sql flyway_schema_history']],
  ['other tools', { 'prisma/schema.prisma': '', 'prisma/migrations/20240101000000_a/migration.sql': ddl }, { DATABASE_URL: 'postgresql://me:s3cret@db/app' }, ['prisma prisma/migrations _prisma_migrations DATABASE_URL: ${env:DATABASE_URL}']],
  ['a file .env, without its password', { '.env': 'DATABASE_URL="postgres://me:s3@cr/et@db:5433/app?sslmode=require&password=s3cret&options=-c%20x"\n', 'db/migrations/20240101000000_a.sql': '-- migrate:up\n-- migrate:down\n' }, {},
    ['dbmate db/migrations schema_migrations DATABASE_URL: postgres://me@db:5433/app?sslmode=require']],
  ['parameters of the tool in a file .env', { '.env': 'POSTGRESQL_URL=postgres://me:s3cret@db/app?x-migrations-table=done&sslmode=disable&x=s3\n', 'migrations/1_a.up.sql': ddl }, {}, ['golang-migrate migrations schema_migrations POSTGRESQL_URL: postgres://me@db/app?x-migrations-table=done&sslmode=disable']],
  ['several folders in a file .env', { '.env': 'DBMATE_MIGRATIONS_DIR=./db/a,db/b\nDBMATE_MIGRATIONS_TABLE=x\n', 'db/a/1_a.sql': '-- migrate:up\n', 'db/b/2_b.sql': '-- migrate:up\n', 'db/c/1_a.sql': '-- migrate:up\n' }, { DBMATE_MIGRATIONS_TABLE: 'y' }, ['dbmate db/a y', 'dbmate db/c y']],
  ['a variable before a file .env', { '.env': 'GOOSE_TABLE=x\n', 'db/1_a.sql': '-- +goose Up\n' }, { GOOSE_TABLE: 'y' }, ['goose db y']],
  ['a driver of another database', { '.env': 'GOOSE_DRIVER=sqlite3\n', 'db/1_a.sql': '-- +goose Up\n' }, {}, []],
  ['a file .env that takes it from elsewhere, or is no URL', { '.env': 'DATABASE_URL=postgres://${HOST}/app\nGOOSE_DBSTRING=user=me password=s3cret\n', 'db/migrations/1_a.sql': '-- +goose Up\n' }, {}, ['goose db/migrations goose_db_version']],
  ['a variable proves no dialect', Object.fromEntries([1, 2, 3].map(it => [`migrations/${it}_a.up.sql`, 'CREATE TABLE `t` (`id` int) ENGINE=InnoDB;\n'])), { DATABASE_URL: 'postgres://db/app' }, []],
])('%s', async (_, texts, environment, expected) => {
  const { projects } = await openWorkspace(memory(texts), undefined, environment);
  expect(JSON.stringify(projects.map(it => [it.project, it.problems]))).not.toContain('s3');
  expect(projects.map(({ tool, project: { folder, settings, placeholders, connections } }) => [
    tool.id, folder, settings['table'], ...Object.entries(placeholders).map(it => it.join('=')), ...connections.map(it => `${it.name}: ${it.url}`),
  ].join(' '))).toEqual(expected);
});

function memory(texts: Readonly<Record<string, string>>): Files {
  return {
    list: async () => Object.keys(texts).sort(),
    read: async path => (texts[path] === undefined ? undefined : sourceOf(path, texts[path])),
    config: ({ path, text }) => parseConfig(path, text),
  };
}
