import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { startEmbeddedPostgres } from '../embedded-postgres.mjs';
import { plainWords } from './pseudo.mjs';
import { makeShop } from './shop.mjs';
import { shot } from './shots.mjs';
import { openWindow } from './window.mjs';

/** In a language that is none: what a person reads of ours and what is plain English all the same was never given to a translator. */
const scratch = mkdtempSync(path.join(os.tmpdir(), 'migration-lens-pseudo-'));
let postgres, shown, page, person;

before(async () => {
  postgres = await startEmbeddedPostgres();
  const { folder, env } = await makeShop(scratch, postgres);
  shown = await openWindow(scratch, { folder, env, pseudo: true });
  ({ page, person } = shown);
  await page.getByRole('tab', { name: /^Mîğř/ }).click();
});

after(async () => {
  await shown?.close();
  await postgres?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

it('says nothing in the view, its menu and its questions that cannot be translated', async () => {
  const view = page.locator('.pane-body').getByRole('treeitem');
  await view.filter({ hasText: 'local' }).first().click();
  await view.filter({ hasText: 'products' }).first().waitFor();
  await english(view, 8);
  await shot(page, 'pseudo');

  const questions = page.locator('.quick-input-widget');
  const offered = page.locator('.quick-input-list .monaco-list-row');
  await page.getByRole('button', { name: /^Mîğř.*local/ }).first().click();
  await offered.nth(4).waitFor();
  await english(offered.locator('.label-name'), 5);
  await page.keyboard.press('Escape');

  await person.command('Ådd Çöññéçţîöñ');
  await questions.filter({ hasText: '(1/2)' }).waitFor();
  await english(questions.locator('.quick-input-title, .quick-input-message'), 2);
  await page.keyboard.press('Escape');
});

/** Names of files, databases and programs; and what the server says, in English as on the command line. */
const DATA = ['db', 'migration', 'Flyway', 'local', 'create', 'customers', 'and', 'orders', 'products', 'add', 'order', 'status', 'find', 'by', 'customer', 'open', 'shop', 'SQL'];

/** `least`: how many texts there are at least, so that nothing is found in something. */
async function english(place, least) {
  const texts = (await place.evaluateAll(those => those.flatMap(it => {
    const nodes = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
    const found = [it, ...it.querySelectorAll('[aria-label]')].map(labelled => labelled.getAttribute('aria-label'));
    while (nodes.nextNode()) found.push(nodes.currentNode.textContent);
    return found;
  }))).filter(it => /\p{L}/u.test(it ?? ''));
  assert.ok(texts.length >= least, `${texts.length} texts`);
  // What VS Code says around it is VS Code's.
  const found = texts.map(it => it.replace(/^Actions for | \(Press '.*\)$/g, '')).flatMap(text => plainWords(text).filter(it => !DATA.includes(it)).map(word => `${word} in: ${text}`));
  assert.deepEqual([...new Set(found)], []);
}
