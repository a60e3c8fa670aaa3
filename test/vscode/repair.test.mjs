import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres.mjs';
import { shot } from './shots.mjs';
import { openWindow } from './window.mjs';

/** A migration of golang-migrate that fails, in VS Code with the package installed: from the failure to a history that is right again. */
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-repair-'));
let postgres, shown, page, person;

before(async () => {
  postgres = await startEmbeddedPostgres();
  await query('create database shop', 'postgres');
  const folder = path.join(scratch, 'shop');
  mkdirSync(path.join(folder, 'migrations'), { recursive: true });
  const { host, port, user, password } = postgres;
  for (const [name, text] of Object.entries({
    'migration-lens.jsonc': `{ "connections": { "local": { "url": "postgres://${user}@${host}:${port}/shop", "level": "protected" } } }\n`,
    'go.mod': 'module shop\n\nrequire github.com/golang-migrate/migrate/v4 v4.19.1\n',
    'migrations/1_users.up.sql': 'create table users (id bigint primary key);\n', 'migrations/1_users.down.sql': 'drop table users;\n',
    'migrations/2_names.up.sql': 'alter table users add column name text;\nselect nonsense;\n', 'migrations/2_names.down.sql': 'alter table users drop column name;\n',
  })) writeFileSync(path.join(folder, name), text);

  shown = await openWindow(scratch, { folder, env: { ...process.env, PGPASSWORD: password } });
  ({ page, person } = shown);
  await page.getByRole('tab', { name: 'Migrations' }).click();
});

after(async () => {
  await shown?.close();
  await postgres?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

describe('a migration that failed', () => {
  it('is repaired as the database proves, once the person has agreed and named the database', async () => {
    await person.expand('Connection local');
    await person.row('Pending: 2').waitFor();
    await person.command('Migrations: Apply Pending');
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Apply', exact: true }).click();
    await person.answer('Type the name of the database', 'shop');
    await person.row('names, failed').waitFor();
    await page.getByRole('button', { name: /Migrations on local: 1 failed/ }).waitFor();

    await page.locator('.notification-toast', { hasText: 'failed' }).getByRole('button', { name: 'Repair...' }).click();
    const ways = page.locator('.quick-input-widget', { hasText: 'Dirty database version 2' });
    await ways.getByText('· so it is in the database').waitFor();
    await shot(page, 'repair');
    assert.match(await ways.innerText(), /migrate force 1 · so it is in the database[^]*migrate force 2 · the database says otherwise/);
    await page.keyboard.press('Enter');

    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const words = await dialog.innerText();
    for (const word of ['migrate force 1', 'shop', `127.0.0.1:${postgres.port}`, postgres.user, 'local', 'the column name of users is not there']) assert.ok(words.includes(word), `${word} in: ${words}`);
    await shot(page, 'repair-confirm');
    await dialog.getByRole('button', { name: 'Repair', exact: true }).click();
    await person.answer('Type the name of the database', 'production');
    await person.row('names, failed').waitFor();
    assert.deepEqual(await query('select * from schema_migrations'), [{ version: '2', dirty: true }]);
  });

  it('can be taken up again from its own place in the view', async () => {
    await person.row('names, failed').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Repair...' }).hover();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget', { hasText: 'Dirty database version 2' }).getByText('· so it is in the database').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Repair', exact: true }).click();
    await person.answer('Type the name of the database', 'shop');
    await person.row('names, pending').waitFor();
    assert.deepEqual(await query('select * from schema_migrations'), [{ version: '1', dirty: false }]);
  });
});

async function query(sql, database = 'shop') {
  const client = new pg.Client({ connectionString: postgres.url(database) });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}
