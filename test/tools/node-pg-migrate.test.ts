import { describe, expect, test } from 'vitest';
import { nodePgMigrate } from '../../server/core/tools/node-pg-migrate.js';
import { tools } from '../../server/core/tools/tools.js';
import { runOf } from '../../server/core/tools/tool/run.js';
import { indexed, migrationsOf, scriptOf, treeOf } from './reading.js';

const project = nodePgMigrate.at('db');

test.each([
  ['1704164645000_add-users.sql', '1704164645000', 'add users'],
  ['20240102030405006_a_b.ts', '20240102030405006', 'a_b'],
  ['0001_a.up.js', '0001', 'a.up'],
  ['7.cjs', '7', ''],
  ['a.js', undefined, undefined], ['.1_a.sql', undefined, undefined], ['1_a.d.ts', undefined, undefined],
])('%s is version %s, %s', (file, version, name) => {
  const reading = nodePgMigrate.read(`db/${file}`, project);
  expect(reading).toEqual(version === undefined ? undefined : { kind: 'migration', direction: 'both', id: file.replace(/\.\w+$/, ''), of: 'versioned', version, name });
});

test.each([['schema.sql', undefined], ['V1__a.sql', '1_a.sql'], ['1_a.md', undefined], ['README', undefined]])('%s stops it, and was perhaps %s', (file, suggestion) => {
  const reading = nodePgMigrate.read(`db/${file}`, project);
  expect([reading?.kind, reading?.kind === 'misnamed' ? reading.suggestion : '']).toEqual(['misnamed', suggestion]);
});

test('17 digits are a moment, and sort among milliseconds; then names, in which numbers count', () => {
  const names = ['20240102030405006_c.sql', '1704164645005_b.sql', '1704164645007_d10.sql', '1704164645007_d9.sql', '0002_a.ts'];
  expect(migrationsOf(nodePgMigrate, names).map(it => it.id)).toEqual(['0002_a', '1704164645005_b', '20240102030405006_c', '1704164645007_d9', '1704164645007_d10']);
});

test.each<[string, Record<string, string>, string]>([
  ['its default folder', { 'package.json': deps(), 'migrations/1_a.sql': 'select 1;' }, 'node-pg-migrate migrations pgmigrations true'],
  ['a folder that a script names', { 'api/package.json': deps('node-pg-migrate -m db/steps -t done --no-check-order'), 'api/db/steps/1_a.sql': '' }, 'node-pg-migrate api/db/steps done false'],
  ['a folder that the configuration names', { 'package.json': deps(), 'config/default.json': '{"db":{"migrations-dir":"sql","migrations-table":"m"}}', 'sql/1_a.sql': '' }, 'node-pg-migrate sql m true'],
  ['the configuration overrules what is written on the command line', { 'package.json': deps('node-pg-migrate up -m steps -f pg-migrate.json'), 'pg-migrate.json': '{"migrations-dir":"sql","check-order":false}', 'sql/1_a.sql': '', 'steps/1_a.sql': '' }, 'node-pg-migrate sql pgmigrations false'],
  ['a part of a file that has more', { 'package.json': deps('node-pg-migrate up --config-file=config/db.json --config-value app'), 'config/db.json': '{"app":{"migrations-dir":"sql","migrations-table":"m"}}', 'sql/1_a.sql': '' }, 'node-pg-migrate sql m true'],
  ['without what it ignores', { 'package.json': deps('node-pg-migrate up --ignore-pattern "(\\\\..*|.*\\\\.test\\\\..*)"'), 'migrations/1_a.sql': '' }, 'node-pg-migrate migrations pgmigrations true'],
  ['by its comments', { 'package.json': deps(), 'db/1_a.sql': '--- Up Migration\n' }, 'node-pg-migrate db pgmigrations true'],
  ['by what JavaScript says', { 'package.json': deps(), 'db/1_a.ts': 'import { MigrationBuilder } from "node-pg-migrate"' }, 'node-pg-migrate db pgmigrations true'],
  ['a library of the authors\' own brings it', { 'package.json': '{"scripts":{"up":"npm run build && node-pg-migrate up -m steps"},"dependencies":{"@a/kit":"1"}}', 'steps/1_a.ts': '' }, 'node-pg-migrate steps pgmigrations true'],
  ['not what nobody depends on', { 'package.json': '{"dependencies":{"pg":"8"}}', 'migrations/1_a.sql': '-- Up Migration' }, ''],
  ['not other folders of the package', { 'package.json': deps(), 'queries/1_a.sql': 'select 1;', 'seeds/1_a.js': 'x()' }, ''],
  ['not a package beside', { 'api/package.json': deps(), 'web/migrations/1_a.sql': '-- Up Migration' }, ''],
  ['not the pairs of golang-migrate', { 'package.json': deps(), 'go.mod': 'github.com/golang-migrate/migrate/v4', 'migrations/1_a.up.sql': '', 'migrations/1_a.down.sql': '' }, 'golang-migrate migrations schema_migrations undefined'],
  ['not what Knex wrote', { 'package.json': deps('', 'knex'), 'db/20240102030405_a.js': 'exports.up = knex => knex.raw("x")' }, 'knex db knex_migrations undefined'],
  ['not what Knex was given under the names of releases', { 'package.json': deps('', 'knex'), 'db/migrations/2.0.0.js': 'exports.up = knex => knex.raw("x")' }, 'knex db/migrations knex_migrations undefined'],
  ['not what dbmate wrote', { 'package.json': deps(), 'db/1_a.sql': '-- migrate:up\n-- migrate:down\n' }, 'dbmate db schema_migrations undefined'],
])('detection: %s', (_, files, expected) => {
  const tree = { ...treeOf(files), peek: (path: string) => files[path] };
  expect(tools.flatMap(it => it.detect(tree)).map(it => `${it.tool} ${it.folder} ${it.settings['table']} ${it.settings['checkOrder']}`).join()).toBe(expected);
});

function deps(migrate = '', other = 'pg'): string {
  return JSON.stringify({ scripts: { migrate }, dependencies: { 'node-pg-migrate': '9', [other]: '1' } });
}

// Left: the file. Right: its two sections, `|` between them, and whether something is left out.
test.each([
  ['-- Up Migration\na;\n-- Down Migration\nb;', '-- Up Migration\na;\n|-- Down Migration\nb;'],
  ['  --- UP  migration of users\r\na;\r\n--down migration\r\nb;', '--- UP  migration of users\r\na;\r\n|--down migration\r\nb;'],
  ['-- about\n\n-- Up Migration\na;', '-- Up Migration\na;|-'],
  ['a;\n-- Down Migration\nb;', 'a;\n|-- Down Migration\nb;'],
  ['a;', 'a;|-'],
  ['-- Down Migration\nb;\n-- Up Migration\na;', '-- Up Migration\na;|-- Down Migration\nb;\n'],
  ['x;\n-- Up Migration\na;\n-- Down Migration\nb;', '-- Up Migration\na;\n|-- Down Migration\nb; left out: x;'],
  ['a; -- up migration\n-- update migration', 'a; -- up migration\n-- update migration|-'],
  ['--\n--\nup migration\na;', '--\n--\nup migration\na;|-'],
])('sections of %j', (text, expected) => {
  const { up, down, flaw } = nodePgMigrate.sections!(text);
  expect(`${text.slice(up.start, up.end)}|${down ? text.slice(down.start, down.end) : '-'}${flaw ? ` left out: ${text.slice(flaw.span.start, flaw.span.end)}` : ''}`).toBe(expected);
});

test.each(['--\n', '\n', '-- up ', ' ', '-'])('a long file of %j has its sections soon', unit => {
  const before = performance.now();
  nodePgMigrate.sections!(unit.repeat(300_000));
  expect(performance.now() - before).toBeLessThan(1000);
});

/** What each way sends; `??` where something runs that cannot be told. */
function sent(text: string, known?: unknown, settings: Record<string, string> = {}) {
  const { migrations: [migration] } = indexed(nodePgMigrate, { '1_a.ts': text });
  const said = nodePgMigrate.translate!(migration!, known, { ...project, settings: { ...project.settings, ...settings } })!;
  return { ...said, up: said.up!.map(it => (it.unknown ? '??' : it.sql)), down: said.down!.map(it => (it.unknown ? '??' : it.sql)) };
}

// All else is in `real/javascript.test.ts`, beside what the tool itself sends.
test.each<[string, readonly string[], readonly string[]]>([
  ['export const up = pgm => { pgm.sql("alter table a add b int"); pgm.createTable("t", {}) };\nexport const down = pgm => { pgm.sql(`drop table a`) }', ['alter table a add b int', 'CREATE TABLE "t" ()'], ['drop table a']],
  ['exports.up = async pgm => { pgm.sql("select {x}", { x: 1 }); await pgm.db.query("select \'{1}\'"); await pgm.db.select("select 1") }; exports.down = false', ['select 1', "select '{1}'"], []],
  ['exports.up = pgm => { pgm.func("now()"); pgm.sql(file); pgm.createRole("r") }', ['??'], []],
  ['exports.up = b => { b.createTable(name, { a: "int" }); b.addColumn("t", { ...more }); b.addColumns("t", { a: { type: kind } }); b.createThing("t"); b.createIndex("t", columns); b.dropTable("t", options) }', ['??', '??', '??', '??', '??', '??'], []],
  // Of a new table, all that is known.
  ['exports.up = pgm => pgm.createTable("t", { ...audit(), a: "int", b: { type: kind }, c: { type: "text", default: later() }, d: "id" }, { constraints })', ['CREATE TABLE "t" ("a" integer, "d" serial PRIMARY KEY)'], []],
  ['const T = { schema: "app", name: "t" };\nmodule.exports = { async up(pgm) { if (x) { pgm.dropTable(T) } else pgm.dropTable(T, { cascade: true }) }, down: (pgm, run) => { pgm.renameTable(T, "u"); run() } }', ['DROP TABLE "app"."t"', 'DROP TABLE "app"."t" CASCADE'], ['ALTER TABLE "app"."t" RENAME TO "u"']],
  ['const each = (pgm, table) => { pgm.addColumns(table, { a: `varchar(${4 * 5})` }) };\nexport function up(pgm: MigrationBuilder): void { for (const t of ["a", "b"]) each(pgm, t); ["c"].forEach(t => pgm.dropTable(t)); helper(pgm); }', ['ALTER TABLE "a" ADD "a" varchar(20)', 'ALTER TABLE "b" ADD "a" varchar(20)', 'DROP TABLE "c"', '??'], []],
  ['export async function up(pgm: MigrationBuilder) { if (!pgm) return; pgm.sql(`create index ${NAME}`); pgm.sql(`update t set a = ${b}`); pgm.sql("drop table " + a) }', ['??', '??'], []],
  ['exports.up = pgm => { pgm.createTable("t", { a: "int" })', ['CREATE TABLE "t" ("a" integer)'], []],
  ['exports.up = pgm => { pgm.createTable("constructor", { constructor: "toString" }) }', ['CREATE TABLE "constructor" ("constructor" toString)'], []],
])('%s', (text, up, down) => {
  const said = sent(text);
  expect([said.up, said.down]).toEqual([up, down]);
});

test('shorthands are known to all that follow, and names may be written otherwise', () => {
  const first = sent('exports.shorthands = { key: { type: "bigserial", primaryKey: true }, ref: { type: "key" } }; exports.up = pgm => {}');
  const next = sent('exports.up = pgm => pgm.createTable("myUsers", { userId: "key", other: { type: "ref", notNull: true } })', first.known, { decamelize: 'true' });
  expect(next.up).toEqual(['CREATE TABLE "my_users" ("user_id" bigserial, "other" bigserial NOT NULL, CONSTRAINT "my_users_pkey" PRIMARY KEY ("user_id", "other"))']);
  expect(next.known).toBe(first.known);
});

// The rule, the file, and the file with the tool's own form in it; below, what follows in a migration of its own.
test.each<[string, string, string, string?]>([
  ['require-concurrent-index-creation', 'exports.up = pgm => {\n  pgm.createIndex("t", "a");\n};', 'exports.up = pgm => {\n  pgm.noTransaction();\n  pgm.createIndex("t", "a", { concurrently: true });\n};'],
  ['require-concurrent-index-creation', 'export const up = (b) => { b.noTransaction(); b.addIndex("t", ["a"], { unique: true }) };', 'export const up = (b) => { b.noTransaction(); b.addIndex("t", ["a"], { concurrently: true, unique: true }) };'],
  ['require-concurrent-index-deletion', 'exports.up = pgm => {\n  pgm.dropIndex("t", "a", {\n    name: "i",\n  });\n};', 'exports.up = pgm => {\n  pgm.noTransaction();\n  pgm.dropIndex("t", "a", {\n    concurrently: true,\n    name: "i",\n  });\n};'],
  ['ban-concurrent-in-transaction', 'exports.up = pgm => { pgm.createIndex("t", "a", { concurrently: true }) }', 'exports.up = pgm => { pgm.noTransaction(); pgm.createIndex("t", "a", { concurrently: true }) }'],
  ['adding-foreign-key-constraint', 'exports.up = p => p.addConstraint("t", "k", { foreignKeys: { columns: "a", references: "u" } })', 'exports.up = p => p.addConstraint("t", "k", \'FOREIGN KEY ("a") REFERENCES "u" NOT VALID\')', 'pgm.sql(\'ALTER TABLE "t" VALIDATE CONSTRAINT "k"\');'],
  ['constraint-missing-not-valid', 'exports.up = p => p.addConstraint("t", "c", "CHECK (a <> \'\')")', 'exports.up = p => p.addConstraint("t", "c", \'CHECK (a <> \\\'\\\') NOT VALID\')', 'pgm.sql(\'ALTER TABLE "t" VALIDATE CONSTRAINT "c"\');'],
  ['adding-not-nullable-field', 'exports.up = p => { p.alterColumn("t", "a", { notNull: true }) }', 'exports.up = p => { p.addConstraint(\'t\', \'t_a_null\', \'CHECK ("a" IS NOT NULL) NOT VALID\') }', 'pgm.sql(\'ALTER TABLE "t" VALIDATE CONSTRAINT "t_a_null"\'); pgm.alterColumn(\'t\', \'a\', { notNull: true }); pgm.dropConstraint(\'t\', \'t_a_null\');'],
])('the safe form for %s: %s', (rule, text, expected, follows) => {
  const { migrations: [migration] } = indexed(nodePgMigrate, { '1_a.js': text });
  const [form] = nodePgMigrate.translate!(migration!, undefined, project)!.up!.find(it => it.safeForms)!.safeForms![rule]!;
  expect(form!.edits.toSorted((a, b) => b.span.start - a.span.start).reduce((it, { span, text: written }) => it.slice(0, span.start) + written + it.slice(span.end), text)).toBe(expected);
  expect(form!.followUp && 'code' in form!.followUp ? form!.followUp.code.up.join(' ') : undefined).toBe(follows);
});

test('what follows is written into the file that the tool begins', () => {
  const begun = (name: string) => nodePgMigrate.scaffold({ name: 'b', project, existing: migrationsOf(nodePgMigrate, [name]), now: new Date(0), down: true })[0]!.text;
  expect(['1_a.cjs', '1_a.ts', '1_a.sql'].map(it => nodePgMigrate.withBody!(begun(it), { up: ['a();', 'b();'], down: ['c();'] }))).toEqual([
    'exports.up = pgm => {\n  a();\n  b();\n};\n\nexports.down = pgm => {\n  c();\n};\n',
    'import type { MigrationBuilder } from \'node-pg-migrate\';\n\nexport async function up(pgm: MigrationBuilder): Promise<void> {\n  a();\n  b();\n}\n\nexport async function down(pgm: MigrationBuilder): Promise<void> {\n  c();\n}\n',
    undefined,
  ]);
});

test('SQL is sent as it stands, in a transaction; JavaScript by its own program, which may do without', () => {
  const { migrations } = indexed(nodePgMigrate, { '1_a.sql': '-- noTransaction()', '2_b.js': 'exports.up = pgm => { pgm.noTransaction() }', '20240102030405006_c.ts': '' });
  expect(migrations.map(it => nodePgMigrate.execution(scriptOf(['x']), it, project).wraps)).toEqual([true, false, true]);
  expect(nodePgMigrate.translate!(migrations[0]!, undefined, project)).toBeUndefined();
  const argv = migrations.map(it => { const run = runOf(nodePgMigrate, [it]); return run.by === 'tool' ? run.command('up', it, project).argv.slice(2, 8).join(' ') : run.by; });
  expect(argv).toEqual(['us', 'node-pg-migrate up 2 --timestamp --migrations-dir db', 'node-pg-migrate up 1704164645006 --timestamp --migrations-dir db']);
});

// The names that were applied, in their order; what each file then is, and what it does of the order.
test.each<[string, string, string, boolean?]>([
  ['', '1_a pending, 2_b pending, 3_c pending', ''],
  ['1_a 2_b', '1_a applied, 2_b applied, 3_c pending', ''],
  ['1_a 3_c', '1_a applied, 2_b outOfOrder refuse, 3_c applied', 'Not run migration 2_b is preceding already run migration 3_c'],
  ['1_a 3_c', '1_a applied, 2_b outOfOrder run, 3_c applied', '', false],
  ['2_b 1_a', '1_a applied refuse, 2_b applied, 3_c pending', 'Not run migration 1_a is preceding already run migration 2_b'],
  ['1_a x', '1_a applied, 2_b pending, 3_c pending, x missing refuse', 'Not run migration 2_b is preceding already run migration x'],
  ['1_a 2_b 3_c x', '1_a applied, 2_b applied, 3_c applied, x missing run', ''],
])('states: %j', (names, expected, reason, checked = true) => {
  const { migrations } = indexed(nodePgMigrate, ['1_a.sql', '2_b.js', '3_c.sql']);
  const rows = nodePgMigrate.history.decode(names.split(' ').filter(Boolean).map(name => ({ name, run_on: '2024-01-01' })), migrations);
  const compared = nodePgMigrate.history.compare(migrations, rows, { ...project, settings: { ...project.settings, checkOrder: String(checked) } });
  expect(compared.map(it => [it.migration?.id ?? it.applied!.id, it.state, it.willRun].filter(Boolean).join(' ')).join(', ')).toBe(expected);
  expect(compared.find(it => it.reason)?.reason ?? '').toBe(reason);
});

describe('a new one', () => {
  test.each([
    [[], '1795338307000_add-users.sql'], [['0007_a.sql'], '0008_add-users.sql'], [['1704164645000_a.ts'], '1795338307000_add-users.ts'], [['20240102030405006_a.sql'], '20261122090507000_add-users.sql'],
  ])('after %j is %s', (names, expected) => {
    const { migrations } = indexed(nodePgMigrate, names);
    expect(nodePgMigrate.scaffold({ name: 'Add users', project, existing: migrations, now: new Date('2026-11-22T09:05:07Z'), down: true }).map(it => it.path)).toEqual([`db/${expected}`]);
  });
});

test.each([['1_a.sql', undefined, true], ['1_a.test.ts', '.*\\.test\\..*', false], ['1_a.ts', '.*\\.test\\..*', true], ['1_a.ts', '(', true], ['1_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!.ts', '1_(a+)+', true]])('%s with %j ignored is read: %s', (file, ignore, expected) => {
  expect(nodePgMigrate.read(`db/${file}`, { ...project, settings: { ...project.settings, ...(ignore !== undefined && { ignore }) } }) !== undefined).toBe(expected);
});
