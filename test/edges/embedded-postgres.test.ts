import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { run, startOwnPostgres, startPostgres } from '../postgres.js';

test('one server a process, fresh databases, a password that is asked for', async () => {
  const server = await startPostgres();
  expect(await startPostgres()).toBe(server);
  const first = await server.database();
  const second = await server.database();
  await run(first, 'create table only_here ()');
  expect(await run(second, `select to_regclass('only_here') as found, current_setting('server_version_num')::int / 10000 as major`))
    .toEqual([{ found: null, major: 18 }]);
  await expect(run(first.replace(/:[^:@]*@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication failed');
});

test('a server whose process was killed is gone after the next start', async () => {
  const killed = spawn(process.execPath, ['--input-type=module', '-e', `
    import { startEmbeddedPostgres } from './test/embedded-postgres.mjs';
    const server = await startEmbeddedPostgres();
    console.log(server.port);
    setInterval(() => {}, 1000);
  `], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(killed.stdout), 'line') as [string];
  const port = Number(line);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await answers(port)).toBe(true);

  const next = await startOwnPostgres();
  await expect.poll(() => answers(port), { timeout: 30_000 }).toBe(false);
  await next.stop();
  expect(await answers(next.port)).toBe(false);
});

/** Whether the server still answers: in a container without an init, an ended process stays in the list of processes for ever. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
