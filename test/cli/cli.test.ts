import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '../bundles.js';
import { run, startPostgres } from '../postgres.js';

const FOLDER = 'test/cli/transcripts';
const CLI = resolve('out/cli.js');
const temporary: string[] = [];

beforeAll(bundlePrograms);
afterEach(() => {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/**
 * A transcript is a text: what it is for, then steps. `=== file PATH` is a file, `=== sql` runs on the database, `=== git` in the
 * folder; `=== $ command` has below it what the runner saw: results, words for people after `! `, the exit code.
 * `UPDATE=1` keeps what it wrote. `$URL` is an empty database of its own.
 */
test.each(readdirSync(FOLDER))('%s', async name => {
  const path = join(FOLDER, name);
  const expected = readFileSync(path, 'utf8');
  const actual = await play(expected);
  if (process.env['UPDATE']) writeFileSync(path, actual);
  expect(actual).toBe(expected);
});

test('what is printed goes through a pipe whole, and a reader that goes away is no failure', async () => {
  const root = folder();
  writeFileSync(join(root, 'flyway.conf'), 'flyway.locations=filesystem:sql\n');
  mkdirSync(join(root, 'sql'));
  for (let i = 1; i <= 300; i++) writeFileSync(join(root, 'sql', `V${i}__t.sql`), `create table t${i} (id int); alter table u${i} drop column a;\n`);

  const { out, code } = await execute(['check', '--format', 'json'], root, {});
  expect(out.length).toBeGreaterThan(200_000);
  expect([JSON.parse(out).summary.files, code]).toEqual([300, 1]);

  const child = spawn('bash', ['-c', `"${process.execPath}" "${CLI}" check --format json | head -c 10; exit "\${PIPESTATUS[0]}"`], { cwd: root });
  let words = '';
  child.stderr.on('data', data => { words += String(data); });
  expect([await new Promise(done => child.once('close', done)), words]).toEqual([1, '']);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s cancels an apply on the server, and says what is left', async signal => {
  const root = folder();
  const url = await (await startPostgres()).database();
  write(join(root, 'flyway.conf'), 'flyway.locations=filesystem:sql\n');
  write(join(root, 'sql/V1__t.sql'), `create table t (); do $$ begin raise notice 'begun'; perform pg_sleep(600); end $$;\n`);
  const child = spawn(process.execPath, [CLI, 'apply', '--yes', '--connection', url], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', data => {
    const before = words.includes('begun');
    words += String(data);
    if (!before && words.includes('begun')) child.kill(signal);
  });
  expect(await new Promise(done => child.once('close', done))).toBe(2);
  expect(words).toContain('cancelled after 0 migrations applied. It left nothing behind.');
  expect(await run(url, `select from pg_class where relname = 't'`)).toEqual([]);
  expect(await run(url, `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_sleep%'`)).toEqual([]);
});

test('the language server speaks over stdin and stdout, and ends with whoever started it', async () => {
  const child = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ask = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } });
  child.stdin.write(`Content-Length: ${ask.length}\r\n\r\n${ask}`);
  let said = '';
  await new Promise<void>(done => child.stdout.on('data', data => {
    said += String(data);
    if (said.includes('Migration Lens')) done();
  }));
  expect(said).toMatch(/^Content-Length: \d+\r\n\r\n\{"jsonrpc":"2.0","id":1,"result":/);
  child.stdin.end();
  expect(await new Promise(done => child.once('close', done))).not.toBeNull();
});

async function play(transcript: string): Promise<string> {
  const [head, ...parts] = transcript.split(/^=== /m);
  const root = folder();
  const url = transcript.includes('$URL') || /^=== sql$/m.test(transcript) ? await (await startPostgres()).database() : '';
  const played: string[] = [head!];
  for (const part of parts) {
    const [line, ...rest] = part.split('\n');
    const body = rest.join('\n');
    const [what, ...words] = line!.split(' ');
    let answer = body;
    if (what === 'file') write(join(root, words.join(' ')), body);
    else if (what === 'git') execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e', ...words], { cwd: root, stdio: 'ignore' });
    else if (what === 'sql') await run(url, body);
    else if (what === '$') answer = shown(await execute(argumentsIn(words.slice(1).join(' '), url), root, { DATABASE_URL: '' }), url, root);
    else throw new Error(`no such step: ${what}`);
    played.push(`=== ${line}\n${answer}`);
  }
  return played.join('');
}

function folder(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'transcript-')));
  temporary.push(root);
  return root;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Blanks separate, quotes hold together. */
function argumentsIn(command: string, url: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => (quoted ?? bare!).replaceAll('$URL', url));
}

function execute(args: readonly string[], cwd: string, env: Record<string, string>): Promise<{ readonly out: string; readonly words: string; readonly code: number | null }> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, NO_COLOR: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let words = '';
  child.stdout.on('data', data => { out += String(data); });
  child.stderr.on('data', data => { words += String(data); });
  return new Promise(done => child.once('close', code => done({ out, words, code })));
}

/** Without what differs from run to run. */
function shown({ out, words, code }: { readonly out: string; readonly words: string; readonly code: number | null }, url: string, root: string): string {
  const said = words === '' ? '' : `${words.trimEnd().split('\n').map(line => `! ${line}`.trimEnd()).join('\n')}\n`;
  const { host, port, pathname, username } = url === '' ? { host: '', port: '', pathname: '', username: '' } : new URL(url);
  const text = `${out}${out === '' || out.endsWith('\n') ? '' : '\n'}${said}exit ${code}\n`
    .replaceAll(root, '$ROOT')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d(?::?\d\d)?)?/g, 'TIME')
    .replace(/"serverVersion": "[^"]*"/g, '"serverVersion": "VERSION"')
    .replace(/"ms": \d+/g, '"ms": MS').replace(/  \d+ ms$/gm, '  N ms');
  return url === '' ? text : text
    .replaceAll(`${username}@${host.split(':')[0]}/${pathname.slice(1)}`, 'NAME').replaceAll(host, 'HOST').replaceAll(`"port": ${port}`, '"port": PORT').replaceAll(pathname.slice(1), 'DATABASE');
}
