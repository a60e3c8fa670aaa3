import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';

const require = createRequire(import.meta.url);
const watch = process.argv.includes('--watch');

/** Each bundle stands alone; the parser's worker is one more, so that server and command line share it. */
const options = {
  entryPoints: {
    extension: 'client/extension.ts',
    server: 'server/lsp/main.ts',
    cli: 'server/cli/main.ts',
    'parser-worker': 'server/edges/parser-worker.ts',
  },
  outdir: 'out',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  external: ['vscode', 'pg-native'],
  minify: !watch,
  keepNames: true,
  sourcemap: watch,
  legalComments: 'none',
  logLevel: 'warning',
};

mkdirSync('out', { recursive: true });
for (const stale of ['extension', 'server', 'cli', 'parser-worker']) rmSync(`out/${stale}.js.map`, { force: true });
// The WebAssembly of the parser is looked up beside the bundle.
cpSync(require.resolve('libpg-query/wasm/libpg-query.wasm'), 'out/libpg-query.wasm');

if (watch) await (await esbuild.context(options)).watch();
else await esbuild.build(options);
