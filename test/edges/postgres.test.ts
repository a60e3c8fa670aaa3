import fs from 'node:fs';
import net from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { resolveConnection } from '../../server/edges/connections.js';
import { connect } from '../../server/edges/postgres.js';
import type { ConnectOptions } from '../../server/edges/postgres.js';
import type { ConnectionRefusal, Session } from '../../server/flows/ports.js';
import { run, startOwnPostgres, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';

let server: TestPostgres;
let secured: TestPostgres;
const nobodyHome = fs.mkdtempSync('/tmp/no-home-');

beforeAll(async () => {
  server = await startPostgres();
  secured = await startOwnPostgres();
  await withTls(secured);
  await run(server.url, "create role empty login; create role app login password 'hidden'");
});

afterAll(async () => {
  await secured.stop();
  fs.rmSync(nobodyHome, { recursive: true });
});

test('tells where it is', async () => {
  const url = await server.database('where');
  const session = await open(`${url}?search_path=app,public&options=-c%20lock_timeout%3D7s`);
  expect(session.info).toMatchObject({ host: '127.0.0.1', database: 'where', user: 'postgres', major: 18, currentSchema: 'public', pooled: false });
  expect(await session.query({ text: `select current_setting('application_name') as app, current_setting('lock_timeout') as lock`, values: [] }))
    .toEqual([{ app: 'migration-lens', lock: '7s' }]);
  await session.close();
});

test('speaks by parameters, by several statements, and keeps times as the server writes them', async () => {
  const session = await open(server.url);
  expect(await session.query({ text: 'select $1::int + 1 as n, $2::text as t', values: [41, "it's"] })).toEqual([{ n: 42, t: "it's" }]);
  expect(await session.query({ text: "select 1; select timestamp '2024-01-02 03:04:05.678' as at, 1 = 1 as yes", values: [] }))
    .toEqual([{ at: '2024-01-02 03:04:05.678', yes: true }]);
  const notices: string[] = [];
  const stop = session.onNotice(it => notices.push(it));
  await session.execute("do $$ begin raise notice 'half'; raise warning 'way'; end $$");
  stop();
  await session.execute("do $$ begin raise notice 'more'; end $$");
  expect(notices).toEqual(['half', 'way']);
  await session.close();
});

test('a read-only session cannot write, whoever asks', async () => {
  const session = await open(await server.database(), { readOnly: true });
  await expect(session.execute('create table t ()')).rejects.toMatchObject({ code: '25006' });
  await session.close();

  const marked = resolveConnection('prod', { settings: { connections: { prod: { url: server.url, level: 'readOnly' } } }, env: {} });
  const other = await connect(marked as Extract<typeof marked, { kind: 'connection' }>) as Session;
  await expect(other.execute('create table t ()')).rejects.toMatchObject({ code: '25006' });
  await other.close();
});

// What is wrong, how it is asked for, and what is said.
test.each<[string, (url: URL) => void, ConnectOptions, ConnectionRefusal['reason'], string]>([
  ['no password', url => { url.password = ''; }, {}, 'password', '<place> wants a password for "postgres"'],
  ['an empty password', () => undefined, { password: '' }, 'password', '<place> wants a password for "postgres"'],
  ['a wrong password', url => { url.password = 'wrong-hidden'; }, {}, 'password', '<place> does not accept the password of "postgres"'],
  ['a wrong password of the person', () => undefined, { password: 'wrong-hidden' }, 'password', '<place> does not accept the password of "postgres"'],
  ['no such user', url => { url.username = 'ghost'; }, {}, 'password', '<place> does not accept the password of "ghost"'],
  ['no such database', url => { url.pathname = '/ghost'; }, {}, 'other', 'There is no database "ghost" on <place>'],
  ['no server', url => { url.port = '1'; }, {}, 'unreachable', 'Nothing listens on 127.0.0.1:1: is the server running there?'],
  ['no host', url => { url.hostname = 'ghost.invalid'; }, {}, 'unreachable', 'The host "ghost.invalid" is unknown'],
  ['no socket', url => { url.hostname = '%2Fnowhere'; }, {}, 'unreachable', 'There is no socket /nowhere/.s.PGSQL.<port>: is the server running there?'],
  ['no TLS there', url => { url.search = '?sslmode=require'; }, {}, 'tls', "<place> does no TLS, and the connection's sslmode asks for it"],
  ['no certificate file', url => { url.search = '?sslmode=verify-ca&sslrootcert=/nowhere/ca.crt'; }, {}, 'tls', "A certificate file cannot be read: ENOENT: no such file or directory, open '/nowhere/ca.crt'"],
])('%s is said, and no password with it', async (_, change, options, reason, message) => {
  const url = new URL(server.url);
  change(url);
  const answer = await connect(resolved(url.href), options);
  expect(inspect(answer)).not.toMatch(/hidden|correct/);
  expect(answer).toMatchObject({ kind: 'refused', reason });
  expect((answer as ConnectionRefusal).message.replace(`127.0.0.1:${server.port}`, '<place>').replace(String(server.port), '<port>')).toBe(message);
});

test('a password file that does not count is the reason that is given', async () => {
  const file = `${nobodyHome}/.pgpass`;
  fs.writeFileSync(file, '*:*:*:*:hidden', { mode: 0o644 });
  const url = Object.assign(new URL(server.url), { password: '' }).href;
  expect(await connect(resolved(url))).toMatchObject({ message: expect.stringMatching(/ wants a password for "postgres"; .*\.pgpass is ignored because others may read it: chmod 600 makes it count$/) });
  fs.rmSync(file);
});

test('something that is no PostgreSQL server is said to be none', async () => {
  const impostor = net.createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
  await new Promise(resolve => impostor.once('listening', resolve));
  const answer = await connect(resolved(`postgres://u@127.0.0.1:${(impostor.address() as net.AddressInfo).port}/d`));
  expect(answer).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/tls|unreachable/) });
  impostor.close();
});

const authority = 'test/edges/certificates/ca.crt';

// sslmode and authority, the host as it is named, whether the server does TLS, and what comes of it.
test.each<[string, string, 'tls' | 'plain', string]>([
  ['disable', 'localhost', 'tls', 'plain'],
  ['allow', 'localhost', 'tls', 'plain'],
  ['prefer', 'localhost', 'tls', 'encrypted'],
  ['prefer', 'localhost', 'plain', 'plain'],
  ['require', 'localhost', 'tls', 'encrypted'],
  [`require&sslrootcert=${authority}`, '127.0.0.1', 'tls', 'encrypted'],
  ['require', 'localhost', 'plain', 'tls'],
  ['verify-ca', 'localhost', 'tls', 'trust'],
  [`verify-ca&sslrootcert=${authority}`, '127.0.0.1', 'tls', 'encrypted'],
  ['verify-full', 'localhost', 'tls', 'trust'],
  [`verify-full&sslrootcert=${authority}`, 'localhost', 'tls', 'encrypted'],
  [`verify-full&sslrootcert=${authority}`, '127.0.0.1', 'tls', 'trust'],
  ['verify-full&sslrootcert=system', 'localhost', 'tls', 'trust'],
])('sslmode=%s to %s of a server with %s: %s', async (mode, host, kind, expected) => {
  const url = new URL((kind === 'tls' ? secured : server).url);
  url.hostname = host;
  const answer = await connect(resolved(`${url.href}?sslmode=${mode}`));
  if (answer.kind === 'refused') return expect(answer.reason).toBe(expected);
  const [row] = await answer.query({ text: 'select ssl from pg_stat_ssl where pid = pg_backend_pid()', values: [] });
  expect(row!['ssl'] ? 'encrypted' : 'plain').toBe(expected);
  await answer.close();
});

test.each([
  ['tcp', () => server.url],
  ['TLS', () => `${secured.url}?sslmode=require`],
  ['a socket', () => `postgres://postgres@/postgres?host=${server.socketFolder}&port=${server.port}`],
])('cancels on the server, over %s', async (_, url) => {
  const session = await open(url());
  const running = session.execute('select pg_sleep(600)');
  const observed = expect(running).rejects.toMatchObject({ code: '57014' });
  // A cancel that arrives before the statement does is lost, so ask until it was heard.
  const asking = setInterval(() => void session.cancel(), 50);
  await observed;
  clearInterval(asking);
  expect(await session.query({ text: 'select 1 as alive', values: [] })).toEqual([{ alive: 1 }]);
  await session.close();
});

test('a session that the server ends is an error of its statement, and nothing else', async () => {
  const session = await open(await server.database());
  await run(server.url, `select pg_terminate_backend(${session.info.pid})`);
  await expect(session.query({ text: 'select 1', values: [] })).rejects.toMatchObject({ code: expect.stringMatching(/^(08006|57P01)$/) });
  await expect(session.query({ text: 'select 1', values: [] })).rejects.toMatchObject({ code: '08006' });
  await session.close();
});

test('a transaction that idles too long ends the session without ending this process', async () => {
  const session = await open(await server.database());
  await session.execute("set idle_in_transaction_session_timeout = '20ms'; begin");
  await expect.poll(() => run(server.url, `select 1 from pg_stat_activity where pid = ${session.info.pid}`), { timeout: 30_000 }).toEqual([]);
  await expect(session.execute('commit')).rejects.toMatchObject({ code: '08006' });
  await session.close();
});

test('a pooler is noticed by the process that answers', async () => {
  const pooler = net.createServer(client => {
    const upstream = net.connect(server.port, '127.0.0.1');
    client.pipe(upstream).on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('data', (data: Buffer) => client.write(withOwnProcess(data))).on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => pooler.once('listening', resolve));
  const url = new URL(server.url);
  url.port = String((pooler.address() as net.AddressInfo).port);
  const session = await open(url.href);
  expect(session.info.pooled).toBe(true);
  await session.close();
  pooler.close();
});

/** What PgBouncer does: BackendKeyData ('K', length 12) with a process number of its own. */
function withOwnProcess(data: Buffer): Buffer {
  const at = data.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
  if (at >= 0) data.writeInt32BE(-1_879_441_486, at + 5);
  return data;
}

async function open(url: string, options: ConnectOptions = {}): Promise<Session> {
  const answer = await connect(resolved(url), options);
  if (answer.kind === 'refused') throw new Error(answer.message);
  return answer;
}

function resolved(url: string) {
  const connection = resolveConnection(url, { settings: { connections: {} }, env: { HOME: nobodyHome } });
  if (connection.kind === 'problem') throw new Error(connection.message);
  return connection;
}

/** The server's certificate and key, written by the server itself, so that they are its own. */
async function withTls(of: TestPostgres): Promise<void> {
  for (const name of ['server.crt', 'server.key']) {
    const content = fs.readFileSync(`test/edges/certificates/${name}`).toString('base64');
    await run(of.url, `copy (select '${content}') to program 'umask 077; base64 -d > ${name}'`);
  }
  await run(of.url, 'alter system set ssl = on');
  await run(of.url, 'select pg_reload_conf()');
  await vi.waitFor(async () => expect(await run(of.url, 'show ssl')).toEqual([{ ssl: 'on' }]), { timeout: 30_000 });
}
