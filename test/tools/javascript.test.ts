import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scan } from '../../server/core/tools/javascript/scan.js';
import { knex } from '../../server/core/tools/knex.js';
import { sequelize } from '../../server/core/tools/sequelize.js';
import type { Tool } from '../../server/core/tools/tool.js';
import type { Tree } from '../../server/core/tools/tool/project.js';
import { typeorm } from '../../server/core/tools/typeorm.js';
import { parseConfig } from '../../server/edges/config-files.js';
import { indexed } from './reading.js';

// Each call: the function it is in, its name, and its text; `~` before one that is not wholly known.
test.each([
  ['exports.up = knex => knex.raw("a")', 'up raw "a"'],
  ['export async function up(knex) { await knex.schema.raw(`a\n b`); }\nexport async function down(k) { k.raw(\'c\') }', 'up raw "a\\n b", down raw "c"'],
  ['module.exports = { up: async (q) => { await q.sequelize.query("a" + \'b\' + // why\n `c`, {}) }, down() { q.query("d") } }', 'up query "abc", down query "d"'],
  ['class A { public async up(queryRunner: QueryRunner): Promise<void> { await queryRunner.query(`A "b" \\`c\\` \\u00e9`) } }', 'up query "A \\"b\\" `c` é"'],
  ['function up() { x.query(`a ${b(`}`)} c`) }', 'up query ~"a   c"'],
  ['function up() { x.query("a" + b) }', 'up query ~"a"'],
  ['function up() { x.query(sql) }', 'up query'],
  ['function up() { /* x.query("no") */ // x.query("no")\n y.z("a".b("c")) }', 'up z "a", up b "c"'],
  ['function up() { a = /["`]/; b = c / d; x.query("e") }', 'up query "e"'],
  ['x.up("a"); const down = 1;\ny.query("b")', 'up "a", down query "b"'],
  ['function up() { x.query("a\n") }', 'up query "a"'],
])('%s', (text, expected) => {
  expect(scan(text).calls.map(({ name, way, text }) => [way, name, text && `${text.dynamic ? '~' : ''}${JSON.stringify(text.text)}`].filter(Boolean).join(' ')).join(', ')).toBe(expected);
});

test.each(['function up() { x.query("é😀 \\n SELECT") }', 'function up() { x.query(`a` + "\\u{1F600} SELECT") }'])('places: %s', text => {
  const literal = scan(text).calls[0]!.text!;
  const at = literal.text.indexOf('SELECT');
  expect([...'SELECT'].map((_, i) => text[literal.offsets[at + i]!]).join('')).toBe('SELECT');
  expect(literal.offsets).toHaveLength(literal.text.length + 1);
});

test('whatever is thrown at it, it comes to an end, in its text', () => {
  const part = fc.constantFrom('up(', 'down =', '.query(', '"', "'", '`', '${', '}', '{', '/', '/*', '*/', '//', '\n', '\\', '+', 'a', '.', '😀', '\\u{', ')', '[', ']');
  fc.assert(fc.property(fc.array(part, { maxLength: 80 }), parts => {
    const text = parts.join('');
    for (const { span } of scan(text).calls) expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
  }), { numRuns: 2000 });
});

describe('what a migration sends', () => {
  test.each<[Tool, string, readonly string[]]>([
    [knex, 'exports.up = async knex => { await knex.raw("alter table a add b int"); await knex.schema.createTable("t", t => t.increments()); await knex("t").insert({}) }', ['alter table a add b int', 'create table "t" ("id" serial primary key)']],
    [sequelize, 'module.exports = { up: async (q, S) => { await q.addColumn("a", "b", S.INTEGER); await q.sequelize.query(`update ${t} set x = 1`); await q.sequelize.query(`drop table ${t}`) } }', ['??', '??']],
    [typeorm, 'export class A1704164645000 implements MigrationInterface { async up(q) { await q.query(`CREATE INDEX "i" ON "t" ("a")`); await q.addColumn("t", c) } async down(q) { await q.query(`DROP INDEX "i"`) } }', ['CREATE INDEX "i" ON "t" ("a")', '??']],
    [typeorm, 'export class A1704164645000 implements MigrationInterface { async up(runner: QueryRunner): Promise<void> { const t = await runner.getTable("app.t"); await runner.addColumn(t!, new TableColumn({ name: "a", type: "int", isNullable: true })); await runner.dropForeignKey(t!, t!.foreignKeys.find(it => it.name)!); await runner.dropForeignKey(t!, new TableForeignKey({ columnNames: ["a"], referencedTableName: "u", referencedColumnNames: ["id"] })); await runner.changeColumn(t!, "a", new TableColumn({ name: "a", type: "bigint" })); await runner.changeColumn("t", "b", new TableColumn({ name: "b", type: "int" })) } }',
      ['ALTER TABLE "app"."t" ADD "a" int', '??', 'ALTER TABLE "app"."t" DROP CONSTRAINT "FK_970ba064ef54f72b56cbfb29e36"', 'ALTER TABLE "app"."t" DROP COLUMN "a"', 'ALTER TABLE "app"."t" ADD "a" bigint NOT NULL', '??']],
    [typeorm, 'export class A1704164645000 implements MigrationInterface { async up(q) { await q.commitTransaction(); await q.createIndex("t", new TableIndex({ columnNames: ["a"], isConcurrent: true })); await q.startTransaction(); await q.dropTable("u", true); await q.createTable(new Table({ name: "v", columns: [{ name: "a", type: "int", isNullable: true }] }), true); await this.more(q); await other(q) } private readonly column = "b"; private async more(q: QueryRunner) { await q.dropColumn("t", this.column) } }',
      ['COMMIT', 'CREATE INDEX CONCURRENTLY "IDX_970ba064ef54f72b56cbfb29e3" ON "t" ("a")', 'BEGIN', 'DROP TABLE IF EXISTS "u"', 'CREATE TABLE IF NOT EXISTS "v" ("a" int)', 'ALTER TABLE "t" DROP COLUMN "b"', '??']],
    // A value is no statement, and what the library fills in is not SQL yet.
    [knex, 'exports.up = k => k.schema.alterTable("t", t => { t.uuid("a").defaultTo(k.raw("gen_random_uuid()")) }).then(() => k.raw("select 1"))', ['alter table "t" add column "a" uuid default gen_random_uuid()', 'select 1']],
    [knex, 'exports.up = async k => { await Promise.all([k.raw("select 1"), k.raw("select 2")]); await k("t").update({ a: k.raw("now()"), b: k.raw("b + 1") }); if (x) k.raw("select 3"); else k.schema.raw("select 4") }', ['select 1', 'select 2', 'select 3', 'select 4']],
    [knex, 'exports.up = async k => { await k.raw("update t set a = ?", [1]); await k.raw("alter table ?? add b int", ["t"]); await k.raw("select \'{}\'::jsonb ? \'a\'") }', ['update t set a = 1', 'alter table "t" add b int', 'select \'{}\'::jsonb ? \'a\'']],
    // What is not known of a new table is left out; of one that is there, the statement is not known.
    [knex, 'exports.up = k => k.schema.createTable("t", t => { t.increments("id"); t.string(name); t.specificType("a", type()); audit(t); t.text("b") })', ['create table "t" ("id" serial primary key, "b" text)']],
    [knex, 'exports.up = async k => { await k.schema.alterTable("t", t => { t.string(name); t.index("a"); audit(t); t.index(b) }); await k.schema.dropTable(name); await k.schema.createView("v", v => v.as(k("t"))) }', ['??', 'create index "t_a_index" on "t" ("a")', '??', '??', '??', '??']],
    [knex, 'import { add } from "./add"; export async function up(knex: Knex): Promise<void> { await add(knex); const has = await knex.schema.hasColumn("t", "a"); if (has) return; await knex.transaction(async trx => { await trx.schema.table("t", t => t.dropColumn("a")) }) }', ['??', 'alter table "t" drop column "a"']],
    [knex, 'exports.up = k => k.schema.table("t", t => { switch (x) { case 1: t.dropColumn("a"); break; default: t.dropColumn("b") } })', ['alter table "t" drop column "a"', 'alter table "t" drop column "b"']],
    [knex, 'const T = { A: "a" } as const; const cols = [["x", "int"], ["y", "text"]]; exports.up = k => k.schema.alterTable(T.A, t => { for (const [name, type] of cols) { const c = name + "_c"; t.specificType(c, type).notNullable(); } })', ['alter table "a" add column "x_c" int not null, add column "y_c" text not null']],
    [knex, 'exports.up = k => k.schema.alterTable("t", t => { t.string("a").notNullable().alter({ alterType: false }) })', ['alter table "t" alter column "a" drop default', 'alter table "t" alter column "a" drop not null', 'alter table "t" alter column "a" set not null']],
    [sequelize, 'module.exports = { up: async (q) => { await q.sequelize.query("insert into t values (:a)", { replacements: { a: 1 } }); await q.sequelize.query("create index i on t (a)", { transaction }) } }', ['create index i on t (a)']],
  ])('$id: %s', (tool, text, expected) => {
    const { migrations, project } = indexed(tool, { '20240102030405-a.js': text });
    expect(tool.translate!(migrations[0]!, undefined, project)?.up?.map(it => (it.unknown ? '??' : it.sql))).toEqual(expected);
  });
});

// The file, and whether the tool opens a transaction around it.
test.each<[Tool, string, boolean]>([
  [knex, 'exports.up = k => k.raw("x")', true],
  [knex, 'exports.config = { transaction: false };\nexports.up = k => k.raw("x")', false],
  [knex, 'export const config: Knex.MigratorConfig = { a: 1, transaction : false }\nexport async function up() {}', false],
  [typeorm, 'class A1704164645001 { async up() {} }', true],
  [typeorm, 'class A1704164645001 { transaction = false as const; async up() {} }', false],
  [typeorm, 'class A1704164645001 { public readonly transaction: boolean = false; async up() {} }', false],
])('its transaction: $id %j', (tool, text, expected) => {
  const { migrations, project } = indexed(tool, { '20240102030405-a.ts': text });
  expect(tool.execution({ text, pieces: [], comments: [] }, migrations[0]!, project).wraps).toBe(expected);
});

// The files, the rows of the history, and what each is.
test.each<[Tool, Record<string, string>, Record<string, string>[], string]>([
  [knex, { '1_a.js': '', '2_b.ts': '', '3_c.d.ts': '' }, [{ name: '2_b.ts', at: '2024-01-01' }, { name: '0_gone.js' }], '1_a.js outOfOrder run, 2_b.ts applied, 0_gone.js missing refuse'],
  [sequelize, { '20240101-a.js': '', 'b.cjs': '' }, [{ name: '20240101-a.js' }], '20240101-a.js applied, b.cjs pending'],
  [typeorm, { '2-b.ts': 'class B1704164645002 {}', '1-a.ts': 'class A1704164645001 { name = "Other1704164645001" }', 'helper.ts': 'class Helper {}' }, [{ name: 'Other1704164645001' }], 'Other1704164645001 applied, B1704164645002 pending'],
])('states: $id', (tool, files, rows, expected) => {
  const { migrations, project } = indexed(tool, files);
  const compared = tool.history.compare(migrations, tool.history.decode(rows, migrations), project);
  expect(compared.map(it => [it.migration?.id ?? it.applied!.id, it.state, it.willRun].filter(Boolean).join(' ')).join(', ')).toBe(expected);
});

test.each<[Tool, Record<string, string>, string]>([
  [typeorm, { 'api/package.json': '{"dependencies":{"typeorm":"1","pg":"8"}}', 'api/src/migrations/1704164645000-A.ts': 'class A implements MigrationInterface' }, 'api/src/migrations'],
  [typeorm, { 'package.json': '{"dependencies":{"typeorm":"1","mysql2":"3"}}', 'src/migrations/1704164645000-A.ts': 'class A implements MigrationInterface' }, ''],
  [knex, { 'package.json': '{"devDependencies":{"knex":"3"}}', 'migrations/20240102030405_a.js': 'exports.up = k => k', 'migrations/20240102030405_a.d.ts': '' }, 'migrations'],
  [typeorm, { 'package.json': '{"dependencies":{"typeorm":"1","mysql2":"3","pg":"8"}}', 'migration/postgres/1-A.ts': 'class A implements MigrationInterface', 'migration/mysql/1-A.ts': 'class A implements MigrationInterface', 'migration/cockroachdb/1-A.ts': 'class A implements MigrationInterface' }, 'migration/postgres'],
  [knex, { 'package.json': '{"dependencies":{"pg":"8"}}', 'migrations/20240102030405_a.js': 'exports.up = k => k' }, ''],
  [knex, { 'package.json': '{"dependencies":{"knex":"3","db-migrate":"0.11"}}', 'migrations/20240102030405-a.js': 'exports.up = (db, cb) => db.runSql("select 1", cb)' }, ''],
  [sequelize, { 'package.json': '{"dependencies":{"sequelize":"6","pg":"8","sqlite3":"5"}}', 'migrations/20240102030405-a.js': 'up(queryInterface) {}' }, 'migrations'],
])('projects: $id %j', (tool, files, expected) => {
  const tree: Tree = { paths: Object.keys(files).sort(), config: path => (tool.configures(path) && files[path] !== undefined ? parseConfig(path, files[path]) : undefined), peek: path => files[path] };
  expect(tool.detect(tree).map(it => it.folder).join()).toBe(expected);
});
