import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startEmbeddedPostgres } from '../embedded-postgres.mjs';
import { makeShop } from './shop.mjs';
import { openWindow } from './window.mjs';

/** A folder that a person does not trust yet, in VS Code with the package installed. */
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-trust-'));
let postgres, shown, page, person;

before(async () => {
  postgres = await startEmbeddedPostgres();
  const shop = await makeShop(scratch, postgres);
  const settings = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
  shown = await openWindow(scratch, { folder: shop.folder, env: shop.env, viewport: { width: 1400, height: 900 }, settings, trust: true });
  ({ page, person } = shown);
  await page.getByRole('tab', { name: 'Migrations' }).click();
});

after(async () => {
  await shown?.close();
  await postgres?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

describe('a folder that is not trusted', () => {
  it('is checked, and offers no database and no command that would connect', async () => {
    await person.row('Trust this folder').waitFor();
    await page.locator('#status\\.problems [aria-label*="Errors: 1"], #status\\.problems[aria-label*="Errors: 1"]').first().waitFor();
    assert.equal(await person.row('Connection local').count(), 0);
    await person.fillIn('Migrations: ');
    const offered = page.locator('.quick-input-list .monaco-list-row');
    await offered.filter({ hasText: 'New Migration' }).waitFor();
    for (const title of ['Apply Pending', 'Show Plan', 'Add Connection']) assert.equal(await offered.filter({ hasText: title }).count(), 0, title);
    await page.keyboard.press('Escape');
  });

  it('gets its databases when it is trusted, without a reload', async () => {
    await person.row('Trust this folder').click();
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await person.row('Connection local').waitFor();
    await page.getByRole('button', { name: /Close Modal Editor/ }).click();
    await person.expand('Connection local');
    await person.row('Needs attention: 1').waitFor();
  });
});
