import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import type { Level } from '../../server/core/settings/settings.js';
import { resolveConnection } from '../../server/edges/connections.js';

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'connections-'));
afterAll(() => fs.rmSync(home, { recursive: true }));

const settings = {
  connections: {
    local: { url: 'postgres://app@localhost/app_dev', level: 'normal' as Level },
    prod: { url: '${env:PROD_URL}', level: 'readOnly' as Level },
    parts: { url: 'postgres://app:${env:SECRET}@${env:DB_HOST}/app', level: 'normal' as Level },
  },
};

// What is asked for, the environment, and what comes of it.
test.each<[string | undefined, Record<string, string>, string]>([
  ['local', {}, 'app@localhost:5432/app_dev'],
  ['local', { PGPASSWORD: 'pw' }, 'app:pw@localhost:5432/app_dev'],
  ['prod', { PROD_URL: 'postgres://a:b@db.example:6000/live?sslmode=verify-full' }, 'a:b@db.example:6000/live verify-full readOnly'],
  ['prod', {}, 'The environment variable PROD_URL is not set'],
  ['parts', { SECRET: 'p@ss/w?rd#', DB_HOST: 'db' }, 'app:p@ss/w?rd#@db:5432/app'],
  ['staging', {}, 'There is no connection named "staging"; there are: local, prod, parts'],
  ['toString', {}, 'There is no connection named "toString"; there are: local, prod, parts'],
  // URLs: libpq's, golang-migrate's, JDBC's.
  ['postgres://u:p@h:1/d', {}, 'u:p@h:1/d'],
  ['postgresql://u@h', {}, 'u@h:5432/u'],
  ['postgres://u:a%40b%2Fc@h/d', {}, 'u:a@b/c@h:5432/d'],
  ['postgres://u:with#hash@h/d', {}, 'u:with#hash@h:5432/d'],
  ['postgres://u@[::1]:6/d', {}, 'u@::1:6/d'],
  ['postgres:///d?host=/var/run/postgresql&user=u', {}, 'u@/var/run/postgresql:5432/d disable'],
  ['postgres://%2Ftmp/d', { PGUSER: 'me' }, 'me@/tmp:5432/d disable'],
  ['postgres://u@h/d?sslmode=disable&x-migrations-table=steps&search_path=app', {}, 'u@h:5432/d disable search_path=app x-migrations-table=steps'],
  ['pgx5://u@h/d?x-migrations-table-quoted=1', {}, 'u@h:5432/d x-migrations-table-quoted=1'],
  ['jdbc:postgresql://h:7/d?user=u&password=p&currentSchema=app', {}, 'u:p@h:7/d search_path=app'],
  ['jdbc:postgresql://h/d?user=u&ssl=true', {}, 'u@h:5432/d verify-full'],
  ['jdbc:postgresql:d', { PGUSER: 'u' }, 'u@localhost:5432/d'],
  ["host=h port=9 dbname='my app' user=u password='it\\'s'", {}, "u:it's@h:9/my app"],
  ['postgres://u@h/d?options=-c%20search_path%3Dapp', {}, 'u@h:5432/d search_path=app'],
  // The environment alone.
  [undefined, { DATABASE_URL: 'postgres://u@h/d' }, 'u@h:5432/d'],
  [undefined, { PGHOST: 'h', PGUSER: 'u', PGDATABASE: 'd', PGPORT: '8', PGSSLMODE: 'require' }, 'u@h:8/d require'],
  [undefined, {}, 'No connection is given: name one, or set DATABASE_URL or PGHOST and PGDATABASE'],
  [undefined, { PGSERVICE: 'shop', PGUSER: 'ignored' }, 'keeper:till@shop.example:5432/shop'],
  ['postgres://me@/?service=shop', {}, 'me:till@shop.example:5432/shop'],
  [undefined, { PGSERVICE: 'none' }, 'The service "none" is in no service file (<home>/.pg_service.conf)'],
  // What cannot be read, never repeated.
  ['postgres://u:secret@h:port/d', {}, 'This is no PostgreSQL URL: postgres://user@host:5432/database is one'],
  ['postgres://u:secret%zz@h/d', {}, 'This is no PostgreSQL URL: postgres://user@host:5432/database is one'],
  ['mysql://u:secret@h/d', {}, 'This is no PostgreSQL URL: postgres://user@host:5432/database is one'],
  ['postgres://u:secret@h:99999/d', {}, 'The port is no number from 1 to 65535'],
  ['postgres://u:secret@h/d?sslmode=maybe', {}, 'sslmode is one of disable, allow, prefer, require, verify-ca, verify-full'],
  ['postgres://u@a:1,b:2/d', {}, 'The connection names several hosts; name the one that is to be migrated'],
])('%s with %j is %s', (asked, env, expected) => {
  fs.writeFileSync(path.join(home, '.pg_service.conf'), '# ours\n[other]\nhost=x\n\n[shop]\nhost=shop.example\ndbname = shop\nuser=keeper\npassword=till\n[last]\n');
  expect(written(resolveConnection(asked, { settings, env: { HOME: home, ...env } })).replaceAll(home, '<home>')).toBe(expected);
});

// Lines of ~/.pgpass, the connection, and its password.
test.each([
  ['h:5432:d:u:first\n*:*:*:*:rest', 'postgres://u@h/d', 'first'],
  ['h:5432:d:u:first\n*:*:*:*:rest', 'postgres://u@h/other', 'rest'],
  ['# h:5432:d:u:no\nh:1:d:u:no\n', 'postgres://u@h/d', undefined],
  ['localhost:*:d:u:socket', 'postgres://u@/d?host=/tmp', 'socket'],
  ['\\:\\:1:*:d:u:a\\:b\\\\c:d', 'postgres://u@[::1]/d', 'a:b\\c:d'],
  ['*:*:*:u:p\r\n', 'postgres://u:given@h/d', 'given'],
])('%j gives %s the password %s', (lines, url, expected) => {
  fs.writeFileSync(path.join(home, '.pgpass'), lines, { mode: 0o600 });
  fs.chmodSync(path.join(home, '.pgpass'), 0o600);
  expect(passwordOf(url)).toEqual(expected === undefined ? {} : { text: expected });
});

test('a password file that others can read is said to be ignored', () => {
  fs.writeFileSync(path.join(home, '.pgpass'), '*:*:*:*:p');
  fs.chmodSync(path.join(home, '.pgpass'), 0o644);
  expect(passwordOf('postgres://u@h/d')).toEqual({ absent: `${path.join(home, '.pgpass')} is ignored because others may read it: chmod 600 makes it count` });
});

test('a connection can be printed in every way without its password', () => {
  const connection = resolveConnection('postgres://u:hidden@h/d', { settings, env: { HOME: home, PGPASSWORD: 'hidden' } });
  expect(`${String(connection)} ${JSON.stringify(connection)} ${inspect(connection, { depth: 9, showHidden: true })}`).not.toContain('hidden');
});

function passwordOf(url: string): unknown {
  const connection = resolveConnection(url, { settings, env: { HOME: home } });
  return connection.kind === 'connection' ? connection.password() : connection;
}

function written(connection: ReturnType<typeof resolveConnection>): string {
  if (connection.kind === 'problem') return connection.message;
  const { user, host, port, database, tls, level, runtime, tool } = connection;
  const password = connection.password();
  const words = [
    `${user}${'text' in password ? `:${password.text}` : ''}@${host}:${port}/${database}`,
    ...(tls.mode === 'prefer' ? [] : [tls.mode]),
    ...(level === 'normal' ? [] : [level]),
    ...Object.entries({ ...runtime, ...tool }).map(([name, value]) => `${name}=${value}`),
  ];
  return words.join(' ');
}
