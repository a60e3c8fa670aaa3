import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { copyShop } from './shop.mjs';
import { shot } from './shots.mjs';
import { openWindow } from './window.mjs';

/** From the squiggle to the files: one dangerous statement becomes several migrations, is shown first, and is undone in one step. */
const FILE = 'V5__tighten.sql';
const TEXT = `set lock_timeout = '5s';

alter table customers alter column email set not null;

alter table orders alter column status type varchar(20);
`;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-rewrite-'));
let shown, page, command, folder;

before(async () => {
  folder = path.join(copyShop(path.join(scratch, 'shop')), 'db/migration');
  writeFileSync(path.join(folder, FILE), TEXT);
  shown = await openWindow(scratch, { folder: path.join(scratch, 'shop'), viewport: { width: 1200, height: 700 }, settings: { 'migrationLens.postgres': 18 } });
  ({ page, person: { command } } = shown);
});

after(async () => {
  await shown?.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

it('says what statements lock, and makes several migrations of one', async () => {
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input').fill(FILE);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: FILE }).first().click();
  await page.locator('.monaco-editor .squiggly-error').first().waitFor();
  await page.locator('.codelens-decoration', { hasText: 'Blocks reads and writes of customers while every row is read' }).first().waitFor();
  await page.locator('.view-line', { hasText: 'ACCESS EXCLUSIVE, scan' }).first().waitFor();
  await shot(page, 'locks');

  await page.locator('.view-line', { hasText: 'alter column email' }).first().click();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+i');
  await page.locator('.monaco-hover', { hasText: 'Why.' }).waitFor();
  await shot(page, 'lock-hover');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+.');
  await page.locator('.action-widget', { hasText: 'Rewrite in 2 safe steps' }).waitFor();
  await shot(page, 'rewrite-menu');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Rewrite in 2 safe steps' }).click();

  await page.locator('.refactor-preview, .bulk-edit-panel').first().waitFor();
  await page.locator('.bulk-edit-panel', { hasText: 'V6__' }).first().waitFor();
  await shot(page, 'rewrite-preview');
  await shot(page, 'walkthrough-write', { x: 352, y: 0, width: 848, height: 670 });
  assert.deepEqual(made(), [], 'nothing is made before it was seen');

  await page.locator('.bulk-edit-panel').getByRole('button', { name: 'Apply' }).click();
  const validate = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'V6__validate_customers_email_not_null.sql' });
  await validate.waitFor();
  await page.locator('.view-line', { hasText: 'not valid' }).first().waitFor();
  await command('File: Save All');
  await saved(TEXT.replace('alter column email set not null', 'add constraint customers_email_not_null not null email not valid'));
  assert.deepEqual(made(), ['V6__validate_customers_email_not_null.sql']);
  await validate.click();
  await page.locator('.view-line', { hasText: 'validate constraint' }).first().waitFor();
  await shot(page, 'rewrite-files');

  await page.getByRole('tab', { name: FILE }).click();
  await page.locator('.view-line', { hasText: 'not valid' }).first().click();
  await page.keyboard.press('Control+z');
  await validate.waitFor({ state: 'detached' });
  await page.locator('.view-line', { hasText: 'alter column email set not null' }).first().waitFor();
  await command('File: Save All');
  await saved(TEXT);
  assert.deepEqual(made(), [], 'one undo takes all of it back');
});

function made() {
  return readdirSync(folder).filter(it => /^V[6-9]/.test(it));
}

/** Saving takes its time. */
async function saved(text) {
  for (let i = 0; i < 100 && readFileSync(path.join(folder, FILE), 'utf8') !== text; i++) await page.waitForTimeout(100);
  assert.equal(readFileSync(path.join(folder, FILE), 'utf8'), text);
}
