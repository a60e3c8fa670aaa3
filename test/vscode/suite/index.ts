import path from 'node:path';
import Mocha from 'mocha';

/** Called by VS Code in its extension host; a rejection fails the run. Which files to run, the environment says. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  for (const file of (process.env['MIGRATION_LENS_TESTS'] ?? '').split(',')) mocha.addFile(path.join(__dirname, `${file}.js`));
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
