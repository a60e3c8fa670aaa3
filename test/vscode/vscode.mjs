import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { isInstalled } from './host/server.mjs';

const HOST = path.join(import.meta.dirname, 'host');

/**
 * The VS Code to test in: the one that VSCODE_EXECUTABLE names, else the desktop application where it can be downloaded and shown,
 * else VS Code's server from npm with a headless Chromium.
 */
export async function findVscode() {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) return { title: `the VS Code that VSCODE_EXECUTABLE names (${named})`, executable: named };
  return await desktop() ?? { title: 'the VS Code server of the npm package code-server, in headless Chromium', executable: installHost() };
}

/** Installs VS Code's server from npm where that was not done yet; returns its launcher. */
export function installHost() {
  if (!isInstalled()) {
    console.log('Installing VS Code\'s server from npm (once, about half a minute) ...');
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: HOST, stdio: 'inherit', shell: process.platform === 'win32' });
  }
  return path.join(HOST, 'code');
}

async function desktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  try {
    await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal: AbortSignal.timeout(10_000) });
    return { title: 'desktop VS Code, downloaded by @vscode/test-electron', executable: await downloadAndUnzipVSCode() };
  } catch (error) {
    console.log(`Desktop VS Code cannot be downloaded here (${error.message}).`);
    return undefined;
  }
}
