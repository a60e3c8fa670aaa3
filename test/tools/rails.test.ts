import { describe, expect, test } from 'vitest';
import type { Migration, Source } from '../../server/core/migrations/migration.js';
import { rails } from '../../server/core/tools/rails.js';
import type { Tree } from '../../server/core/tools/tool/project.js';
import { indexed } from './reading.js';

const project = rails.at('db/migrate');

function sourceOf(text: string, path = 'db/migrate/1_x.rb'): Source {
  return { path, text, bom: false, malformed: false };
}

function inClass(body: string, release = '6.1'): string {
  return `class X < ActiveRecord::Migration[${release}]\n${body}\nend\n`;
}

/** The statements of one way; `??` where something runs that cannot be told. */
function sent(text: string, way: 'up' | 'down' = 'up'): readonly string[] {
  const migration: Migration = { id: '1', kind: 'versioned', version: '1', name: 'x', up: sourceOf(text) };
  const fragments = rails.translate!(migration, undefined, project)?.[way] ?? [];
  return fragments.map(it => (it.unknown ? '??' : it.sql.replace(/\s+/g, ' ').trim()));
}

// As ActiveRecord 6.1.7 sent them to a server, but for upper case, and constraints in the place of their columns.
describe('what a call sends', () => {
  test.each([
    ['add_column :orgs, :z, :string, default: "it\'s", null: false', ['ALTER TABLE "orgs" ADD "z" character varying DEFAULT \'it\'\'s\' NOT NULL']],
    ['add_column "app.orgs", :a, :integer, limit: 8, default: -5', ['ALTER TABLE "app"."orgs" ADD "a" bigint DEFAULT -5']],
    ['add_column :orgs, :z3, :uuid, default: -> { "gen_random_uuid()" }', ['ALTER TABLE "orgs" ADD "z3" uuid DEFAULT gen_random_uuid()']],
    ['add_column :orgs, :d, :decimal, precision: 10, scale: 2', ['ALTER TABLE "orgs" ADD "d" decimal(10,2)']],
    ['add_column :orgs, :p, :string, array: true, default: []', ['ALTER TABLE "orgs" ADD "p" character varying[] DEFAULT \'{}\'']],
    ['add_column :orgs, :q, "character varying(10)"', ['ALTER TABLE "orgs" ADD "q" character varying(10)']],
    ['add_index :orgs, [:z, :z2], order: { z2: :desc }, using: :btree', ['CREATE INDEX "index_orgs_on_z_and_z2" ON "orgs" USING btree ("z", "z2" DESC)']],
    ['add_index :orgs, "lower(name)", name: "i", unique: true, where: "a > 0"', ['CREATE UNIQUE INDEX "i" ON "orgs" (lower(name)) WHERE a > 0']],
    ['add_index :orgs, several ? %i[a b] : :a, name: "i", using: :gin', ['CREATE INDEX "i" ON "orgs" USING gin ("a", "b")']],
    ['add_index :orgs, :e, opclass: :float8_ops, algorithm: :concurrently', ['CREATE INDEX CONCURRENTLY "index_orgs_on_e" ON "orgs" ("e" float8_ops)']],
    ['change_column :orgs, :q, :text, null: false, default: "q"', ['ALTER TABLE "orgs" ALTER COLUMN "q" TYPE text, ALTER COLUMN "q" SET DEFAULT \'q\', ALTER COLUMN "q" SET NOT NULL']],
    ['change_column :orgs, :n, :text, using: "n::text"', ['ALTER TABLE "orgs" ALTER COLUMN "n" TYPE text USING n::text']],
    ['change_column_default :orgs, :a, from: nil, to: 3', ['ALTER TABLE "orgs" ALTER COLUMN "a" SET DEFAULT 3']],
    ['change_column_default :orgs, :b, nil', ['ALTER TABLE "orgs" ALTER COLUMN "b" DROP DEFAULT']],
    ['change_column_null :orgs, :c, false, 7', ['UPDATE "orgs" SET "c" = 7 WHERE "c" IS NULL', 'ALTER TABLE "orgs" ALTER COLUMN "c" SET NOT NULL']],
    ['add_reference :orgs, :category, foreign_key: true', [
      'ALTER TABLE "orgs" ADD "category_id" bigint', 'CREATE INDEX "index_orgs_on_category_id" ON "orgs" ("category_id")',
      'ALTER TABLE "orgs" ADD CONSTRAINT "fk_rails_b754f41f8e" FOREIGN KEY ("category_id") REFERENCES "categories" ("id")']],
    ['add_foreign_key :people, :orgs, on_delete: :nullify, validate: false', ['ALTER TABLE "people" ADD CONSTRAINT "fk_rails_1d02976dd6" FOREIGN KEY ("org_id") REFERENCES "orgs" ("id") ON DELETE SET NULL NOT VALID']],
    ['add_check_constraint :noid, "x < 100"', ['ALTER TABLE "noid" ADD CONSTRAINT "chk_rails_98e85939a4" CHECK (x < 100)']],
    ['change_table :people, bulk: true do |t|\n t.string :first\n t.rename :x, :y\n t.remove :age\n t.references :thing, polymorphic: true\n end', [
      'ALTER TABLE "people" ADD "first" character varying', 'ALTER TABLE "people" RENAME COLUMN "x" TO "y"', 'ALTER TABLE "people" DROP COLUMN "age"',
      'ALTER TABLE "people" ADD "thing_type" character varying', 'ALTER TABLE "people" ADD "thing_id" bigint', 'CREATE INDEX "index_people_on_thing" ON "people" ("thing_type", "thing_id")']],
    ['remove_index :orgs, column: [:a, :b]', ['DROP INDEX "index_orgs_on_a_and_b"']],
    ['remove_index :orgs, :c, name: "c_idx", algorithm: :concurrently', ['DROP INDEX CONCURRENTLY "c_idx"']],
    ['remove_foreign_key :people, :orgs', ['ALTER TABLE "people" DROP CONSTRAINT "fk_rails_1d02976dd6"']],
    ['drop_table :categories, force: :cascade', ['DROP TABLE "categories" CASCADE']],
    ['create_join_table :orgs, :people, column_options: { type: :uuid }', ['CREATE TABLE "orgs_people" ("org_id" uuid NOT NULL, "person_id" uuid NOT NULL)']],
    ['create_join_table :orgs, :people', ['CREATE TABLE "orgs_people" ("org_id" bigint NOT NULL, "person_id" bigint NOT NULL)']],
    ['create_table :users, id: :uuid do |t|\n t.references :boss, type: :uuid, foreign_key: { to_table: :users, on_delete: :cascade }, index: { unique: true }\n t.timestamps null: true\n t.index :created_at\n end', [
      'CREATE TABLE "users" ("id" uuid DEFAULT gen_random_uuid() NOT NULL PRIMARY KEY, "boss_id" uuid, CONSTRAINT "fk_rails_8c260d5f7b" FOREIGN KEY ("boss_id") REFERENCES "users" ("id") ON DELETE CASCADE, "created_at" timestamp(6), "updated_at" timestamp(6))',
      'CREATE UNIQUE INDEX "index_users_on_boss_id" ON "users" ("boss_id")', 'CREATE INDEX "index_users_on_created_at" ON "users" ("created_at")']],
    ['create_table :people do |t|\n if precise?\n t.datetime :at, precision: 6\n else\n t.datetime :at\n end\n t.text :n\n end', ['CREATE TABLE "people" ("id" bigserial PRIMARY KEY, "at" timestamp(6), "n" text)']],
    ['create_table :people, id: type_of_keys do |t|\n t.text :n\n end', ['CREATE TABLE "people" ("id" bigserial PRIMARY KEY, "n" text)']],
    ['create_table :people, primary_key: :pid, force: true', ['DROP TABLE IF EXISTS "people"', 'CREATE TABLE "people" ("pid" bigserial PRIMARY KEY)']],
    // As the schema of a real application has it.
    ['add_index :invoices, [:billing_entity_id, :billing_entity_sequential_id]', ['CREATE INDEX "idx_on_billing_entity_id_billing_entity_sequential__bd26b2e655" ON "invoices" ("billing_entity_id", "billing_entity_sequential_id")']],
    ['add_column :t, :key, :uuid, default: "gen_random_uuid()"', ['ALTER TABLE "t" ADD "key" uuid DEFAULT gen_random_uuid()']],
    ['add_column :t, :key, :string, default: "now()"', ['ALTER TABLE "t" ADD "key" character varying DEFAULT \'now()\'']],
    ['rename_schema "a", "b"', ['ALTER SCHEMA "a" RENAME TO "b"']],
    ['enable_extension "citext"', ['CREATE EXTENSION IF NOT EXISTS "citext"']],
    ['execute <<~SQL\n  update orgs\n    set e = 1\n SQL', ['update orgs set e = 1']],
  ])('%s', (call, expected) => expect(sent(inClass(`def up\n ${call}\nend`))).toEqual(expected));

  test.each([
    ['4.2', 'create_table(:t) { |t| t.references :a; t.datetime :b; t.timestamps }', ['CREATE TABLE "t" ("id" serial PRIMARY KEY, "a_id" integer, "b" timestamp, "created_at" timestamp, "updated_at" timestamp)']],
    ['5.1', 'create_table(:t) { |t| t.references :a; t.timestamps }', ['CREATE TABLE "t" ("id" bigserial PRIMARY KEY, "a_id" bigint, "created_at" timestamp NOT NULL, "updated_at" timestamp NOT NULL)', 'CREATE INDEX "index_t_on_a_id" ON "t" ("a_id")']],
    ['7.0', 'add_column :t, :b, :datetime', ['ALTER TABLE "t" ADD "b" timestamp(6)']],
  ])('the release in the brackets decides: %s', (release, call, expected) => expect(sent(inClass(`def change\n ${call}\nend`, release))).toEqual(expected));
});

describe('which calls are made', () => {
  test.each([
    ['def change\n reversible { |dir| change_table(:users) { |t| dir.up { t.change :a, :text }; dir.down { t.change :a, :string } } }\n end', ['ALTER TABLE "users" ALTER COLUMN "a" TYPE text'], []],
    ['def change\n up_only { execute "select 1" }\n end', ['select 1'], []],
    ['def change\n reversible { |dir| dir.up { execute "select 1" }; dir.down { execute "select 2" } }\n end', ['select 1'], []],
    ['def up\n execute "select 1"\n end\n def down\n execute "select 2"\n end', ['select 1'], ['select 2']],
    ['def self.up\n up_only { execute "select 1" }\n end', ['select 1'], []],
    ['TABLES = %w[a b].freeze\n def change\n TABLES.each { |it| remove_column it, :x, :string }\n end', ['ALTER TABLE "a" DROP COLUMN "x"', 'ALTER TABLE "b" DROP COLUMN "x"'], []],
    ['def up\n name = :a\n drop_table name\n helper\n end\n def helper\n drop_table :b\n end', ['DROP TABLE "a"', 'DROP TABLE "b"'], []],
    ['def up\n City.update_all name: "x", size: size()\n end', ['UPDATE "cities" SET "name" = \'x\', "size" = \'\''], []],
    ['def up\n Town.where(name: nil, kind: %w[a b]).where("size > 1").update_all("name = kind")\n end', ['UPDATE "towns" SET name = kind WHERE "name" IS NULL AND "kind" IN (\'a\', \'b\') AND (size > 1)'], []],
    ['class Town < ActiveRecord::Base\n self.table_name = :places\n end\n def up\n Town.unscoped.where.not(name: nil).delete_all\n end', ['DELETE FROM "places" WHERE "name" IS NOT NULL'], []],
    ['def up\n City.where(id: ids()).update_all(a: 1)\n City.in_batches.update_all(a: 1)\n City.limit(9).delete_all\n a.update_all(b: 1)\n end', [], []],
    ['def up\n drop_table :a if table_exists?(:a)\n end', ['DROP TABLE "a"'], []],
    ['def up\n drop_table "a_#{x}"\n execute "alter table #{x} add y int"\n execute "update #{x} set y = 1"\n add_concurrent_index :t, :c\n User.update_all(a: 1)\n puts "x"\n end', ['??', '??', '??', 'UPDATE "users" SET "a" = 1'], []],
    ['def up\n ActiveRecord::Base.connection.execute("select 1")\n connection.drop_table(:a)\n end', ['select 1', 'DROP TABLE "a"'], []],
    ['def up\n if ActiveRecord::Base.connection.adapter_name == "SQLServer"\n execute "select 1"\n else\n execute "select 2"\n end\n end', ['select 2'], []],
    ['def up\n if connection.adapter_name =~ /postg/i\n execute "select 1"\n elsif mysql?\n execute "select 2"\n end\n execute "select 3" if mysql?\n execute "select 4" unless mysql?\n execute "select 5" if table_exists?(:a)\n end', ['select 1', 'select 4', 'select 5'], []],
    ['def up\n unless connection.adapter_name == "PostgreSQL"\n execute "select 1"\n else\n execute "select 2"\n end\n end', ['select 2'], []],
    ['def up\n loop_of_its_own\n end\n def loop_of_its_own\n loop_of_its_own\n end', [], []],
  ])('%s', (body, up, down) => {
    expect(sent(inClass(body))).toEqual(up);
    expect(sent(inClass(body), 'down')).toEqual(down);
  });

  test('what somebody has assured is followed, and not judged', () => {
    const text = inClass('def up\n safety_assured { remove_column :a, :b }\n remove_column :a, :c\nend');
    const translation = rails.translate!({ id: '1', kind: 'versioned', name: 'x', up: sourceOf(text) }, undefined, project);
    expect(translation?.up?.map(it => [it.sql, it.unjudged])).toEqual([['ALTER TABLE "a" DROP COLUMN "b"', true], ['ALTER TABLE "a" DROP COLUMN "c"', undefined]]);
  });
});

// The files of a folder, and what is said of them.
describe('what Rails says', () => {
  test.each<[files: Record<string, string>, said: readonly string[], acronyms?: string]>([
    [{ '1_add_x.rb': 'class AddX < ActiveRecord::Migration[7.1]\nend' }, []],
    [{ '1_add_x.rb': 'class AddY < ActiveRecord::Migration[7.1]\nend' }, ['error uninitialized constant AddX: Rails finds it out when the migration runs']],
    [{ '1_add_x.rb': 'class ADDX < ActiveRecord::Migration[7.1]\nend' }, ['hint uninitialized constant AddX: Rails finds it out when the migration runs']],
    [{ '1_add_api.rb': 'class AddAPI < ActiveRecord::Migration[7.1]\nend' }, [], 'API'],
    [{ '1_add_x.rb': 'AddX = 1' }, ['error uninitialized constant AddX: there is no migration\'s class in this file']],
    [{ '1_add_x.rb': 'base = ActiveRecord::Migration[4.2]\nmigration_class = base\nclass AddX < migration_class\nend' }, []],
    [{ '1_add_x.rb': 'module M\nclass AddX < ActiveRecord::Migration[7.1]\nend\nend' }, []],
    [{ '1_add_x.rb': 'class Helper < ActiveRecord::Base\nend\nclass AddX < ActiveRecord::Migration[7.1]\nend' }, []],
    [{ '1_a.rb': 'class A < ActiveRecord::Migration\nend', '2_b.rb': 'class B < ActiveRecord::Migration[7.1]\nend', '3_c.rb': 'class C < ActiveRecord::Migration\nend' },
      ['error Directly inheriting from ActiveRecord::Migration is not supported. Please specify the Rails release the migration was written for']],
    [{ '001_a.rb': 'class A < ActiveRecord::Migration[7.1]\nend', '1_b.rb': 'class B < ActiveRecord::Migration[7.1]\nend' }, ['error Multiple migrations have the version number 1.']],
    [{ '1_a.rb': 'class A < ActiveRecord::Migration[7.1]\nend', '2_a.rb': 'class A < ActiveRecord::Migration[7.1]\nend' }, ['error Multiple migrations have the name A.']],
    [{ '1_a.rb': 'class A < ActiveRecord::Migration[7.1]\ndef up\nend\nend' }, ['hint There is no `down`: `db:rollback` takes this off the list and undoes nothing']],
    [{ '1_Add-X.rb': '' }, ["error Illegal name for migration file: 1_Add-X.rb (only lower case letters, numbers, and '_' allowed)"]],
    [{ 'add_x.rb': '', 'helper.rb': '' }, ['error Rails ignores this file: its name does not begin with a version']],
    [{ '1_a.active_storage.rb': 'class A < ActiveRecord::Migration[7.1]\nend' }, []],
    ...['change_column :t, :c, :text', 'execute "x"'].map((call): [Record<string, string>, readonly string[]] =>
      [{ '1_a.rb': `class A < ActiveRecord::Migration[7.1]\ndef change\n${call}\nend\nend` }, [`hint This migration uses ${/\w+/.exec(call)![0]}, which is not automatically reversible`]]),
    [{ '1_a.rb': 'class A < ActiveRecord::Migration[7.1]\ndef change\nremove_column :t, :c\nremove_column :t, :c, :text\ndrop_table :t\ndrop_table(:t) { |t| t.text :x }\nremove_index :t, name: :i\nremove_index :t, :c\nreversible { |it| it.up { execute "x" } }\nend\nend' }, [
      'hint remove_column is only reversible if given a type', 'hint To avoid mistakes, drop_table is only reversible if given options or a block (can be empty)',
      'hint remove_index is only reversible if given a :column option']],
  ])('%j', (files, said, acronyms = '') => {
    const index = indexed({ ...rails, at: folder => ({ ...rails.at(folder), settings: { ...rails.at(folder).settings, acronyms } }) }, files);
    expect(index.problems.map(it => `${it.severity} ${it.message}`)).toEqual(said);
  });
});

describe('projects', () => {
  const MIGRATION = 'class A < ActiveRecord::Migration[7.1]\nend';
  function detected(files: Readonly<Record<string, string>>): string {
    const tree: Tree = {
      paths: Object.keys(files).sort(),
      config: path => (files[path] === undefined || !rails.configures(path) ? undefined : { path, text: files[path], values: new Map() }),
      peek: path => files[path],
    };
    return rails.detect(tree).map(({ locations, settings }) => [locations.map(it => it.path).join('+'), settings['root'], settings['database'], settings['rails'], settings['acronyms']].filter(Boolean).join(' ')).join(', ');
  }

  test.each([
    [{ 'db/migrate/1_a.rb': MIGRATION, Gemfile: 'gem "pg"' }, 'db/migrate .'],
    [{ 'api/db/migrate/1_a.rb': MIGRATION, 'api/Gemfile.lock': '    activerecord (7.1.3)\n    pg (1.5)\n', 'api/config/initializers/inflections.rb': '  inflect.acronym "OIDC"\n  # inflect.acronym "X"\n' }, 'api/db/migrate api 7.1 OIDC'],
    [{ 'db/migrate/1_a.rb': MIGRATION, 'db/migrate/old/2_b.rb': MIGRATION, 'db/post_migrate/3_c.rb': MIGRATION, 'db/backup/1_a.rb': MIGRATION }, 'db/migrate+db/post_migrate .'],
    [{ 'db/migrate/1_a.rb': MIGRATION, 'db/stats_migrate/1_a.rb': MIGRATION, 'config/database.yml': 'production:\n  primary:\n    adapter: postgresql\n  analytics:\n    adapter: postgresql\n    migrations_paths: db/stats_migrate\n' }, 'db/migrate ., db/stats_migrate . analytics'],
    [{ 'db/migrate/1_a.rb': MIGRATION, 'db/animals/1_a.rb': MIGRATION, 'db/other/1_a.rb': MIGRATION, 'config/database.yml': 'default: &default\n  adapter: postgresql\nzoo: &zoo\n  <<: *default\n  migrations_paths: db/animals\ndevelopment:\n  primary:\n    <<: *default\n    migrations_paths: db/migrate\n  animals:\n    <<: *zoo\n    database: zoo\n' }, 'db/animals . animals, db/migrate .'],
    [{ 'db/migrate/1_a.rb': MIGRATION, 'config/database.yml': 'development:\n  adapter: postgresql\n  migrations_paths: ["db/migrate", "engines/x"]\n' }, 'db/migrate .'],
    [{ 'db/migrate/1_a.rb': MIGRATION, 'db/an1/2_b.rb': MIGRATION, 'db/an2/3_c.rb': MIGRATION, 'db/extra/4_d.rb': MIGRATION, 'db/my_migrate/5_e.rb': MIGRATION, 'config/database.yml': 'default: &default\n  adapter: postgresql\nproduction:\n  primary:\n    <<: *default\n    migrations_paths:\n      - db/migrate\n      - db/extra # more\n  analytics:\n    migrations_paths: ["db/an1", "db/an2"]\n    <<: *default\n  other:\n    database: my\n    migrations_paths: db/my_migrate\n    adapter: mysql2\n' }, 'db/an1+db/an2 . analytics, db/migrate+db/extra .'],
    [{ 'db/migrate/1_a.rb': MIGRATION, 'config/database.yml': 'default:\n  adapter: mysql2\n' }, ''],
    [{ 'db/migrate/1_a.rb': MIGRATION, Gemfile: 'gem "sqlite3"\n' }, ''],
    [{ 'db/migrate/1_a.rb': MIGRATION, 'db/clickhouse_migrate/1_a.rb': MIGRATION }, 'db/migrate .'],
    [{ 'db/migrate/1_a.rb': 'class A\nend' }, ''],
    [{ 'spec/fixtures/db/migrate/1_a.rb': MIGRATION }, ''],
  ])('%j', (files, expected) => expect(detected(files)).toBe(expected));
});

// What stands beside the migration of 2024, and the keys that it makes.
describe('types of keys that nobody has written', () => {
  const lock = '    activerecord (7.1.3)\n    pg (1.5)\n';
  const asked = { 'config/application.rb': '    # g.orm :x, primary_key_type: :text\n    g.orm :active_record, primary_key_type: :uuid\n' };
  const dump = (version: string) => ({ 'db/schema.rb': `ActiveRecord::Schema[7.1].define(version: ${version}) do\nend\n` });
  const serial = '"id" bigserial PRIMARY KEY';
  const uuid = '"id" uuid DEFAULT gen_random_uuid() NOT NULL PRIMARY KEY';
  test.each([
    ['nothing', {}, `${serial}, "x_id" bigint, "y_id" bigint`],
    ['the gem ar-uuid', { 'Gemfile.lock': `${lock}    ar-uuid (0.2.3)\n` }, `${uuid}, "x_id" uuid, "y_id" uuid`],
    ['a generator that asks for uuid', asked, `${serial}, "x_id" bigint, "y_id" uuid`],
    ['one that is set by keys', { 'config/initializers/generators.rb': 'g.options[:active_record][:primary_key_type] = :uuid' }, `${serial}, "x_id" bigint, "y_id" uuid`],
    ['of another type', { 'config/initializers/generators.rb': 'g.orm :active_record, :primary_key_type => "string"' }, `${serial}, "x_id" bigint, "y_id" character varying`],
    ['a generator, and a dump of before', { ...asked, ...dump('2023_01_01_000000') }, `${serial}, "x_id" bigint, "y_id" uuid`],
    ['a generator, and a dump that has it', { ...asked, ...dump('2024_01_01_000000') }, `${serial}, "x_id" uuid, "y_id" uuid`],
  ] as const)('%s', (_, beside, columns) => {
    const path = 'db/migrate/20240101000000_x.rb';
    const text = inClass('def change\ncreate_table :a do |t|\nt.references :x, index: false\nt.belongs_to :y, type: foreign_key_type, index: false\nend\nend', '7.1');
    const files: Readonly<Record<string, string>> = { [path]: text, 'Gemfile.lock': lock, ...beside };
    const [found] = rails.detect({ paths: Object.keys(files), config: it => (rails.configures(it) && files[it] !== undefined ? { path: it, text: files[it], values: new Map() } : undefined), peek: it => files[it] });
    const sent = rails.translate!({ id: '1', kind: 'versioned', version: '20240101000000', name: 'x', up: sourceOf(text, path) }, undefined, found!)?.up?.map(it => it.sql);
    expect(sent).toEqual([`CREATE TABLE "a" (${columns})`]);
  });
});

// Files beside `db/migrate/20240102000000_b.rb`, and what is said of them.
describe('the dump of the schema', () => {
  const said = (files: Readonly<Record<string, string>>, database?: string) => {
    const folder = database === undefined ? 'db/migrate' : `db/${database}_migrate`;
    const all: Readonly<Record<string, string>> = { [`${folder}/1_a.rb`]: 'class A < ActiveRecord::Migration[7.1]\nend', [`${folder}/20240102000000_b.rb`]: 'class B < ActiveRecord::Migration[7.1]\nend', ...files };
    const tree: Tree = { paths: Object.keys(all).sort(), config: path => (rails.configures(path) && all[path] !== undefined ? { path, text: all[path], values: new Map() } : undefined), peek: path => all[path] };
    const project = rails.detect(tree)[0]!;
    const read = (path: string): Migration => {
      const source = sourceOf(all[path]!, path);
      const [content] = rails.contents!(source, project);
      return { id: content!.id, kind: 'versioned', version: content!.version!, name: content!.name, up: source };
    };
    const migrations = tree.paths.filter(it => it.includes('migrate/')).map(read).sort(rails.compare);
    return rails.check!(migrations, project, new Map(), { migrations }).map(it => `${it.severity} ${it.path}: ${it.message}`).join();
  };
  const behind = (path: string) => `info db/migrate/20240102000000_b.rb: ${path} is of version 20240101000000: databases that are made of it do not have this`;
  test.each([
    [{}, ''],
    [{ 'db/schema.rb': 'ActiveRecord::Schema[7.1].define(version: 2024_01_02_000000) do\nend\n' }, ''],
    [{ 'db/schema.rb': '# by hand\nActiveRecord::Schema.define(version: 20240101000000) do\nend\n' }, behind('db/schema.rb')],
    [{ 'db/schema.rb': 'ActiveRecord::Schema.define(version: "2025") do\nend\n' }, behind('db/schema.rb').replace('20240101000000', '2025')],
    [{ 'db/schema.rb': 'ActiveRecord::Schema[8.0].define(version: 2024_01_03_000000) do\nend\n' }, 'info db/migrate/20240102000000_b.rb: db/schema.rb is of version 20240103000000, and no migration here is'],
    [{ 'db/structure.sql': 'CREATE TABLE t ();\nINSERT INTO "schema_migrations" (version) VALUES\n(\'20240101000000\'),\n(\'1\');\n' }, behind('db/structure.sql')],
    [{ 'db/structure.sql': 'INSERT INTO "schema_migrations" (version) VALUES\n(\'1\'),\n(\'20240102000000\');\n', 'db/schema.rb': 'ActiveRecord::Schema.define(version: 20140101000000) do\n' }, ''],
    [{ 'db/structure.sql': 'CREATE TABLE t ();\n' }, ''],
    [{ 'db/schema.rb': 'puts 1' }, ''],
  ])('%j: %s', (files, expected) => expect(said(files)).toBe(expected));

  test('of another database is called by its name', () => {
    expect(said({ 'db/schema.rb': 'ActiveRecord::Schema.define(version: 3) do\n', 'db/animals_schema.rb': 'ActiveRecord::Schema.define(version: 2) do\n' }, 'animals'))
      .toBe('info db/animals_migrate/20240102000000_b.rb: db/animals_schema.rb is of version 2: databases that are made of it do not have this');
  });
});

describe('the database', () => {
  const index = indexed(rails, Object.fromEntries(['001_a.rb', '2_b.rb', '20240101000000_c.rb'].map(it => [it, `class ${it.at(-4)!.toUpperCase()} < ActiveRecord::Migration[7.1]\ndef change; end\nend`])));
  test.each([
    [[], '1 pending, 2 pending, 20240101000000 pending'],
    [['1', '20240101000000'], '1 applied, 2 outOfOrder run, 20240101000000 applied'],
    [['001', '5'], '1 applied, 2 pending, 20240101000000 pending, 5 missing'],
  ])('%j', (versions, expected) => {
    const rows = rails.history.compare(index.migrations, rails.history.decode(versions.map(version => ({ version })), index.migrations), index.project);
    expect(rows.map(it => [it.migration?.id ?? it.applied!.id, it.state, it.willRun].filter(Boolean).join(' ')).join(', ')).toBe(expected);
  });

  // Seen in `pg_locks` with ActiveRecord 6.1.7.
  test('the lock is that of the database’s name', () => {
    expect(rails.lock(index.project, { database: 'rb_demo', schema: 'public', user: 'u' })).toMatchObject({ key: 8229967110417273375n });
  });

  test('one migration is run, and nothing is taken back for it', () => {
    const run = rails.run.by === 'tool' ? rails.run : undefined;
    const command = run!.command('up', index.migrations[0]!, { ...index.project, settings: { root: 'api', database: 'stats' } });
    expect(command).toMatchObject({ argv: ['bin/rails', 'db:migrate:up:stats', 'VERSION=1'], folder: 'api' });
    expect(command.environment!({ host: 'h', port: 1, database: 'd', user: 'u', ssl: 'disable' })).toEqual({ STATS_DATABASE_URL: 'postgres://u@h:1/d?sslmode=disable' });
  });
});

describe('New Migration', () => {
  test.each([
    ['create products', 'CreateProducts', '    create_table :products do |t|\n\n      t.timestamps\n    end\n'],
    ['add sku to products', 'AddSkuToProducts', '    add_column :products, :sku, :string\n'],
    ['RemoveSkuFromProducts', 'RemoveSkuFromProducts', '    remove_column :products, :sku, :string\n'],
    ['add user ref to products', 'AddUserRefToProducts', '    add_reference :products, :user, null: false\n'],
    ['tidy up', 'TidyUp', ''],
  ])('%s', (name, expected, body) => {
    const [file] = rails.scaffold({ name, project: { ...project, settings: { ...project.settings, rails: '7.2' } }, existing: [], now: new Date('2026-11-24T01:02:03Z'), down: false });
    expect(file!.path).toMatch(/^db\/migrate\/20261124010203_[a-z_]+\.rb$/);
    expect(file!.text).toBe(`class ${expected} < ActiveRecord::Migration[7.2]\n  def change\n${body}  end\nend\n`);
  });
});
