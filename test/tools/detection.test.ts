import { describe, expect, test } from 'vitest';
import { flyway } from '../../server/core/tools/flyway.js';
import { tools } from '../../server/core/tools/tools.js';
import { treeOf } from './reading.js';

/** What all tools find in a workspace folder of these files, a line for each project: the tool, its locations, what convinced it. */
function found(files: Readonly<Record<string, string>> | readonly string[]): readonly string[] {
  const texts = Array.isArray(files) ? Object.fromEntries(files.map(it => [it, ''])) : files as Readonly<Record<string, string>>;
  const tree = { ...treeOf(texts), peek: (path: string) => texts[path] };
  return tools.flatMap(tool => tool.detect(tree)).map(({ tool, locations, because }) => {
    const places = locations.map(it => it.path + (it.profiles ? ` in ${it.profiles.join('+')}` : '') + (it.downs ? ' (downs)' : ''));
    return `${tool}: ${places.join(', ')} [${because}]`;
  });
}

describe('Flyway by its files alone', () => {
  test.each([
    ['the default folder', ['src/main/resources/db/migration/V1__a.sql'], ['flyway: src/main/resources/db/migration [src/main/resources/db/migration]']],
    ['the workspace folder itself', ['V1__a.sql', 'README.md'], ['flyway: . [.]']],
    ['one file is enough', ['sql/V2023.01__a.sql'], ['flyway: sql [sql]']],
    ['a repeatable too', ['views/R__all.sql'], ['flyway: views [views]']],
    ['folders below belong to it', ['db/V1__a.sql', 'db/2024/V2__b.sql', 'db/views/R__c.sql'], ['flyway: db [db]']],
    ['siblings that share a numbering', ['sql/tables/V1__a.sql', 'sql/rows/V2__b.sql', 'sql/views/R__c.sql'], ['flyway: sql [sql]']],
    ['siblings with numberings of their own', ['db/orders/V1__a.sql', 'db/billing/V1__b.sql'], ['flyway: db/orders [db/orders]', 'flyway: db/billing [db/billing]']],
    ['modules', ['a/src/main/resources/db/migration/V1__a.sql', 'b/src/main/resources/db/migration/V1__a.sql'],
      ['flyway: a/src/main/resources/db/migration [a/src/main/resources/db/migration]', 'flyway: b/src/main/resources/db/migration [b/src/main/resources/db/migration]']],
    ['only PostgreSQL of several databases', ['db/mysql/V1__a.sql', 'db/h2/V1__a.sql', 'db/postgresql/V1__a.sql'], ['flyway: db/postgresql [db/postgresql]']],
    ['by the end of the name, and by a word in a folder', ['db/V1__a__POSTGRESQL.sql', 'db/V1__a__MYSQL.sql', 'mysql-store/db/V1__a.sql', 'migration_sqlite/V1__a.sql'], ['flyway: db [db]']],
    ['downs beside', ['db/up/V1__a.sql', 'db/down/V1__a.sql'], ['flyway: db/up, db/down (downs) [db/up]']],
    ['tests are not the project', ['src/test/resources/db/migration/V1__a.sql', 'testdata/V1__a.sql', 'sql-test-files/V1__a.sql'], []],
    ['notes are no migrations', ['db/notes.sql', 'db/schema.sql', 'V1_a.sql', 'db/V1.sql'], []],
  ])('%s', (_, files, expected) => expect(found(files)).toEqual(expected));
});

describe('Flyway by its configuration', () => {
  const files = { 'db/V1__a.sql': '', 'sql/V1__a.sql': '', 'src/main/resources/db/migration/V1__a.sql': '', 'src/main/resources/db/dev/V2__b.sql': '', 'src/main/resources/vendors/postgresql/V1__a.sql': '', 'src/main/java/db/programs/V3__c.java': '' };
  test.each([
    ['flyway.toml', '[flyway]\nlocations = ["filesystem:db"]', 'flyway: db [flyway.toml]'],
    ['flyway.conf', 'flyway.locations=filesystem:sql,filesystem:db', 'flyway: sql, db [flyway.conf]'],
    ['flyway.conf', '# nothing said', 'flyway: sql [flyway.conf]'],
    ['conf/flyway.conf', 'flyway.locations=filesystem:./db/', 'flyway: db [conf/flyway.conf]'],
    ['flyway.toml', '[flyway]\nlocations = ["filesystem:d*"]', 'flyway: db [flyway.toml]'],
    ['flyway.toml', '[flyway]\nlocations = ["filesystem:**/dev"]', 'flyway: src/main/resources/db/dev [flyway.toml]'],
    ['src/main/resources/application.properties', 'spring.flyway.locations=classpath:/vendors/{vendor}', 'flyway: src/main/resources/vendors/postgresql [src/main/resources/application.properties]'],
    ['src/main/resources/application.yml', 'spring:\n  flyway:\n    locations:\n      - classpath:db/migration\n', 'flyway: src/main/resources/db/migration [src/main/resources/application.yml]'],
    ['src/main/resources/application.yaml', 'spring.flyway.out-of-order: true', 'flyway: src/main/resources/db/migration [src/main/resources/application.yaml]'],
    ['src/main/resources/application.properties', 'quarkus.flyway.migrate-at-start=true', 'flyway: src/main/resources/db/migration [src/main/resources/application.properties]'],
    ['src/main/resources/application.properties', '%dev.quarkus.flyway.locations=db/migration,db/dev\nquarkus.flyway.locations=db/migration',
      'flyway: src/main/resources/db/migration, src/main/resources/db/dev in dev [src/main/resources/application.properties]'],
    ['build.gradle', "plugins { id 'org.flywaydb.flyway' }\nflyway {\n  url = 'jdbc:postgresql://h/d'\n  locations = ['filesystem:db', \"filesystem:sql\"]\n}", 'flyway: db, sql [build.gradle]'],
    ['build.gradle.kts', 'flyway {\n  // locations = arrayOf("filesystem:sql")\n  locations = arrayOf("filesystem:$projectDir/db")\n}', 'flyway: db [build.gradle.kts]'],
    ['build.gradle', "dependencies { implementation 'org.flywaydb:flyway-core' }", 'flyway: src/main/resources/db/migration [build.gradle]'],
    ['src/main/resources/flyway.conf', 'flyway.locations=vendors/postgresql', 'flyway: src/main/resources/vendors/postgresql [src/main/resources/flyway.conf]'],
    ['src/main/resources/application.yml', 'spring:\n  flyway:\n    locations: classpath:db/migration,classpath:db/programs\n', 'flyway: src/main/resources/db/migration, src/main/java/db/programs [src/main/resources/application.yml]'],
    ['gradle.properties', 'org.gradle.daemon=true\nflyway.locations=filesystem:db', 'flyway: db [gradle.properties]'],
    ['pom.xml', '<project><build><plugins><plugin><artifactId>x</artifactId></plugin><plugin><artifactId>flyway-maven-plugin</artifactId><configuration><locations><location>filesystem:${project.basedir}/db</location><location>filesystem:sql</location></locations></configuration></plugin></plugins></build></project>', 'flyway: db, sql [pom.xml]'],
  ])('%s: %s', (path, text, expected) => {
    expect(found({ ...files, [path]: text })).toContain(expected);
  });

  test('a profile in a file and in a document of its own', () => {
    expect(found({
      ...files,
      'src/main/resources/application.yml': 'spring:\n  flyway:\n    locations: classpath:db/migration\n---\nspring:\n  config:\n    activate:\n      on-profile: local\n  flyway:\n    locations: classpath:db/migration,classpath:db/dev\n',
      'src/main/resources/application-test.properties': 'spring.flyway.locations=classpath:db/migration,classpath:db/dev',
    })[0]).toBe('flyway: src/main/resources/db/migration, src/main/resources/db/dev in local+test [src/main/resources/application.yml]');
  });

  test('locations of a profile take the place of others, and these are not read with it', () => {
    const project = flyway.detect(treeOf({
      'src/main/resources/db/all/V1__a.sql': '', 'src/main/resources/db/prod/V2__b.sql': '', 'src/main/resources/db/dev/V2__b.sql': '',
      'src/main/resources/application.yml': 'spring:\n  flyway:\n    locations: classpath:db/all,classpath:db/prod\n',
      'src/main/resources/application-dev.yml': 'spring:\n  flyway:\n    locations: classpath:db/all,classpath:db/dev\n',
    }))[0]!;
    expect(project.locations.map(({ path, profiles, without }) => `${path.slice('src/main/resources/db/'.length)}${profiles ? ` in ${profiles.join()}` : ''}${without ? ` not in ${without.join()}` : ''}`))
      .toEqual(['all', 'prod not in dev', 'dev in dev']);
  });

  test('executions of Maven with locations of their own are projects of their own', () => {
    const execution = (id: string): string => `<execution><id>${id}</id><configuration><locations><location>filesystem:sql/${id}</location></locations><schemas><schema>${id}</schema></schemas></configuration></execution>`;
    const pom = (executions: string): string => `<project><build><plugins><plugin><artifactId>flyway-maven-plugin</artifactId><executions>${executions}</executions></plugin></plugins></build></project>`;
    const files = { 'sql/a/V1__a.sql': '', 'sql/b/V1__a.sql': '' };
    expect(found({ ...files, 'pom.xml': pom(execution('a') + execution('b')) })).toEqual(['flyway: sql/a [pom.xml]', 'flyway: sql/b [pom.xml]']);
    expect(found({ ...files, 'pom.xml': pom(execution('a')) })[0]).toBe('flyway: sql/a [pom.xml]');
  });

  test('several datasources, each a project of its own, and none of another database', () => {
    expect(found({
      'src/main/resources/db/orders/V1__a.sql': '', 'src/main/resources/db/users/V1__a.sql': '', 'src/main/resources/db/mysql/V1__a.sql': '',
      'src/main/resources/application.properties': 'quarkus.flyway.locations=db/orders\nquarkus.flyway.users.locations=db/users\nquarkus.flyway."old-one".locations=db/mysql\nquarkus.flyway.placeholders.x=y',
    })).toEqual([
      'flyway: src/main/resources/db/orders [src/main/resources/application.properties]',
      'flyway: src/main/resources/db/users [src/main/resources/application.properties]',
    ]);
  });

  test('settings, placeholders and connections, without passwords', () => {
    const [project] = flyway.detect(treeOf({
      'db/V1__a.sql': '',
      'flyway.toml': '[flyway]\nlocations = ["filesystem:db"]\noutOfOrder = true\ntable = "history"\n[flyway.postgresql]\ntransactional.lock = false\n[flyway.placeholders]\nrole = "app"\n[environments.dev]\nurl = "jdbc:postgresql://localhost:5433/shop"\nuser = "shop"\npassword = "secret"',
    }));
    expect(project!.settings).toMatchObject({ outOfOrder: 'true', table: 'history', transactionalLock: 'false', sqlMigrationPrefix: 'V' });
    expect(project!.placeholders).toEqual({ role: 'app' });
    expect(project!.connections).toEqual([{ name: 'dev', url: 'postgres://shop@localhost:5433/shop', from: 'flyway.toml' }]);
    expect(JSON.stringify(project)).not.toContain('secret');
  });

  test('the user\'s own file on top', () => {
    const [project] = flyway.detect(treeOf({ 'db/V1__a.sql': '', 'flyway.toml': '[flyway]\nlocations = ["filesystem:db"]\ntable = "a"', 'flyway.user.toml': '[flyway]\ntable = "b"' }));
    expect(project).toMatchObject({ folder: 'db', settings: { table: 'b' } });
  });

  test('the environment that is used stands above all files; beside TOML, other files count for nothing', () => {
    const [project] = flyway.detect(treeOf({
      'db/V1__a.sql': '',
      'flyway.conf': 'flyway.installedBy=ci\n',
      'flyway.toml': '[flyway]\nlocations = ["filesystem:db"]\nenvironment = "x"\n[environments.x]\nurl = "jdbc:postgresql://${env.HOST}/d"\nschemas = ["x"]\n[environments.y.flyway.placeholders]\nwho = "ann"\n',
      'flyway.user.toml': '[flyway]\nenvironment = "y"\ntable = "t"\n[environments.x]\nschemas = ["ux"]\n[environments.y]\nschemas = ["uy", "uz"]\nflyway.table = "ty"\n',
    }));
    expect(project).toMatchObject({ folder: 'db', settings: { table: 'ty', schemas: 'uy,uz', installedBy: '' }, placeholders: { who: 'ann' }, connections: [{ name: 'x', url: 'postgres://${env:HOST}/d' }] });
  });

  test('another database\'s address is no suggestion', () => {
    const [project] = flyway.detect(treeOf({ 'sql/V1__a.sql': '', 'flyway.conf': 'flyway.url=jdbc:mysql://localhost/d\nflyway.user=x' }));
    expect(project!.connections).toEqual([]);
  });
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['a plan that its configuration has left behind', { 'sqitch.conf': '[core]\n\tengine = pg\n\ttop_dir = sql\n', 'sqitch.plan': '%project=a\n', 'sql/sqitch.plan': '%project=a\n', 'sql/deploy/a.sql': '' }, ['sqitch: sql [sql/sqitch.plan]']],
  ['a plan with scripts of its own', { 'sqitch.conf': '[core]\n\tengine = pg\n\ttop_dir = sql\n', 'sqitch.plan': '%project=a\n', 'deploy/a.sql': '', 'sql/sqitch.plan': '%project=a\n' }, ['sqitch: sql [sql/sqitch.plan]', 'sqitch: . [sqitch.plan]']],
  ['goose beside another database', { 'a/postgres/1_a.sql': '-- +goose Up\n', 'a/sqlite/1_a.sql': '-- +goose Up\n' }, ['goose: a/postgres [a/postgres]']],
  ['of a crate that keeps its rows in SQLite', { 'app/Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["sqlite"] }\n', 'api/Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n', 'app/migrations/1_a.sql': 'create table t (a jsonb)', 'app/migrations/2_b.sql': '' }, []],
  ['drivers of a library', ['driver/pgx/m/1_a.up.sql', 'driver/pgx/m/2_a.up.sql', 'driver/gosqlite/m/1_a.up.sql', 'driver/gosqlite/m/2_a.up.sql'].reduce((all, it) => ({ ...all, [it]: '' }), {}), ['golang-migrate: driver/pgx/m [driver/pgx/m]']],
])('%s', (_, files, expected) => expect(found(files)).toEqual(expected));

describe('golang-migrate', () => {
  const pair = ['db/migrations/000001_a.up.sql', 'db/migrations/000001_a.down.sql'];
  test.each([
    ['a pair', pair, ['golang-migrate: db/migrations [db/migrations]']],
    ['files of another ending', ['db/migrations/1_a.up.pgsql', 'db/migrations/2_b.up.pgsql'], ['golang-migrate: db/migrations [db/migrations]', 'plain: db/migrations [db/migrations]']],
    ['beside metadata of Hasura', [...pair, 'db/migrations/2_b.up.yaml'], []],
    ['an up alone', [pair[0]!], ['golang-migrate: db/migrations [db/migrations]']],
    ['folders are not searched below', [...pair, 'db/migrations/old/000001_b.up.sql'], ['golang-migrate: db/migrations [db/migrations]', 'golang-migrate: db/migrations/old [db/migrations/old]']],
    ['a lone file below went astray', [...pair, 'db/migrations/sub/7_b.up.sql'], ['golang-migrate: db/migrations [db/migrations]']],
    ['many without a word for their way: some runner asks for none', [...pair, ...[2, 3, 4].map(it => `db/migrations/${it}_b.sql`)], ['plain: db/migrations [db/migrations]']],
    ['timestamps below are a project of their own', ['m/20240101_a.up.sql', 'm/tenant/20240202_b.up.sql', 'm/tenant/20240303_c.up.sql'], ['golang-migrate: m [m]', 'golang-migrate: m/tenant [m/tenant]']],
    ['Rails, goose, dbmate, diesel have other names', ['db/migrate/20240101000000_a.rb', 'goose/20240101000000_a.sql', 'dbmate/20240101000000_a.sql', 'migrations/2024-01-01-000000_a/up.sql'], ['diesel: migrations [migrations]']],
    ['folders for releases', ['db/postgres/1/01_a.up.sql', 'db/postgres/2/01_b.up.sql'], []],
    ['tests of a driver', ['internal/testdata/1_a.up.sql'], []],
  ])('%s', (_, files, expected) => expect(found(files)).toEqual(expected));

  test.each([
    ['go.mod names it', { 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.19.1' }, ['golang-migrate: db/migrations [go.mod]']],
    ['sqlx has the same names', { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"' }, ['sqlx: db/migrations [Cargo.toml]']],
    ['sqlx in a crate beside', { 'server/Cargo.toml': '[dependencies]\nsqlx = "0.8"' }, ['sqlx: db/migrations [server/Cargo.toml]']],
    ['pairs of sqlx wherever they lie', { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"', 'store/1_a.up.sql': '', 'queries/1_a.sql': '' }, ['sqlx: db/migrations [Cargo.toml]', 'sqlx: store [Cargo.toml]']],
    ['a crate without sqlx', { 'Cargo.toml': '[dependencies]\nserde = "1"' }, ['golang-migrate: db/migrations [db/migrations]']],
    ['both in one repository', { 'rust/Cargo.toml': '[dependencies]\nsqlx = "0.8"', 'rust/migrations/1_a.up.sql': '', 'go.mod': 'github.com/golang-migrate/migrate/v4' }, ['sqlx: rust/migrations [rust/Cargo.toml]', 'golang-migrate: db/migrations [go.mod]']],
    ['bun has the same names', { 'go.mod': 'require github.com/uptrace/bun v1.2.0' }, []],
    ['pop has the same names', { 'go.mod': 'require github.com/gobuffalo/pop/v6 v6.1.1' }, ['pop: db/migrations [go.mod]']],
  ])('%s', (_, manifests, expected) => expect(found({ ...Object.fromEntries(pair.map(it => [it, ''])), ...manifests })).toEqual(expected));
});
