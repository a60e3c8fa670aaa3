import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The files of the shop, in a folder of their own. */
export function copyShop(folder) {
  cpSync(path.join(import.meta.dirname, 'shop'), folder, { recursive: true });
  return folder;
}

/**
 * The shop with a database: three migrations are applied, one of them was edited since, a risky one is pending.
 * `env` is what VS Code must run with to reach the database without being asked for a password.
 */
export async function makeShop(scratch, postgres) {
  const folder = copyShop(path.join(scratch, 'shop'));
  const migrations = path.join(folder, 'db/migration');
  const { host, port, user } = postgres;
  await createDatabase(postgres);

  const passwords = path.join(scratch, 'pgpass');
  writeFileSync(passwords, [host, port, '*', user, postgres.password].map(it => String(it).replace(/[\\:]/g, '\\$&')).join(':') + '\n', { mode: 0o600 });
  const env = { ...process.env, PGPASSFILE: passwords };
  writeFileSync(path.join(folder, 'migration-lens.jsonc'), `${JSON.stringify({ connections: { local: `postgres://${user}@${host}:${port}/shop` } }, undefined, 2)}\n`);

  for (const argv of [['init', '--quiet', '--initial-branch=main'], ['add', '.'], ['commit', '--quiet', '--message', 'The shop']]) {
    execFileSync('git', ['-c', 'user.name=Shop', '-c', 'user.email=shop@localhost', ...argv], { cwd: folder });
  }
  execFileSync(process.execPath, [path.join(ROOT, 'out/cli.js'), 'apply', migrations, '--connection', 'local', '--to', '3', '--yes'], { cwd: folder, env, stdio: 'pipe' });
  edit(path.join(migrations, 'V2__create_products.sql'), text => text.replace('numeric(10, 2)', 'numeric(12, 2)'));
  return { folder, migrations, env };
}

async function createDatabase(postgres) {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  await client.query('create database shop');
  await client.end();
}

function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
