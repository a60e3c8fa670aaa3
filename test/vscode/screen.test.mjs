import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres.mjs';
import { makeShop } from './shop.mjs';
import { shot } from './shots.mjs';
import { openWindow } from './window.mjs';

/** What a person sees and does, in VS Code with the package installed. One story: each step starts where the last one ended. */
const SECRET = 'geheim-4711';
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-screen-'));
let postgres, shop, shown, page, row, expand, command, answer;
let broken = false;

before(async () => {
  postgres = await startEmbeddedPostgres();
  shop = await makeShop(scratch, postgres);
  shown = await openWindow(scratch, { folder: shop.folder, env: shop.env });
  ({ page, person: { row, expand, command, answer } } = shown);
});

after(async () => {
  await shown?.close();
  await postgres?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

describe('Migration Lens on the screen', () => {
  step('shows the project without a word and without connecting', async () => {
    await page.getByRole('tab', { name: 'Migrations' }).click();
    await row('db/migration').waitFor();
    assert.equal(await page.locator('.notification-toast').count(), 0);
    assert.deepEqual(await connected(), []);
  });

  step('shows three states when a person expands the connection', async () => {
    await expand('Connection local');
    await row('Pending: 2').waitFor();
    await expand('Applied');
    await row('add order status, applied').waitFor();
    await row('create products, modified').waitFor();
    await row('find orders by customer, pending').waitFor();
    await page.getByRole('button', { name: /Migrations on local: / }).waitFor();
    await shot(page, 'tree');
    await shot(page, 'walkthrough-connect', { x: 0, y: 0, width: 350, height: 300 });
  });

  step('marks the files in the explorer', async () => {
    await command('View: Show Explorer');
    const files = page.locator('.explorer-folders-view .monaco-list-row');
    await files.filter({ hasText: /^db/ }).click();
    for (const [name, mark] of [['V2__create_products.sql', '≠'], ['V4__find_orders_by_customer.sql', 'P'], ['R__open_orders.sql', 'P']]) {
      await files.filter({ hasText: name }).waitFor();
      // Git and the problems have marks, too, and each comes when it is ready.
      await page.waitForFunction(([row, end]) => getComputedStyle(document.querySelector(`.explorer-folders-view [aria-label^="${row}"] .monaco-icon-label`), '::after').content.endsWith(`${end}"`), [name, mark]);
    }
    assert.equal(await files.filter({ hasText: 'V3__add_order_status.sql' }).locator('.monaco-decoration-badge').count(), 0);
    await shot(page, 'explorer');
    await page.getByRole('tab', { name: 'Migrations' }).click();
  });

  step('underlines a risk, explains it and offers a way out', async () => {
    await row('find orders by customer, pending').click();
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await page.locator('.codelens-decoration', { hasText: 'Apply up to here' }).waitFor();
    // The cursor is on the first statement.
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    await page.locator('.monaco-hover', { hasText: 'CONCURRENTLY' }).waitFor();
    await shot(page, 'hover');
    await shot(page, 'walkthrough-look', { x: 352, y: 0, width: 848, height: 340 });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'CONCURRENTLY' }).waitFor();
    await shot(page, 'fix');
    await page.keyboard.press('Escape');
  });

  step('compares what was applied with the file', async () => {
    const modified = row('create products, modified');
    await modified.hover();
    await modified.getByRole('button', { name: 'Compare with What Was Applied' }).click();
    await page.mouse.move(800, 600);
    await page.locator('.monaco-diff-editor .line-delete, .monaco-diff-editor .line-insert').first().waitFor();
    await shot(page, 'diff');
  });

  step('does not apply while an applied migration is not what was applied', async () => {
    await command('Migrations: Apply Pending');
    await page.locator('.notification-toast', { hasText: 'Nothing was applied on local' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Apply This Plan' }).count(), 0);
    await shot(page, 'refused');
    await command('Notifications: Clear All Notifications');
  });

  step('puts back what was applied', async () => {
    await row('create products, modified').click({ button: 'right' });
    // A menu takes no click in its first moments.
    await page.getByRole('menuitem', { name: 'Restore What Was Applied' }).hover();
    await page.keyboard.press('Enter');
    await page.locator('.tab.dirty', { hasText: 'V2__create_products.sql' }).waitFor();
    await page.keyboard.press('Control+s');
    await row('create products, applied').waitFor();
  });

  step('moves what was added to an applied migration to a new one', async () => {
    const file = path.join(shop.migrations, 'V2__create_products.sql');
    const made = path.join(shop.migrations, 'V5__create_products_follow_up.sql');
    const applied = readFileSync(file, 'utf8');
    const added = '-- Where it stands.\nalter table products add column shelf text;\n';
    writeFileSync(file, `${applied}\n${added}`);
    await row('create products, modified').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move What Was Added to a New Migration' }).hover();
    await page.keyboard.press('Enter');
    await row('create products follow up, pending').waitFor();
    await page.locator('.tab.active', { hasText: 'V5__create_products_follow_up.sql' }).waitFor();
    await shot(page, 'follow-up');
    assert.equal(readFileSync(made, 'utf8'), added);
    await row('create products, applied').waitFor();
    await command('File: Save All');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    assert.equal(readFileSync(file, 'utf8'), applied);
    await command('View: Close Editor');
    rmSync(made);
    await row('Pending: 2').waitFor();
  });

  step('plans first, naming server, database, user and locks', async () => {
    await command('Migrations: Show Plan');
    await page.locator('.view-line', { hasText: 'Heaviest lock' }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'Apply' }).first().waitFor();
    await page.getByRole('button', { name: 'Apply This Plan' }).waitFor();
    await shot(page, 'plan');
    await shot(page, 'walkthrough-apply', { x: 352, y: 0, width: 640, height: 440 });
  });

  step('says who is in the way, and cancels on the server', async () => {
    const other = new pg.Client({ connectionString: postgres.url('shop'), application_name: 'Counter' });
    await other.connect();
    try {
      await other.query('begin; lock table orders');
      await command('Migrations: Apply Pending');
      await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Apply', exact: true }).click();
      await page.locator('.notification-toast', { hasText: /Waiting for a lock: .*Counter.* is in the way/ }).waitFor();
      await shot(page, 'waiting');
      await page.locator('.notification-toast', { hasText: 'Waiting for a lock' }).getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.notification-toast', { hasText: 'Cancelled at 4 find orders by customer' }).waitFor();
      assert.deepEqual(await history(), ['1 t', '2 t', '3 t']);
    } finally {
      await other.end();
    }
    await command('Notifications: Clear All Notifications');
  });

  step('asks once before it applies, and a failed apply says where and what is left', async () => {
    const broken = path.join(shop.migrations, 'V5__paid_orders.sql');
    writeFileSync(broken, "alter table orders add column paid_at timestamptz;\n\nupdate orders set paid_at = placed_at where state = 'paid';\n");
    await row('paid orders, pending').waitFor();
    await command('Migrations: Apply Pending');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const words = await dialog.innerText();
    for (const word of ['3 migrations', 'shop', `127.0.0.1:${postgres.port}`, postgres.user, 'local']) assert.ok(words.includes(word), `${word} in: ${words}`);
    await shot(page, 'confirm');
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();

    const toast = page.locator('.notification-toast', { hasText: 'failed' });
    await toast.waitFor();
    await row('find orders by customer, applied').waitFor();
    await page.locator('.notification-toast', { hasText: 'Applying' }).waitFor({ state: 'detached' });
    assert.match(await toast.innerText(), /Nothing of it is left in the database/);
    // Of the applied migration nothing is said any more: what is left is the failure.
    await page.locator('#status\\.problems [aria-label^="Errors: 1"], #status\\.problems[aria-label^="Errors: 1"]').first().waitFor();
    await row('paid orders, pending').click();
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await shot(page, 'failed');
    await toast.getByRole('button', { name: 'Open', exact: true }).click();
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    assert.deepEqual(await history(), ['1 t', '2 t', '3 t', '4 t']);
  });

  step('keeps a password that was pasted out of the settings', async () => {
    await query(`create role clerk login password '${SECRET}'`);
    await query('grant select on flyway_schema_history to clerk');
    await command('Migrations: Add Connection');
    await answer('Where is the database?', `postgres://clerk:${SECRET}@127.0.0.1:${postgres.port}/shop`);
    await answer('What is it called?', 'clerk');
    await row('Connection clerk, active · 2 pending').waitFor();
    const settings = JSON.parse(readFileSync(path.join(shop.folder, '.vscode/settings.json'), 'utf8'));
    assert.deepEqual(settings, { 'migrationLens.connections': { clerk: `postgres://clerk@127.0.0.1:${postgres.port}/shop` } });
  });

  step('writes the next migration in the words of the tool', async () => {
    await command('Migrations: New Migration');
    await answer('What will it do?', 'add email to customers');
    await page.getByRole('tab', { name: /V6__add_email_to_customers\.sql/ }).waitFor();
    await row('add email to customers, pending').waitFor();
  });

  step('said no password anywhere', async () => {
    const logs = path.join(scratch, 'data/logs');
    const written = readdirSync(logs, { recursive: true, withFileTypes: true }).filter(it => it.isFile()).map(it => readFileSync(path.join(it.parentPath, it.name), 'utf8'));
    assert.ok(written.some(it => it.includes('Applying db/migration/V4')), 'the log of what was applied is among them');
    for (const text of [...written, await page.content()]) assert.ok(!text.includes(SECRET) && !text.includes(postgres.password));
  });
});

/** A story that broke off is not told on; the screen at that moment is kept. */
function step(title, act) {
  it(title, async () => {
    assert.ok(!broken, 'an earlier step failed');
    try {
      await act();
    } catch (error) {
      broken = true;
      await shot(page, 'broken');
      console.log(await page.locator('.monaco-workbench').innerText());
      throw error;
    }
  });
}

/** Programs other than this test that are connected to the shop. */
async function connected() {
  return query(`select application_name from pg_stat_activity where datname = 'shop' and pid <> pg_backend_pid()`);
}

async function history() {
  return query(`select version || ' ' || success::text::char from flyway_schema_history where version is not null order by installed_rank`);
}

async function query(sql) {
  const client = new pg.Client({ connectionString: postgres.url('shop') });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}
