import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const SHOTS = path.join(ROOT, 'out/test/screen');
/** Of VS Code's own, `Default Dark Modern`; absent, as VS Code comes. */
export const THEME = process.env.THEME;

/**
 * Keeps what the page shows, or the part of it that `clip` is. UPDATE=1 renews with it the picture of that name in README and
 * walkthrough, in a dark theme the dark one, where there is one.
 */
export async function shot(page, name, clip) {
  mkdirSync(SHOTS, { recursive: true });
  const file = path.join(SHOTS, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', ...(clip && { clip }) });
  const shown = path.join(ROOT, 'media', `${name}${/dark/i.test(THEME ?? '') ? '-dark' : ''}.png`);
  if (process.env.UPDATE && existsSync(shown)) copyFileSync(file, shown);
}
