import path from 'node:path';
import { installExtension } from './host/server.mjs';
import { openWorkbench } from './host/workbench.mjs';
import { personAt } from './person.mjs';
import { PSEUDO, translate } from './pseudo.mjs';
import { THEME } from './shots.mjs';

const VSIX = process.env.MIGRATION_LENS_VSIX ?? path.resolve(import.meta.dirname, '../../out/migration-lens.vsix');
/** A plain page, on which no tooltip comes between the pointer and what it points at. */
const PLAIN = {
  'breadcrumbs.enabled': false, 'editor.minimap.enabled': false, 'window.commandCenter': false,
  'workbench.hover.delay': 60_000, 'workbench.layoutControl.enabled': false,
};

/**
 * VS Code in a browser, with the package installed as a person would install it, as soon as it has our view.
 * `scratch` keeps its data; the caller removes it after `close`. `pseudo`: what is translated is read in the pseudo language.
 */
export async function openWindow(scratch, { settings, pseudo, ...how }) {
  const places = { data: path.join(scratch, 'data'), extensions: path.join(scratch, 'extensions') };
  await installExtension(VSIX, places);
  if (pseudo) translate(places.extensions);
  const workbench = await openWorkbench({ viewport: { width: 1200, height: 600 }, ...places, ...how, settings: { ...PLAIN, ...(THEME && { 'workbench.colorTheme': THEME }), ...settings } });
  const { page } = workbench;
  page.setDefaultTimeout(20_000);
  if (pseudo) await page.addInitScript(language => { globalThis._VSCODE_NLS_LANGUAGE = language; }, PSEUDO);
  await page.goto(workbench.url);
  await page.getByRole('tab', { name: pseudo ? /^Mîğř/ : 'Migrations' }).waitFor();
  return { page, person: personAt(page), close: () => workbench.close() };
}
