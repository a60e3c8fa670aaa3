import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';

const parser = startParser();
afterAll(() => parser.close());

const sum = (terms: number): string => `select ${Array.from({ length: terms }, () => '1').join('+')}`;

test('answers come in the order of the texts, whoever asks', async () => {
  const asked = Array.from({ length: 20 }, (_, i) => parser.parse([`create table a${i} (id int)`, `selec ${i}`]));
  const tables = (await Promise.all(asked)).map(([first, second]) => [first?.kind === 'statement' && first.statement.kind === 'create-table' && first.statement.table.name, second?.kind]);
  expect(tables).toEqual(Array.from({ length: 20 }, (_, i) => [`a${i}`, 'error']));
  expect(await parser.parse([])).toEqual([]);
});

test('what kills the parser is an error of its own, and the rest is read', async () => {
  const parsed = await parser.parse(['select 1', sum(400_000), 'select 2', sum(400_000), 'selec', 'select 3']);
  expect(parsed.map(it => (it.kind === 'error' ? it.message : it.kind))).toEqual([
    'statement', 'statement is too deeply nested', 'statement', 'statement is too deeply nested', 'syntax error at or near "selec"', 'statement',
  ]);
});

test('what is too deep has no fingerprint, and kills nothing behind it', async () => {
  expect(await parser.fingerprint(sum(400_000))).toBeUndefined();
  expect(await parser.fingerprint('select 1')).toBeDefined();
});

test('a statement that takes too long is given up, and the rest is read', async () => {
  const impatient = startParser({ patience: 150 });
  await impatient.parse(['select 1']);
  const parsed = await impatient.parse(['select 1', sum(100_000), 'select 2']);
  await impatient.close();
  expect(parsed.map(it => (it.kind === 'error' ? it.message : it.kind))).toEqual(['statement', 'the parser did not get through this statement', 'statement']);
});

test('a worker that does not start is an error of each statement', async () => {
  const absent = startParser({ workerPath: '/no/such/parser-worker.js' });
  expect(await absent.parse(['select 1', 'select 2'])).toEqual(Array(2).fill({ kind: 'error', message: 'the parser did not start', at: { start: 0, end: 8 } }));
  await absent.close();
});

test('closed, it says so', async () => {
  const closed = startParser();
  await closed.close();
  expect(await closed.parse(['select 1'])).toEqual([{ kind: 'error', message: 'the parser is closed', at: { start: 0, end: 8 } }]);
  expect(await closed.fingerprint('select 1')).toBeUndefined();
  expect(await closed.print([])).toBeUndefined();
});

test('an idle parser does not keep the process alive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'migration-lens-'));
  const program = `import { startParser } from './server/edges/parser.js'; startParser({ workerPath: ${JSON.stringify(join(process.cwd(), 'out/parser-worker.js'))} }).parse(['select 1']).then(it => console.log(it[0].kind));`;
  buildSync({ stdin: { contents: program, resolveDir: '.' }, outfile: join(folder, 'idle.js'), bundle: true, platform: 'node', format: 'cjs' });
  const { status, stdout } = spawnSync(process.execPath, [join(folder, 'idle.js')], { encoding: 'utf8', timeout: 20_000 });
  rmSync(folder, { recursive: true });
  expect([status, stdout.trim()]).toEqual([0, 'statement']);
});

// Left and middle: two texts. Right: whether they are the same to Postgres.
test.each([
  ['select 1', 'SELECT\n  1 -- a', true],
  ['select a.b from a', 'select "a"."b" from a', true],
  [`select 'a'`, `select E'\\x61'`, true],
  ['create table t (a int)', 'create table t (a integer)', true],
  ['create table t (a int default 1)', 'create table t (a int default 2)', false],
  [`select 'a b'`, `select 'a  b'`, false],
  ['select a', 'select b', false],
  ['do $$ begin end $$', 'do $x$ begin end $x$', true],
  ['do $$ begin end $$', 'do $$ begin  end $$', false],
  ['selec', 'selec', false],
])('%j and %j: %s', async (a, b, same) => {
  const [first, second] = [await parser.fingerprint(a), await parser.fingerprint(b)];
  expect(first !== undefined && first === second).toBe(same);
});

const string = (sval: string): object => ({ String: { sval } });
const drop = (...names: string[]): object => ({ DropStmt: { removeType: 'OBJECT_TABLE', objects: [{ List: { items: names.map(string) } }], behavior: 'DROP_RESTRICT' } });

// Left: a tree. Right: its print, or nothing where the print is not the same statement.
test.each([
  [[drop('app', 'Weird "T"')], 'DROP TABLE app."Weird ""T"""'],
  [[drop('t'), drop('select')], 'DROP TABLE t;\nDROP TABLE "select"'],
  [[{ CommentStmt: { objtype: 'OBJECT_TABLE', object: { List: { items: [string('t')] } }, comment: `it's\n  so` } }], `COMMENT ON TABLE t IS 'it''s\n  so'`],
  // pgsql-deparser 18.3.8 prints ALTER TRIGGER t RENAME TO b.
  [[{ RenameStmt: { renameType: 'OBJECT_TRIGGER', relation: { relname: 't', inh: true, relpersistence: 'p' }, subname: 'a', newname: 'b', behavior: 'DROP_RESTRICT' } }], undefined],
  [[{ NoSuchStmt: {} }], undefined],
  [[{}], undefined],
])('%j', async (nodes, expected) => {
  expect(await parser.print(nodes)).toBe(expected);
});
