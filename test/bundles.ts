import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The language server and the command line as the sources are now: their tests run the real programs. */
export async function bundlePrograms(): Promise<void> {
  mkdirSync('out', { recursive: true });
  const newest = Math.max(...readdirSync('server', { recursive: true, encoding: 'utf8' }).map(path => statSync(join('server', path)).mtimeMs));
  for (const [name, entry] of [['server', 'server/lsp/main.ts'], ['cli', 'server/cli/main.ts'], ['check-worker', 'server/cli/check-worker.ts']] as const) {
    if ((statSync(`out/${name}.js`, { throwIfNoEntry: false })?.mtimeMs ?? 0) > newest) continue;
    const fresh = `out/.${name}.${process.pid}.js`;
    await build({
      entryPoints: [entry], outfile: fresh, bundle: true, platform: 'node', format: 'cjs', target: 'node20.19',
      external: ['pg-native'], mainFields: ['module', 'main'], minify: true, logLevel: 'warning',
    });
    // Renamed into place: another run may be starting the program right now.
    renameSync(fresh, `out/${name}.js`);
  }
}
