import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '../bundles.js';
import { run, startPostgres } from '../postgres.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lens-mcp-')));
const elsewhere = mkdtempSync(join(tmpdir(), 'migration-lens-elsewhere-'));
let agent: Awaited<ReturnType<typeof startAgent>>;
let url: string;

beforeAll(async () => {
  await bundlePrograms();
  url = await (await startPostgres()).database();
  mkdirSync(join(root, 'sql'));
  symlinkSync(elsewhere, join(root, 'link'));
  writeFileSync(join(root, 'flyway.conf'), 'flyway.locations=filesystem:sql\n');
  writeFileSync(join(root, 'sql/V1__users.sql'), 'create table users (id bigint primary key);\n');
  writeFileSync(join(root, 'sql/V2__age.sql'), 'alter table users drop column age;\n');
  writeFileSync(join(root, 'migration-lens.jsonc'), JSON.stringify({ connections: { local: '${env:LOCAL}', main: { url: '${env:LOCAL}', level: 'protected' } } }));
  agent = await startAgent(root, { LOCAL: url });
});

afterAll(async () => {
  await agent.stop();
  for (const it of [root, elsewhere]) rmSync(it, { recursive: true, force: true });
});

test('the tools say what they do, and none applies', async () => {
  const { tools } = await agent.ask('tools/list', {}) as { tools: { name: string; description: string; annotations: object; inputSchema: { required: string[] } }[] };
  expect(tools.map(it => [it.name, it.annotations, it.inputSchema.required])).toEqual([
    ['check_migrations', { readOnlyHint: true, destructiveHint: false, openWorldHint: false }, []],
    ['explain_rule', { readOnlyHint: true, destructiveHint: false, openWorldHint: false }, ['rule']],
    ['get_migration_status', { readOnlyHint: true, destructiveHint: false, openWorldHint: true }, ['connection']],
    ['plan_migrations', { readOnlyHint: true, destructiveHint: false, openWorldHint: true }, ['connection']],
    ['create_migration', { readOnlyHint: false, destructiveHint: false, openWorldHint: false }, ['name']],
  ]);
});

test('a check is that of the command line', async () => {
  const { problems, summary } = JSON.parse((await agent.call('check_migrations', { paths: ['sql/V2__age.sql'] })).text);
  expect([problems.map((it: { path: string; rule: string }) => [it.path, it.rule]), summary.files]).toEqual([[['sql/V2__age.sql', 'require-lock-timeout'], ['sql/V2__age.sql', 'ban-drop-column']], 1]);
});

test('of many problems the first hundred are told, and how many are left', async () => {
  const many = join(root, 'sql/V3__many.sql');
  writeFileSync(many, Array.from({ length: 120 }, (_, i) => `drop table t${i};\n`).join(''));
  const { problems, summary, leftOff } = JSON.parse((await agent.call('check_migrations', { paths: ['sql/V3__many.sql'] })).text);
  rmSync(many);
  const all = summary.errors + summary.warnings + summary.infos;
  expect(all).toBeGreaterThan(120);
  expect([problems.length, leftOff]).toEqual([100, `${all - 100} more problems: ask with fewer paths`]);
});

test('a rule is explained', async () => {
  expect((await agent.call('explain_rule', { rule: 'ban-drop-column' })).text).toMatch(/^## ban-drop-column\n/);
});

test('status and plan read a connection that the project file names, and write nothing', async () => {
  const status = JSON.parse((await agent.call('get_migration_status', { connection: 'local' })).text);
  expect(status.rows.map((it: { version: string; state: string }) => [it.version, it.state])).toEqual([['1', 'pending'], ['2', 'pending']]);
  expect(JSON.parse((await agent.call('plan_migrations', { connection: 'local', to: '1' })).text).steps).toHaveLength(1);
  expect(await run(url, 'select count(*)::int as tables from pg_class where relnamespace = \'public\'::regnamespace')).toEqual([{ tables: 0 }]);
});

test('a migration is written as the tool wants it named, whatever its name begins with', async () => {
  expect(await agent.call('create_migration', { name: '--down add email' })).toEqual({ text: 'sql/V3__down_add_email.sql\n', failed: false });
  expect(readFileSync(join(root, 'sql/V3__down_add_email.sql'), 'utf8')).not.toBe('');
  rmSync(join(root, 'sql/V3__down_add_email.sql'));
});

test.each([
  ['a connection by its URL', 'get_migration_status', { connection: 'postgres://someone@example.invalid/x' }, 'agents use the connections of migration-lens.jsonc\nThere are: local, main'],
  ['a connection that nobody named', 'plan_migrations', { connection: 'toString' }, 'agents use the connections of migration-lens.jsonc\nThere are: local, main'],
  ['a protected connection', 'get_migration_status', { connection: 'main' }, 'main is protected, and not for agents'],
  ['a path out of the folder', 'check_migrations', { paths: ['sql', '..'] }, '.. is not in'],
  ['a path over a link', 'create_migration', { name: 'x', project: 'link' }, 'link is not in'],
  ['a new path over a link', 'check_migrations', { paths: ['link/not/there'] }, 'link/not/there is not in'],
  ['an option for a path', 'check_migrations', { paths: ['--help'] }, 'no such file or folder: --help'],
  ['an unknown rule', 'explain_rule', { rule: 'no-such-rule' }, 'unknown rule \'no-such-rule\''],
  ['what is not asked for', 'check_migrations', { paths: ['sql'], apply: true }, 'must NOT have additional properties'],
  ['no input', 'explain_rule', {}, 'must have required property \'rule\''],
])('%s is refused', async (_, tool, given, words) => {
  const { text, failed } = await agent.call(tool, given);
  expect([text.includes(words) ? words : text, failed]).toEqual([words, true]);
  expect([readdirSync(elsewhere), existsSync(join(root, 'sql/V3__x.sql'))]).toEqual([[], false]);
});

/** Speaks with `migration-lens mcp` as an agent's host does: one message a line. */
async function startAgent(cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [resolve('out/cli.js'), 'mcp'], { cwd, stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const waiting = new Map<number, (message: { result?: unknown; error?: { message: string } }) => void>();
  createInterface({ input: child.stdout }).on('line', line => {
    const message = JSON.parse(line);
    waiting.get(message.id)?.(message);
  });
  const ended = new Promise<number | null>(done => child.once('exit', done));
  let last = 0;
  await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } });
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  return { ask, call, stop };

  async function ask(method: string, params: object): Promise<unknown> {
    const id = ++last;
    const answer = new Promise<{ result?: unknown; error?: { message: string } }>(done => waiting.set(id, done));
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const { result, error } = await answer;
    if (error) throw new Error(error.message);
    return result;
  }

  async function call(name: string, given: object): Promise<{ text: string; failed: boolean }> {
    const { content, isError = false } = await ask('tools/call', { name, arguments: given }) as { content: { text: string }[]; isError?: boolean };
    return { text: content.map(it => it.text).join(''), failed: isError };
  }

  /** A client that goes away closes the pipe: the server has to end by itself. */
  async function stop(): Promise<void> {
    child.stdin.end();
    expect(await ended).toBe(0);
  }
}
