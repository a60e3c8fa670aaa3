import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, startPostgres, type TestPostgres } from '../../postgres.js';
import type { Ran } from './program.js';
import type { At, Files, RealTool, Scenario } from './tool.js';

/** Lives through a scenario in a folder and a database of its own. The caller removes the folder. */
export async function live({ settings, steps }: Scenario, tool: RealTool): Promise<At & { readonly ran: readonly Ran[] }> {
  const at = await place(tool, settings);
  const ran: Ran[] = [];
  for (const step of steps) {
    if ('write' in step) write(at, step.write);
    else if ('remove' in step) for (const it of step.remove) rmSync(join(at.root, at.folder, it), { recursive: true });
    else if ('run' in step) ran.push(await tool.run(step.run, at));
    else await run(at.url, step.sql);
  }
  return { ...at, ran };
}

export async function place({ folder = 'migrations', config, inUrl, programs }: RealTool, settings: At['settings'] = {}): Promise<At> {
  const root = mkdtempSync(join(tmpdir(), 'migration-lens-tools-'));
  mkdirSync(join(root, folder), { recursive: true });
  writeAll(root, config?.(settings) ?? {});
  const url = new URL(await (await startServer()).database());
  if (inUrl) for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
  return { root, folder, url: url.href, settings, programs };
}

export function write({ root, folder }: At, files: Files): void {
  writeAll(join(root, folder), files);
}

/** The process's server, with a password that older JDBC drivers take: they want 4096 rounds of SCRAM at least. */
function startServer(): Promise<TestPostgres> {
  return (shared.server ??= startPostgres().then(async server => {
    await run(server.url, `set scram_iterations = 4096; alter role ${server.user} password '${server.password}'`);
    return server;
  }));
}

function writeAll(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    // What begins so is to be started.
    writeFileSync(path, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
}

const shared: { server?: Promise<TestPostgres> } = {};
