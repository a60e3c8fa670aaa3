import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

/** Before all tests: the parser's worker as it is in the sources now, where `startParser` looks for it. */
export default async function bundleParserWorker(): Promise<void> {
  mkdirSync('out', { recursive: true });
  const fresh = `out/.parser-worker.${process.pid}.js`;
  await build({ entryPoints: ['server/edges/parser-worker.ts'], outfile: fresh, bundle: true, platform: 'node', format: 'cjs', target: 'node20.19', logLevel: 'warning' });
  // Renamed into place, because another run may be starting a worker from it right now.
  renameSync(fresh, 'out/parser-worker.js');
  if (!existsSync('out/libpg-query.wasm')) copyFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'), 'out/libpg-query.wasm');
}
