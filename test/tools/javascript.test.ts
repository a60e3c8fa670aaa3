import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJavaScript } from '../../server/core/tools/javascript/parse.js';
import { isList, isRecord, isSymbolic, type Value } from '../../server/core/tools/javascript/value.js';
import { givenBy } from '../../server/core/tools/javascript/ways.js';
import { knex } from '../../server/core/tools/knex.js';
import { nodePgMigrate } from '../../server/core/tools/node-pg-migrate.js';
import { sequelize } from '../../server/core/tools/sequelize.js';
import type { Tool } from '../../server/core/tools/tool.js';
import type { Tree } from '../../server/core/tools/tool/project.js';
import { typeorm } from '../../server/core/tools/typeorm.js';
import { parseConfig } from '../../server/edges/config-files.js';
import { indexed } from './reading.js';

// What `up` is worth, or what is in a constant `x`; `?` where only running could tell.
test.each([
  ['const x = { a: 1, "b-c": [true, null, -2.5], d: `e`, [f]: 1, g() {}, async h() {} }', '{a: 1, b-c: [true, null, -2.5], d: "e", g: function, h: function, …}'],
  ['const y = { b: 2 }; const x = { a: 1, ...y, c: y.b, d: y["b"] }', '{a: 1, b: 2, c: 2, d: 2}'],
  ['const T = "t"; const x = `${T}_${1 + 1}` + "_" + T.toUpperCase()', '"t_2_T"'],
  ['const x = ["a", ...["b", "c"]].map(it => it + "!").join(", ")', '"a!, b!, c!"'],
  ['const name = (a: string, b = "z") => a + b; const x = name("y")', '"yz"'],
  ['enum E { A = "a" } const x: Readonly<Record<string, E[]>> = { a: <any>1, b: 2 as const, c: y!.z satisfies T }', '{a: 1, b: 2, c: y.z}'],
  ['let x = 1; x = 2', '?'], ['let x = []; x.push(1)', '?'], ['const x = x', '?'], ['const x = a ? 1 : 2', '?'], ['const x = true ? 1 : 2', '1'], ['const x = null ?? "a"', '"a"'], ['const x = 0 || "a"', '"a"'],
  ['const x = Sequelize.STRING(20).BINARY', 'Sequelize.STRING(20).BINARY'], ['const x = new Table({ a: 1 })', 'Table({a: 1})'], ['const x = Object.keys({ a: 1, b: 2 })', '["a", "b"]'],
  ['const x = "a\\n\\u00e9\\x41\\u{1F600}\\\n b"', '"a\\né\x41😀 b"'], ['const x = /["`]/.test(y) / 2', '?'], ['const { a: { b: x }, c = 1 } = { a: { b: 3 } }', '3'],
  ['const x = { a: 1', '{a: 1}'], ['const x = f(1, { a: "b', 'f(1, {a: "b"})'],
])('a value: %s', (text, expected) => {
  expect(shown(givenBy(parseJavaScript(text)).scope.valueOf('x'))).toBe(expected);
});

function shown(value: Value): string {
  if (isList(value)) return `[${value.map(shown).join(', ')}]`;
  if (isRecord(value)) return `{${[...[...value.entries].map(([key, it]) => `${key}: ${shown(it)}`), ...(value.whole ? [] : ['…'])].join(', ')}}`;
  if (!isSymbolic(value)) return JSON.stringify(value) ?? 'undefined';
  switch (value.kind) {
    case 'name': return value.name;
    case 'member': return `${shown(value.of)}.${value.name}`;
    case 'called': return `${shown(value.callee)}(${value.args.map(shown).join(', ')})`;
    case 'function': return 'function';
    case 'unknown': return '?';
  }
}

// However `up` is handed out, what is in it is found, in the order in which it runs.
test.each([
  ['exports.up = k => k.raw("a")', 'a'],
  ['export async function up(k: Knex): Promise<void> { await k.schema.raw(`a\n b`); }\nexport async function down(k) { k.raw(\'c\') }', 'a\n b'],
  ['module.exports = { up: async (k) => { await k.raw("a" + \'b\' + // why\n `c`, []) }, down() { k.raw("d") } }', 'abc'],
  ['const up = async function (k) { k.raw("a") }; export { up }', 'a'], ['export const up: Migration["up"] = wrapped(async ({ k }) => { await k.raw("a") })', 'a'],
  ['export default { async up(k) { k.raw("a") } } satisfies Migration', 'a'], ['module.exports.up = up; function up(k) { k.raw("a"); return; k.raw("b") }', 'a'],
  ['exports.up = k => k.raw("a").then(() => k.raw("b")).catch(e => { throw e }).finally(function () { return k.raw("c") })', 'a,b,c'],
  ['exports.up = async k => { try { await k.raw("a") } catch (e) { await k.raw("no") } finally { await k.raw("b") } }', 'a,b'],
  ['exports.up = async k => { for (const t of ["a", "b"]) { const s = t + "!"; await k.raw(s) } for (let i = 0; i < 3; i++) await k.raw("c"); await each(["d"].map(t => k.raw(t))) }', 'a!,b!,c,d'],
  ['const steps = ["a", "b"]; exports.up = k => Promise.all(steps.map(step => run(k, step))); const run = (k, step) => k.raw(step)', 'a,b'],
  ['exports.up = k => { /* k.raw("no") */ // k.raw("no")\n if (a) { k.raw("a") } else if (b) k.raw("b"); else { k.raw("c") } switch (d) { case 1: k.raw("d"); break; default: k.raw("e") } }', 'a,b,c,d,e'],
  ['exports.up = k => { if (false) k.raw("no"); if (!k) return k.raw("a"); return x ? k.raw("b") : k.raw("c") }', 'a,b,c'],
  ['exports.up = k => { k.raw("a\n") }', 'a'], ['x.up("a"); const down = 1;\nk.raw("b")', ''], ['exports.up = up; const up = () => up()', ''],
])('%s', (text, expected) => {
  const { migrations, project } = indexed(knex, { '1_a.ts': text });
  expect(knex.translate!(migrations[0]!, undefined, project)!.up!.map(it => (it.unknown ? '??' : it.sql)).join()).toBe(expected);
});

test.each(['exports.up = k => k.raw("é😀 \\n SELECT")', 'exports.up = k => k.raw(`a` + "\\u{1F600} SELECT")', 'const T = "é"; exports.up = k => k.raw(`${T}\\n SELECT ${1}`)'])('places: %s', text => {
  const { migrations, project } = indexed(knex, { '1_a.ts': text });
  const [fragment] = knex.translate!(migrations[0]!, undefined, project)!.up!;
  const { sql, offsets = [] } = fragment!;
  const at = sql.indexOf('SELECT');
  expect([...'SELECT'].map((_, i) => text[offsets[at + i]!]).join('')).toBe('SELECT');
  expect(offsets).toHaveLength(sql.length + 1);
});

test('whatever is thrown at it, it comes to an end, in its text', () => {
  const part = fc.constantFrom('exports.up = ', 'export const up', 'class A1704164645000 {', 'async up(', 'q', '=>', '{', '}', '(', ')', '[', ']', 'q.createTable(', 'q.query(', 'k.raw(', 't.string(', '"', "'", '`', '${', '/', '/*', '*/', '//', '\n', '\\', '+', ',', ':', ';', '?', '=', '<', '>', 'a', '.', '😀', '\\u{', '...', 'if', 'for', 'of', 'case', 'return', 'new', 'const', 'as', 'type', '@', '!');
  fc.assert(fc.property(fc.array(part, { maxLength: 80 }), parts => {
    const text = parts.join(' ');
    for (const tool of [knex, sequelize, typeorm, nodePgMigrate]) {
      const up = { path: 'db/1_a.ts', text, bom: false, malformed: false };
      for (const { span } of tool.translate!({ id: '1', kind: 'versioned', name: 'a', up, down: up }, undefined, tool.at('db'))!.up!) expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
    }
  }), { numRuns: 1000 });
});

// Units that open and never close, and values that double: each file is read within a moment.
test.each(['(', '[', '{', '`${', 'a => {', 'f(a, ', 'a ? ', 'a + ', 'x.y(', 'a<', '(a): b', 'if (a) ', 'const a = a;', '/', '"', 'a.b().c', '{...', 'class A {', '!', 'await '])('a long file of %j is read soon', unit => {
  const before = performance.now();
  parseJavaScript(`exports.up = ${unit.repeat(10_000)}`);
  expect(performance.now() - before).toBeLessThan(2000);
});

test('a long chain of calls is read link by link', () => {
  const { migrations, project } = indexed(sequelize, { '1.js': `module.exports = { up: q => q.a()${'.then(() => q.dropTable("t"))'.repeat(100)} }` });
  const before = performance.now();
  expect(sequelize.translate!(migrations[0]!, undefined, project)!.up).toHaveLength(100);
  expect(performance.now() - before).toBeLessThan(2000);
});

test('what doubles by each line is soon not known', () => {
  const lines = Array.from({ length: 60 }, (_, i) => `const t${i + 1} = t${i} + t${i}, l${i + 1} = [...l${i}, ...l${i}], f${i + 1} = x => f${i}(x) + f${i}(x);`).join('\n');
  const before = performance.now();
  const { scope } = givenBy(parseJavaScript(`const t0 = "ab", l0 = [1, 2], f0 = x => x;\n${lines}\nconst x = f60("a");`));
  expect([scope.valueOf('t60'), scope.valueOf('l60')].map(it => shown(it))).toEqual(['?', '?']);
  scope.valueOf('x');
  expect(performance.now() - before).toBeLessThan(2000);
});

describe('what a migration sends', () => {
  test.each<[Tool, string, readonly string[]]>([
    [knex, 'exports.up = async knex => { await knex.raw("alter table a add b int"); await knex.schema.createTable("t", t => t.increments()); await knex("t").insert({}) }', ['alter table a add b int', 'create table "t" ("id" serial primary key)']],
    [sequelize, 'module.exports = { up: async (q, S) => { await q.addColumn("a", "b", S.INTEGER); await q.sequelize.query(`update ${t} set x = 1`); await q.sequelize.query(`drop table ${t}`) } }', ['ALTER TABLE "a" ADD COLUMN "b" INTEGER', '??']],
    [typeorm, 'export class A1704164645000 implements MigrationInterface { async up(q) { await q.query(`CREATE INDEX "i" ON "t" ("a")`); await q.addColumn("t", c) } async down(q) { await q.query(`DROP INDEX "i"`) } }', ['CREATE INDEX "i" ON "t" ("a")', '??']],
    [typeorm, 'export class A1704164645000 implements MigrationInterface { async up(runner: QueryRunner): Promise<void> { const t = await runner.getTable("app.t"); await runner.addColumn(t!, new TableColumn({ name: "a", type: "int", isNullable: true })); await runner.dropForeignKey(t!, t!.foreignKeys.find(it => it.name)!); await runner.dropForeignKey(t!, new TableForeignKey({ columnNames: ["a"], referencedTableName: "u", referencedColumnNames: ["id"] })); await runner.changeColumn(t!, "a", new TableColumn({ name: "a", type: "bigint" })); await runner.changeColumn("t", "b", new TableColumn({ name: "b", type: "int" })) } }',
      ['ALTER TABLE "app"."t" ADD "a" int', '??', 'ALTER TABLE "app"."t" DROP CONSTRAINT "FK_970ba064ef54f72b56cbfb29e36"', 'ALTER TABLE "app"."t" DROP COLUMN "a"', 'ALTER TABLE "app"."t" ADD "a" bigint NOT NULL', '??']],
    [typeorm, 'export class A1704164645000 implements MigrationInterface { async up(q) { await q.commitTransaction(); await q.createIndex("t", new TableIndex({ columnNames: ["a"], isConcurrent: true })); await q.startTransaction(); await q.dropTable("u", true); await q.createTable(new Table({ name: "v", columns: [{ name: "a", type: "int", isNullable: true }] }), true); await this.more(q); await other(q) } private readonly column = "b"; private async more(q: QueryRunner) { await q.dropColumn("t", this.column) } }',
      ['COMMIT', 'CREATE INDEX CONCURRENTLY "IDX_970ba064ef54f72b56cbfb29e3" ON "t" ("a")', 'BEGIN', 'DROP TABLE IF EXISTS "u"', 'CREATE TABLE IF NOT EXISTS "v" ("a" int)', 'ALTER TABLE "t" DROP COLUMN "b"', '??']],
    // A value is no statement, and what the library fills in is not SQL yet.
    [knex, 'exports.up = k => k.schema.alterTable("t", t => { t.uuid("a").defaultTo(k.raw("gen_random_uuid()")) }).then(() => k.raw("select 1"))', ['alter table "t" add column "a" uuid default gen_random_uuid()', 'select 1']],
    [knex, 'const t = { a: [], b: [1] }; exports.up = async k => { t.a.length > 0 ? k.raw(`select ${t.a.join()}`) : 0; if (t.b.length >= 1) k.raw(`select ${t.b.join()}`); if (t.b.length <= 0) k.raw("select 2") }', ['select 1']],
    [knex, 'exports.up = async k => { await Promise.all([k.raw("select 1"), k.raw("select 2")]); await k("t").update({ a: k.raw("now()"), b: k.raw("b + 1") }); if (x) k.raw("select 3"); else k.schema.raw("select 4") }', ['select 1', 'select 2', 'select 3', 'select 4']],
    [knex, 'exports.up = async k => { await k.raw("update t set a = ?", [1]); await k.raw("alter table ?? add b int", ["t"]); await k.raw("select \'{}\'::jsonb ? \'a\'") }', ['update t set a = 1', 'alter table "t" add b int', 'select \'{}\'::jsonb ? \'a\'']],
    // What is not known of a new table is left out; of one that is there, the statement is not known.
    [knex, 'exports.up = k => k.schema.createTable("t", t => { t.increments("id"); t.string(name); t.specificType("a", type()); audit(t); t.text("b") })', ['create table "t" ("id" serial primary key, "b" text)']],
    [knex, 'exports.up = async k => { await k.schema.alterTable("t", t => { t.string(name); t.index("a"); audit(t); t.index(b) }); await k.schema.dropTable(name); await k.schema.createView("v", v => v.as(k("t"))) }', ['??', 'create index "t_a_index" on "t" ("a")', '??', '??', '??', '??']],
    [knex, 'import { add } from "./add"; export async function up(knex: Knex): Promise<void> { await add(knex); const has = await knex.schema.hasColumn("t", "a"); if (has) return; await knex.transaction(async trx => { await trx.schema.table("t", t => t.dropColumn("a")) }) }', ['??', 'alter table "t" drop column "a"']],
    [knex, 'exports.up = k => k.schema.table("t", t => { switch (x) { case 1: t.dropColumn("a"); break; default: t.dropColumn("b") } })', ['alter table "t" drop column "a"', 'alter table "t" drop column "b"']],
    [knex, 'const T = { A: "a" } as const; const cols = [["x", "int"], ["y", "text"]]; exports.up = k => k.schema.alterTable(T.A, t => { for (const [name, type] of cols) { const c = name + "_c"; t.specificType(c, type).notNullable(); } })', ['alter table "a" add column "x_c" int not null, add column "y_c" text not null']],
    [knex, 'exports.up = k => k.schema.alterTable("t", t => { t.string("a").notNullable().alter({ alterType: false }) })', ['alter table "t" alter column "a" drop default', 'alter table "t" alter column "a" drop not null', 'alter table "t" alter column "a" set not null']],
    [sequelize, 'module.exports = { up: async (q) => { await q.sequelize.query("insert into t values (:a)", { replacements: { a: 1 } }); await q.sequelize.query("create index i on t (a)", { transaction }) } }', ['insert into t values (1)', 'create index i on t (a)']],
    [sequelize, 'export const up: Migration = async ({ context: queryInterface }) => { await queryInterface.addColumn("t", "a", { type: DataTypes.STRING, allowNull: false }); const q = `update t set a = ${x}`; await queryInterface.sequelize.query(q); await hasColumn(queryInterface); await change(queryInterface) }', ['ALTER TABLE "t" ADD COLUMN "a" VARCHAR(255) NOT NULL', '??']],
    [sequelize, 'module.exports = { async up(q, S) { await q.sequelize.transaction(async t => { await q.addIndex("t", ["a"], { transaction: t }); await q.dropTable("u", { transaction: t }) }); await q.sequelize.transaction(t => q.addIndex("t", ["b"])) } }',
      ['BEGIN', 'CREATE INDEX "t_a" ON "t" ("a")', 'DROP TABLE IF EXISTS "u"', 'COMMIT', 'CREATE INDEX "t_b" ON "t" ("b")']],
    [sequelize, 'module.exports = { async up(q, S) { const T = ["x", "y"]; await q.createTable("t", { a: kind, b: { type: S.ENUM(...T) }, ...more, id: { type: S.INTEGER, primaryKey: true } }); await q.changeColumn("t", "a", { type: later() }); await q.addConstraint("t", ["a"], { type: "unique" }); await q.addIndex("t", ["a"], { where: { a: { [Op.gt]: later() } } }) } }',
      ['DO \'BEGIN CREATE TYPE "enum_t_b" AS ENUM(\'\'x\'\', \'\'y\'\'); EXCEPTION WHEN duplicate_object THEN null; END\'', 'CREATE TABLE IF NOT EXISTS "t" ("b" "enum_t_b", "id" INTEGER, PRIMARY KEY ("id"))', '??', 'ALTER TABLE "t" ADD CONSTRAINT "t_a_uk" UNIQUE ("a")', '??']],
  ])('$id: %s', (tool, text, expected) => {
    const { migrations, project } = indexed(tool, { '20240102030405-a.js': text });
    expect(tool.translate!(migrations[0]!, undefined, project)?.up?.map(it => (it.unknown ? '??' : it.sql))).toEqual(expected);
  });
});

// The rule, the file, and the file with the tool's own form in it; below, what follows in a migration of its own.
test.each<[Tool, string, string, string, string?]>([
  [knex, 'require-concurrent-index-creation', 'exports.up = k => k.schema.alterTable("t", t => { t.index("a") });', 'exports.up = k => k.raw(\'create index concurrently "t_a_index" on "t" ("a")\');\n\nexports.config = { transaction: false };'],
  [knex, 'require-concurrent-index-creation', 'exports.up = k => k.schema.alterTable("t", t => { t.index("a"); t.index("b") });', ''],
  [knex, 'require-concurrent-index-deletion', 'export async function up(k) { await k.schema.table("t", t => t.dropIndex("a")) }\nexport const config = { transaction: false };', 'export async function up(k) { await k.raw(\'drop index concurrently "t_a_index"\') }\nexport const config = { transaction: false };'],
  [knex, 'ban-concurrent-in-transaction', 'exports.up = k => k.raw("create index concurrently i on t (a)");\n', 'exports.up = k => k.raw("create index concurrently i on t (a)");\n\nexports.config = { transaction: false };\n'],
  [knex, 'adding-foreign-key-constraint', 'exports.up = k => k.schema.table("t", t => { t.foreign("a").references("u.id") });', 'exports.up = k => k.raw(\'alter table "t" add constraint "t_a_foreign" foreign key ("a") references "u" ("id") not valid\');', 'await knex.raw(\'alter table "t" validate constraint "t_a_foreign"\');'],
  [knex, 'adding-not-nullable-field', 'exports.up = k => k.schema.table("t", t => { t.dropNullable("a") });', 'exports.up = k => k.raw(\'alter table "t" add constraint "t_a_null" check ("a" is not null) not valid\');',
    'await knex.raw(\'alter table "t" validate constraint "t_a_null"\'); await knex.raw(\'alter table "t" alter column "a" set not null\'); await knex.raw(\'alter table "t" drop constraint "t_a_null"\');'],
  [typeorm, 'require-concurrent-index-creation', 'class A1704164645000 {\n  async up(q: QueryRunner) { await q.createIndex("t", new TableIndex({ columnNames: ["a"] })) }\n}', 'class A1704164645000 {\n  transaction = false as const;\n\n  async up(q: QueryRunner) { await q.createIndex("t", new TableIndex({ isConcurrent: true, columnNames: ["a"] })) }\n}'],
  [typeorm, 'require-concurrent-index-deletion', 'class A1704164645000 { transaction = false; async up(q) { await q.dropIndex("t", "i") } }', 'class A1704164645000 { transaction = false; async up(q) { await q.query(\'DROP INDEX CONCURRENTLY "i"\') } }'],
  [typeorm, 'ban-concurrent-in-transaction', 'class A1704164645000 { async up(q) { await q.query("create index concurrently i on t (a)") } }', 'class A1704164645000 { transaction = false; async up(q) { await q.query("create index concurrently i on t (a)") } }'],
  [typeorm, 'constraint-missing-not-valid', 'class A1704164645000 { async up(q) { await q.createCheckConstraint("t", new TableCheck({ name: "c", expression: "a > \'\'" })) } }', 'class A1704164645000 { async up(q) { await q.query(\'ALTER TABLE "t" ADD CONSTRAINT "c" CHECK (a > \\\'\\\') NOT VALID\') } }', 'await queryRunner.query(\'ALTER TABLE "t" VALIDATE CONSTRAINT "c"\');'],
  [sequelize, 'require-concurrent-index-creation', 'module.exports = { async up(q) { await q.addIndex("t", ["a"]) } }', 'module.exports = { async up(q) { await q.addIndex("t", ["a"], { concurrently: true }) } }'],
  [sequelize, 'require-concurrent-index-creation', 'module.exports = { async up(q) { await q.addIndex("t", {\n  fields: ["a"],\n}) } }', 'module.exports = { async up(q) { await q.addIndex("t", {\n  concurrently: true,\n  fields: ["a"],\n}) } }'],
  [sequelize, 'require-concurrent-index-creation', 'module.exports = { async up(q) { await q.addIndex("t", ["a"], { transaction }) } }', ''],
  [sequelize, 'adding-foreign-key-constraint', 'module.exports = { async up(q) { await q.addConstraint("t", { fields: ["a"], type: "foreign key", name: "k", references: { table: "u", field: "id" } }) } }', 'module.exports = { async up(q) { await q.sequelize.query(\'ALTER TABLE "t" ADD CONSTRAINT "k" FOREIGN KEY ("a") REFERENCES "u" ("id") NOT VALID\') } }', 'await queryInterface.sequelize.query(\'ALTER TABLE "t" VALIDATE CONSTRAINT "k"\');'],
])('the safe form of $id for %s: %s', (tool, rule, text, expected, follows) => {
  const { migrations, project } = indexed(tool, { '20240102030405-a.ts': text });
  const [form] = tool.translate!(migrations[0]!, undefined, project)!.up!.flatMap(it => it.safeForms?.[rule] ?? []);
  const edits = form?.edits.toSorted((a, b) => b.span.start - a.span.start);
  expect(edits ? edits.reduce((it, { span, text: written }) => it.slice(0, span.start) + written + it.slice(span.end), text) : '').toBe(expected);
  expect(form?.followUp && 'code' in form.followUp ? form.followUp.code.up.join(' ') : undefined).toBe(follows);
});

test('what follows is written into the file that the tool begins', () => {
  for (const tool of [knex, sequelize, typeorm]) {
    const { migrations, project } = indexed(tool, { '20240102030405-a.ts': 'class A1704164645000 { up() {} }' });
    const [file] = tool.scaffold({ name: 'b', project, existing: migrations, now: new Date(0), down: true });
    expect(tool.withBody!(file!.text, { up: ['a();'], down: ['b();'] })!.replace(/\s+/g, ' ')).toMatch(/\bup\b[^{]*\{ a\(\); \}.*\bdown\b[^{]*\{ b\(\); \}/);
  }
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

// Projects, each with its folders, the table of its history and what else its configuration says.
test.each<[Tool, Record<string, string>, readonly string[]]>([
  [knex, { 'package.json': '{"dependencies":{"knex":"3","pg":"8"}}', 'api/knexfile.ts': "// migrations: { tableName: 'x' }\nexport default { development: { migrations: { directory: ['./db/a', './db/b'], tableName: 'mig', schemaName: 'app', loadExtensions: ['.js', '.cjs'] } } }", 'api/db/a/1_a.js': 'exports.up = k => k', 'api/db/b/2_b.js': 'exports.up = k => k', 'api/db/c/1_c.js': 'exports.up = k => k' }, ['api/db/a+api/db/b app.mig .js,.cjs', 'api/db/c ?.knex_migrations ']],
  [knex, { 'package.json': '{"dependencies":{"knex":"3","pg":"8"}}', 'knexfile.js': "module.exports = { migrations: { directory: path.join(__dirname, 'db', 'm'), tableName: 't' } }", 'db/m/1_a.js': 'exports.up = k => k' }, ['db/m ?.t ']],
  [knex, { 'package.json': '{"dependencies":{"knex":"3","pg":"8"}}', 'knexfile.js': "module.exports = { migrations: { tableName: 't' } }", 'migrations/1_a.js': 'exports.up = k => k' }, ['migrations ?.t ']],
  [typeorm, { 'package.json': '{"dependencies":{"typeorm":"1","pg":"8"}}', 'src/data-source.ts': "export default new DataSource({ type: 'postgres', schema: 'app', migrationsTableName: 'done' })", 'src/m/1-A.ts': 'class A implements MigrationInterface' }, ['src/m app.done ']],
  [sequelize, { 'package.json': '{"dependencies":{"sequelize":"6","pg":"8"}}', 'config/config.json': '{"development":{"migrationStorageTableName":"done"},"production":{"migrationStorageTableName":"done","migrationStorageTableSchema":"s"}}', 'migrations/1-a.js': 'up(queryInterface) {}' }, ['migrations s.done ']],
  [sequelize, { 'package.json': '{"dependencies":{"sequelize":"6","pg":"8"}}', 'config/config.json': '{"test":{"migrationStorageTableName":"a"},"production":{"migrationStorageTableName":"b"}}', 'migrations/1-a.js': 'up(queryInterface) {}' }, ['migrations ?.SequelizeMeta ']],
])('configured: $id %j', (tool, files, expected) => {
  const tree: Tree = { paths: Object.keys(files).sort(), config: path => (tool.configures(path) && files[path] !== undefined ? parseConfig(path, files[path]) : undefined), peek: path => files[path] };
  expect(tool.detect(tree).map(it => {
    const { schema, name } = tool.history.table(it, { database: 'd', schema: '?', user: 'u' });
    return `${it.locations.map(({ path }) => path).join('+')} ${schema}.${name} ${it.settings['extensions'] ?? ''}`;
  })).toEqual(expected);
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
