/** What a person does on a workbench's page. */
export function personAt(page) {
  return { row, expand, command, answer, fillIn };

  /** An item of the view, by what a screen reader says of it. */
  function row(label) {
    return page.locator('.pane-body').getByRole('treeitem', { name: new RegExp(label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) }).first();
  }

  async function expand(label) {
    const item = row(label);
    await item.waitFor();
    if ((await item.getAttribute('aria-expanded')) !== 'true') await item.click();
  }

  /** From the palette. */
  async function command(title) {
    await fillIn(title);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Types into the palette and looks at what it offers. */
  async function fillIn(title) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill(`>${title}`);
  }

  /** Fills in the input box that asks this. */
  async function answer(question, text) {
    await page.locator('.quick-input-widget', { hasText: question }).locator('input').fill(text);
    await page.keyboard.press('Enter');
  }
}
