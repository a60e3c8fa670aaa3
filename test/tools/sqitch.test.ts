import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { startParser } from '../../server/edges/parser.js';
import { planError } from '../../server/core/tools/sqitch/errors.js';
import { sqitch } from '../../server/core/tools/sqitch.js';
import { planOf, scriptsOf } from '../../server/core/tools/sqitch/plan.js';
import { tools } from '../../server/core/tools/tools.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { indexed, treeOf } from './reading.js';

const head = '%syntax-version=1.0.0\n%project=shop\n%uri=https://example.com/\n\n';
const line = (name: string, deps = '') => `${name} ${deps}2024-01-02T03:04:05Z Marge N. O’Vera <marge@example.com> # ${name}\n`;
const plan = head + line('users') + line('orders', '[users !old:old other:x] ') + line('@v1') + line('users', '[users@v1] ') + line('schema/views');
const files = { 'sqitch.plan': plan, 'deploy/users.sql': '', 'deploy/users@v1.sql': 'x', 'deploy/orders.sql': '', 'deploy/schema/views.sql': '', 'revert/orders.sql': '', 'verify/orders.sql': '' };

function projectWith(text: string): Project {
  const at = sqitch.at('db');
  return { ...at, settings: { ...at.settings, project: 'shop', plan: text } };
}

test.each([
  ['deploy/users.sql', 'up users'], ['revert/schema/views.sql', 'down schema/views'], ['deploy/users@v1.sql', 'up users@v1'], ['verify/users.sql', ''],
  ['sqitch.plan', 'sidecar'], ['users.sql', ''], ['deploy/.sql', ''], ['deploy/a.txt', ''], ['sub/deploy/a.sql', ''],
])('%s is %j', (file, expected) => {
  const reading = sqitch.read(`db/${file}`, sqitch.at('db'));
  expect(!reading ? '' : reading.kind === 'migration' ? `${reading.direction} ${reading.id}` : reading.kind).toBe(expected);
});

// The plan, and which scripts it names, in its order.
test.each([
  [plan, 'users@v1 orders users schema/views'],
  [head, ''],
  ['\uFEFF%project=x\r\n\r\n# about\r\n  a 2024-01-02T03:04:05Z A <a@b>\r\n\t+b 2024-01-02T03:04:05Z A <a@b> # c [d] @e\r\n', 'a b'],
  [line('a') + line('@1') + line('@2') + line('a', '[a@2] ') + line('b') + line('@3') + line('c') + line('@4') + line('d') + line('a', '[a@4] '), 'a@1 a@4 b c d a'],
  [line('a') + line('a'), 'a a'],
  ['@v0\n\u0000\n[x]\n- a\n%', '\u0000'],
])('the plan %j', (text, expected) => {
  expect(scriptsOf(planOf(text), []).join(' ')).toBe(expected);
});

// `sqitch rework` calls the script by the last tag of its day; others may have come since.
test('of several tags, the one whose script is there', () => {
  const text = head + line('a') + line('@1') + line('b') + line('@2') + line('a', '[a@2] ');
  const { migrations, problems } = indexed(sqitch, { 'sqitch.plan': text, 'deploy/a@1.sql': '', 'deploy/a.sql': '', 'deploy/b.sql': '' });
  expect([migrations.map(it => it.id).join(' '), problems.filter(it => it.rule === 'journal-mismatch')]).toEqual(['a@1 b a', []]);
});

test('a plan says whose it is, where each change stands, and who planned it', () => {
  const { project, changes } = planOf(plan);
  expect([project, changes.map(it => plan.slice(it.span.start, it.span.end)).join(), changes[3]!.planner]).toEqual(['shop', 'users,orders,users,schema/views', 'Marge N. O’Vera <marge@example.com>']);
  expect(planOf(line('a').repeat(100_000)).changes).toHaveLength(100_000);
});

test('the plan is the order, while it is typed, and what it lacks is told', () => {
  const { migrations, problems } = indexed(sqitch, { ...files, 'deploy/alone.sql': '', 'sqitch.plan': `${plan}${line('gone')}` });
  expect(migrations.map(it => it.id)).toEqual(['users@v1', 'orders', 'users', 'schema/views', 'alone']);
  expect(problems.filter(it => it.rule === 'journal-mismatch').map(it => `${it.path} ${it.message}`)).toEqual([
    'db/deploy/alone.sql Sqitch never runs this script: alone is not in sqitch.plan',
    'db/sqitch.plan Sqitch stops at this change: there is no db/deploy/gone.sql',
  ]);
});

test.each<[string, Record<string, string>, string]>([
  ['beside its configuration', { 'sqitch.conf': '[core]\n\tengine = pg\n', 'sqitch.plan': head, 'deploy/a.sql': '', 'migrations/1_a.sql': '' }, 'sqitch . shop sqitch .'],
  ['in a folder of its own, with a registry', { 'sqitch.conf': '[core]\n\tengine = pg\n\ttop_dir = db\n[engine "pg"]\n\tregistry = "meta"\n', 'db/sqitch.plan': head }, 'sqitch db shop meta .'],
  ['without a configuration', { 'db/sqitch.plan': head }, 'sqitch db shop sqitch db'],
  ['scripts in folders of their own, with another ending', { 'sqitch.conf': '[core]\n  engine = pg\n  plan_file = plans/main.plan\n  top_dir = db # here\n  deploy_dir = "sql/up"\n  extension = ddl\n', 'plans/main.plan': head, 'sql/up/a.ddl': '', 'db/revert/a.ddl': '' }, 'sqitch db shop sqitch .'],
  ['a target of PostgreSQL beside another engine', { 'sqitch.conf': '[core]\n\tengine = sqlite\n[target "prod"]\n\turi = db:pg://host/db\n\ttop_dir = pg\n\tregistry = meta\n', 'pg/sqitch.plan': head, 'sqitch.plan': head }, 'sqitch pg shop meta .'],
  ['a plan for each target', { 'sqitch.conf': '[core]\n\tengine = pg\n[target "a"]\n\ttop_dir = a\n[target "b"]\n\ttop_dir = b\n', 'a/sqitch.plan': head, 'b/sqitch.plan': head }, 'sqitch a shop sqitch .,sqitch b shop sqitch .'],
  ['not of another database', { 'sqitch.conf': '[core]\n\tengine = mysql\n', 'sqitch.plan': head }, ''],
  ['not without a plan', { 'deploy/a.sql': '', 'revert/a.sql': '', 'verify/a.sql': '' }, ''],
  ['beside others', { 'db/sqitch.plan': head, 'flyway/V1__a.sql': '' }, 'sqitch db shop sqitch db,flyway flyway undefined undefined undefined'],
])('detection: %s', (_, tree, expected) => {
  const found = tools.filter(it => !it.guesses).flatMap(it => it.detect(treeOf(tree)));
  expect(found.map(({ tool, folder, settings }) => `${tool} ${folder} ${settings['project']} ${settings['historySchema']} ${settings['root']}`).join()).toBe(expected);
});

test('scripts lie where the configuration says, and are reworked there', () => {
  const conf = '[core]\n\tengine = pg\n\ttop_dir = db\n[engine "pg"]\n\tdeploy_dir = sql/up\n\treworked_dir = old\n[target "b"]\n\tplan_file = b.plan\n';
  const tree = { 'sqitch.conf': conf, 'db/sqitch.plan': plan, 'b.plan': head + line('other'), 'sql/up/users.sql': '', 'old/deploy/users@v1.sql': '', 'db/revert/users.sql': '' };
  const [project] = sqitch.detect(treeOf(tree));
  expect(Object.keys(tree).flatMap(path => { const it = sqitch.read(path, project!); return it?.kind === 'migration' ? [`${it.direction} ${it.id}`] : it ? [it.kind] : []; })).toEqual(['sidecar', 'up users', 'up users@v1', 'down users']);
  expect(project!.locations.map(it => it.path)).toEqual(['db', 'sql/up', 'old/deploy', 'old/revert']);
  // What another target's plan names is not forgotten.
  const sources = new Map([['db/sqitch.plan', { path: 'db/sqitch.plan', text: plan, bom: false, malformed: false }]]);
  const script = (id: string) => ({ id, kind: 'versioned' as const, name: id, up: { path: `sql/up/${id}.sql`, text: '', bom: false, malformed: false } });
  const scripts = [script('other'), script('alone')];
  expect([...sqitch.check!(scripts, project!, sources, sqitch.order!(scripts, sources, project!))].filter(it => it.path.startsWith('sql')).map(it => it.message)).toEqual(['Sqitch never runs this script: alone is not in sqitch.plan']);
});

// Each mistake in its words, and what is underlined.
test.each([
  [plan, undefined], ['', undefined], [head + line('a', '[b:c d:d@e !f:f] '), undefined],
  [`${head}a\n`, 'a: Syntax error in the plan at line 5: Missing timestamp and planner name and email'],
  [`${head}a 2024-01-02T03:04:05Z\n`, 'a 2024-01-02T03:04:05Z: Syntax error in the plan at line 5: Missing planner name and email'],
  [`${head}a A <a@b.c>\n`, 'a A <a@b.c>: Syntax error in the plan at line 5: Missing timestamp'],
  [head + line('a') + line('a'), `${line('a').slice(0, -5)}: Syntax error in the plan at line 6: Change "a" duplicates earlier declaration on line 5`],
  [head + line('@v'), `${line('@v').slice(0, -6)}: Syntax error in the plan at line 5: Tag "v" declared without a preceding change`],
  [head + line('a') + line('@v') + line('b') + line('@v'), `${line('@v').slice(0, -6)}: Syntax error in the plan at line 8: Tag "v" duplicates earlier declaration on line 6`],
  [head + line('a', '[b] ') + line('b'), 'b: Sqitch stops at the plan: change "a" requires "b", which is not planned before it'],
  [head + line('a') + line('b', '[a@v] '), 'a@v: Sqitch stops at the plan: change "b" requires "a@v", which is not planned before it'],
  [head + line('a') + line('@v') + line('b', '[@v a@v @w] '), '@w: Sqitch stops at the plan: change "b" requires "@w", which is not planned before it'],
  [head + line('a') + line('@v') + line('b') + line('c', '[b@v] '), 'b@v: Sqitch stops at the plan: change "c" requires "b@v", which is not planned before it'],
  [head + line('a') + line('b', '[shop:a shop:c other:d] '), 'shop:c: Sqitch stops at the plan: change "b" requires "shop:c", which is not planned before it'],
  [head + line('a', '[!b] ') + line('b', '[a !other:c !z] '), '!z: Sqitch stops at change "b": Unable to find change "z" in plan'],
  [head + line('a') + line('b', '[!a] '), '!a: Sqitch stops at change "b": Conflicts with previously deployed change: a'],
  [head + line('a') + line('@v') + line('a', '[a@v] '), undefined],
  [line('a'), ': Missing %project pragma in the plan'],
])('a plan that Sqitch cannot read: %j', (text, expected) => {
  const error = planError(text);
  expect(error && `${text.slice(error.span.start, error.span.end)}: ${error.message}`).toBe(expected);
});

const sum = (text: string) => createHash('sha1').update(text).digest('hex');

// What was deployed, as `change hash`; what each change then is.
test.each([
  ['', 'users@v1 pending, orders pending, users pending, schema/views pending'],
  [`users:${sum('x')} orders:${sum('')}`, 'users@v1 applied, orders applied, users pending, schema/views pending'],
  [`users:${sum('x')} orders:${sum('y')} users:${sum('')}`, 'users@v1 applied, orders modified run, users applied, schema/views pending'],
  [`users:${sum('x')} schema/views:${sum('')}`, 'users@v1 applied, orders outOfOrder refuse, users outOfOrder refuse, schema/views applied'],
  [`users:${sum('x')} gone:${sum('')}`, 'users@v1 applied, orders pending, users pending, schema/views pending, gone missing refuse'],
])('states: %j', (rows, expected) => {
  const { migrations } = indexed(sqitch, files, projectWith(plan));
  const applied = sqitch.history.decode(rows.split(' ').filter(Boolean).map(it => ({ change_id: 'id', change: it.split(':')[0], script_hash: it.split(':')[1], committed_at: '2024', committer_name: 'Marge' })), migrations);
  const compared = sqitch.history.compare(migrations, applied, projectWith(plan));
  expect(compared.map(it => [it.migration?.id ?? it.applied!.id, it.state, it.willRun].filter(Boolean).join(' ')).join(', ')).toBe(expected);
});

test('what the plan does not name is none of its business', () => {
  const { migrations } = indexed(sqitch, { 'deploy/a.sql': '' }, projectWith(head));
  expect(sqitch.history.compare(migrations, [], projectWith(head))).toMatchObject([{ state: 'ignored', reason: 'It is not in sqitch.plan' }]);
});

test('psql reads the scripts, and they have their own transactions', async () => {
  const parser = startParser();
  const text = '\\set ON_ERROR_STOP on\nBEGIN;\nCREATE INDEX CONCURRENTLY i ON :"t" (a);\nCOMMIT;\n';
  const alone = 'CREATE INDEX CONCURRENTLY i ON t (a);\n';
  const { problems } = await checker(scripts(parser)).check(indexed(sqitch, { 'sqitch.plan': head + line('a') + line('b'), 'deploy/a.sql': text, 'deploy/b.sql': alone }));
  await parser.close();
  const told = problems.map(it => `${it.path} ${it.rule}`);
  expect(told).toContain('db/deploy/a.sql ban-concurrent-in-transaction');
  expect(told.filter(it => /psql-command|syntax-error|b\.sql ban-concurrent/.test(it))).toEqual([]);
});

test('it deploys up to a change, on the server that was asked for, with the password in its environment only', () => {
  const { migrations } = indexed(sqitch, files, projectWith(plan));
  const { run } = sqitch;
  if (run.by !== 'tool') throw new Error(run.by);
  const [first, second, again] = migrations;
  expect(run.command('up', first!, projectWith(plan)).argv).toEqual(['sqitch', 'deploy', '--to', 'users@v1']);
  expect(run.command('up', again!, projectWith(plan)).argv).toEqual(['sqitch', 'deploy', '--to', 'users@HEAD']);
  const { argv, environment } = run.command('down', second!, projectWith(plan));
  expect(argv).toEqual(['sqitch', 'revert', '-y', '--to', 'orders^']);
  expect(environment!({ host: 'h', port: 5433, database: 'a b', user: 'u@x', ssl: 'require', password: 'secret' })).toEqual({ SQITCH_TARGET: 'db:pg://u%40x@h:5433/a%20b?sslmode=require', SQITCH_PASSWORD: 'secret' });
});

test('a new change is planned by whoever planned the last', () => {
  const made = sqitch.scaffold({ name: 'Add  users', project: projectWith(plan), existing: [], now: new Date('2026-11-23T09:05:07Z'), down: true });
  expect(made.map(it => it.path)).toEqual(['db/deploy/add_users.sql', 'db/revert/add_users.sql', 'db/verify/add_users.sql', 'db/sqitch.plan']);
  expect(made[3]).toEqual({ path: 'db/sqitch.plan', replaces: true, text: `${plan}add_users 2026-11-23T09:05:07Z Marge N. O’Vera <marge@example.com> # Add users\n` });
  expect(made[0]!.text).toMatch(/^-- Deploy shop:add_users to pg\n\nBEGIN;\n/);
  expect(sqitch.scaffold({ name: 'a', project: projectWith(head), existing: [], now: new Date(0), down: false }).map(it => it.path)).toEqual(['db/deploy/a.sql', 'db/verify/a.sql']);
});
