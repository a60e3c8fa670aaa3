import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ConnectionProblem } from '../connections.js';
import type { Parameters } from './parameters.js';

/** The section of a connection service: the person's own file wins over the system's. https://www.postgresql.org/docs/current/libpq-pgservice.html */
export function serviceParameters(
  service: string,
  env: Readonly<Record<string, string | undefined>>,
): { readonly parameters: Parameters } | ConnectionProblem {
  const home = env['HOME'] ?? os.homedir();
  const own = env['PGSERVICEFILE']
    ?? (process.platform === 'win32' ? path.join(env['APPDATA'] ?? home, 'postgresql', '.pg_service.conf') : path.join(home, '.pg_service.conf'));
  const files = [own, ...(env['PGSYSCONFDIR'] ? [path.join(env['PGSYSCONFDIR'], 'pg_service.conf')] : [])];
  const found = files.map(file => sectionOf(textOf(file), service)).find(it => it !== undefined);
  return found ? { parameters: found } : { kind: 'problem', message: `The service "${service}" is in no service file (${files.join(', ')})` };
}

function sectionOf(text: string, service: string): Parameters | undefined {
  const lines = text.split(/\r?\n/).map(it => it.trim()).filter(it => it !== '' && !it.startsWith('#'));
  const start = lines.indexOf(`[${service}]`);
  if (start < 0) return undefined;
  const end = lines.findIndex((line, i) => i > start && line.startsWith('['));
  return Object.fromEntries(
    lines.slice(start + 1, end < 0 ? undefined : end).filter(line => line.includes('=')).map(line => {
      const cut = line.indexOf('=');
      return [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
    }),
  );
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
