import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres.mjs';
import { shot } from './shots.mjs';
import { openWindow } from './window.mjs';

/** A folder with a Django site, a Rails application and a Flyway project: who runs what, and that the tool itself runs what only it can. */
const ROOT = path.resolve(import.meta.dirname, '../..');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-several-'));
const folder = path.join(scratch, 'town');
let postgres, shown, page, row, expand, command;

before(async () => {
  cpSync(path.join(import.meta.dirname, 'several'), folder, { recursive: true });
  putPython(path.join(folder, 'shop/.venv'));
  postgres = await startEmbeddedPostgres();
  for (const it of ['shop', 'blog', 'ledger']) await query('postgres', `create database ${it}`);
  const { host, port, user } = postgres;
  const connection = (database, project) => ({ url: `postgres://${user}@${host}:${port}/${database}`, project });
  const connections = { shop: connection('shop', 'shop'), blog: connection('blog', 'blog/db/migrate'), ledger: connection('ledger', 'ledger/db/migration') };
  writeFileSync(path.join(folder, 'migration-lens.jsonc'), JSON.stringify({ connections }, undefined, 2));
  const passwords = path.join(scratch, 'pgpass');
  writeFileSync(passwords, `*:*:*:*:${postgres.password}\n`, { mode: 0o600 });

  const env = { PGPASSFILE: passwords, PYTHONDONTWRITEBYTECODE: '1' };
  shown = await openWindow(scratch, { folder, env, viewport: { width: 1300, height: 800 } });
  ({ page, person: { row, expand, command } } = shown);
  await page.getByRole('tab', { name: 'Migrations' }).click();
});

after(async () => {
  await shown?.close();
  await postgres?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

it('shows each project with its own connection and with what is wrong', async () => {
  await row('shop, Django · 2 problems · 4 migrations').waitFor();
  for (const [connection, migration] of [['blog', 'add slug to posts'], ['ledger', 'index owner'], ['shop', 'orders.0002_order_paid']]) {
    await expand(`Connection ${connection}`);
    await row(`${migration}, pending`).waitFor();
  }
  await page.getByRole('button', { name: /Migrations on blog: 2 pending/ }).waitFor();
  await shot(page, 'several');
});

it('does not apply what Django would refuse, and puts one leaf after the other', async () => {
  await row('Connection shop').hover();
  await row('Connection shop').getByRole('button', { name: 'Apply Pending' }).click();
  await page.locator('.notification-toast', { hasText: 'Conflicting migrations detected' }).waitFor();
  assert.deepEqual(await query('shop', 'select relname from pg_class where relnamespace = $$public$$::regnamespace'), []);
  await command('Notifications: Clear All Notifications');

  await row('orders.0002_order_paid, pending').click();
  await page.locator('.view-line', { hasText: 'class Migration' }).first().click();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Put 0002_order_paid after 0002_order_status' }).click();
  await page.locator('.view-line', { hasText: '0002_order_status' }).first().waitFor();
  await page.keyboard.press('Control+s');
  await row('shop, Django · 4 migrations').waitFor();
});

it('asks Django what it sends, and changes nothing by it', async () => {
  await page.locator('.codelens-decoration', { hasText: 'Preview SQL' }).waitFor();
  await page.locator('.codelens-decoration a', { hasText: 'Preview SQL' }).click();
  await page.getByRole('tab', { name: /SQL of 0002_order_paid/ }).waitFor();
  await page.locator('.view-line', { hasText: 'ADD COLUMN "paid" boolean NULL' }).waitFor();
  await shot(page, 'several-preview');
  assert.deepEqual(await query('shop', 'select relname from pg_class where relnamespace = $$public$$::regnamespace'), []);
});

it('has Django apply what is pending', async () => {
  await row('Connection shop').hover();
  await row('Connection shop').getByRole('button', { name: 'Apply Pending' }).click();
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByRole('button', { name: 'Apply', exact: true }).waitFor();
  await shot(page, 'several-apply');
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await row('Connection shop, nothing pending').waitFor();
  await row('Applied: 4 on shop').waitFor();
  assert.deepEqual(await query('shop', `select app || '.' || name from django_migrations where app in ('customers', 'orders') order by id`),
    ['customers.0001_initial', 'orders.0001_initial', 'orders.0002_order_status', 'orders.0002_order_paid']);
  await shot(page, 'several-applied');
});

/** The real Django of `test:tools`, where it is installed; else a program that does as it does with these migrations. */
function putPython(venv) {
  const cache = path.join(ROOT, '.cache/tools');
  let real;
  try {
    real = readdirSync(cache).find(it => /^django-\d/.test(it));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (real) return symlinkSync(path.join(cache, real), venv);
  console.log('Django: not run, it is not installed (node test/tools/real/install.mjs django); a stand-in runs in its place.');
  mkdirSync(path.join(venv, 'bin'), { recursive: true });
  writeFileSync(path.join(venv, 'bin/python'), `#!/bin/sh\nexec '${process.execPath}' '${path.join(import.meta.dirname, 'django-stand-in.mjs')}' "$@"\n`, { mode: 0o755 });
}

/** The rows' only column. */
async function query(database, sql) {
  const client = new pg.Client({ connectionString: postgres.url(database) });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}
