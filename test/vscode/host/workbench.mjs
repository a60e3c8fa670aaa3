import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { startServer } from './server.mjs';

const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * VS Code's workbench on `folder` in a browser page of its own. Nothing is navigated yet: `page.goto(url)` starts it,
 * so that a caller may expose functions to the page first.
 */
export async function openWorkbench({ folder, development = [], tests, data, extensions, settings, env, trust, viewport = { width: 1400, height: 900 } }) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'vscode-host-'));
  const { chromium } = createRequire(import.meta.url)('playwright-core');
  const server = await startServer({
    data: data ?? path.join(scratch, 'data'),
    extensions: extensions ?? path.join(scratch, 'extensions'),
    testing: development.length > 0 || tests !== undefined,
    settings, env, trust,
  });
  const context = await chromium.launchPersistentContext(path.join(scratch, 'browser'), {
    executablePath: browser(), headless: true, viewport,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  }).catch(async error => {
    await server.stop();
    throw error;
  });

  return { page: context.pages()[0] ?? await context.newPage(), url: urlOf({ port: server.port, folder, development, tests }), port: server.port, log: server.log, close };

  async function close() {
    await context.close().catch(() => {});
    await server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The page of a served workbench. */
export function urlOf({ port, folder, development = [], tests }) {
  const remote = place => `vscode-remote://127.0.0.1:${port}${place}`;
  const payload = [
    ...development.map(place => ['extensionDevelopmentPath', remote(place)]),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'], ['skipReleaseNotes', 'true'],
  ];
  const where = folder ? { folder } : { ew: 'true' };
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ ...where, payload: JSON.stringify(payload) })}`;
}

function browser() {
  const found = CHROMIUM.find(place => place && existsSync(place));
  if (!found) throw new Error('No Chromium found. Install one (on Debian: apt-get install chromium) or name it in CHROMIUM.');
  return found;
}
