import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A password, or why there is none where one was to be expected. */
export type Password = { readonly text: string } | { readonly absent?: string };

/** Looks into the password file. https://www.postgresql.org/docs/current/libpq-pgpass.html */
export function findPassword(
  wanted: { readonly host: string; readonly port: number; readonly database: string; readonly user: string },
  passfile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Password {
  const windows = process.platform === 'win32';
  const home = env['HOME'] ?? os.homedir();
  const file = passfile ?? (windows ? path.join(env['APPDATA'] ?? home, 'postgresql', 'pgpass.conf') : path.join(home, '.pgpass'));
  const mode = fs.statSync(file, { throwIfNoEntry: false });
  if (!mode?.isFile()) return {};
  if (!windows && (mode.mode & 0o077) !== 0) {
    return { absent: `${file} is ignored because others may read it: chmod 600 makes it count` };
  }

  // A socket's folder is looked up as "localhost".
  const host = wanted.host.startsWith('/') ? 'localhost' : wanted.host;
  const keys = [host, String(wanted.port), wanted.database, wanted.user];
  const line = linesOf(file).find(fields => fields.length === 5 && keys.every((key, i) => fields[i] === '*' || unescaped(fields[i]!) === key));
  return line ? { text: unescaped(line[4]!) } : {};
}

function linesOf(file: string): readonly (readonly string[])[] {
  const lines = fs.readFileSync(file, 'utf8').split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
  return lines.map(line => {
    const [all = '', ...four] = /^((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):/.exec(line) ?? [];
    return all === '' ? [] : [...four, line.slice(all.length)];
  });
}

function unescaped(field: string): string {
  return field.replace(/\\(.)/g, '$1');
}
