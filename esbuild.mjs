import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';
import * as esbuild from 'esbuild';

const require = createRequire(import.meta.url);
const watch = process.argv.includes('--watch');

/**
 * The extension begins without the client of the language server, which most windows never need. The server and the command line
 * begin with a small bundle, which starts the parser's worker and loads the large one meanwhile; what the worker hardly ever
 * needs is apart from it.
 */
const options = {
  entryPoints: {
    extension: 'client/extension.ts',
    'language-client': 'client/language-client.ts',
    server: 'server/lsp/main.ts',
    'language-server': 'server/lsp/language-server.ts',
    cli: 'server/cli/main.ts',
    commands: 'server/cli/commands.ts',
    'agent-server': 'server/cli/agent-server.ts',
    'parser-worker': 'server/edges/parser-worker.ts',
    'check-worker': 'server/cli/check-worker.ts',
    'pgsql-ast-parser': 'pgsql-ast-parser',
    'pgsql-deparser': 'pgsql-deparser',
  },
  outdir: 'out',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  external: ['vscode', 'pg-native'],
  plugins: [{ name: 'loaded later', setup: keepApart }],
  // Bundles are loaded by `require`, which needs no second loader.
  supported: { 'dynamic-import': false },
  // Its main file finds its parts by a `require` that no bundler sees through.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // jsonc-parser's `main` is a UMD file whose own imports a bundler cannot see.
  mainFields: ['module', 'main'],
  minify: !watch,
  sourcemap: watch,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** The embedded PostgreSQL, which is loaded only where it is asked for. */
const shadow = {
  ...options,
  entryPoints: { 'pglite-worker': 'server/edges/pglite-worker.ts' },
  // Its modules ask for `import.meta`, which a bundle of CommonJS has not; its CommonJS makes a `require` of its own after an `import()`.
  alias: { '@electric-sql/pglite': require.resolve('@electric-sql/pglite') },
  supported: {},
};

mkdirSync('out', { recursive: true });
for (const stale of Object.keys(options.entryPoints)) rmSync(`out/${stale}.js.map`, { force: true });
// The WebAssembly of the parser is looked up beside the bundle.
cpSync(require.resolve('libpg-query/wasm/libpg-query.wasm'), 'out/libpg-query.wasm');
await prepareShadow(path.dirname(require.resolve('@electric-sql/pglite')), 'out/pglite');

if (watch) await Promise.all([options, shadow].map(async it => (await esbuild.context(it)).watch()));
else writeNotices((await Promise.all([options, shadow].map(it => esbuild.build(it)))).flatMap(({ metafile }) => Object.keys(metafile.inputs)));

/** A bundle that another one imports by `import()` stays outside of that. */
function keepApart({ onResolve }) {
  onResolve({ filter: /./ }, ({ kind, path: imported }) => {
    const bundle = path.basename(imported, '.js');
    return kind === 'dynamic-import' && bundle in options.entryPoints ? { path: `./${bundle}.js`, external: true } : undefined;
  });
}

/** The files of the embedded PostgreSQL, and a cluster that initdb has made, so that nobody has to wait for that. */
async function prepareShadow(from, to) {
  const { version } = JSON.parse(readFileSync(path.join(from, '../package.json'), 'utf8'));
  const mark = path.join(to, 'version');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === version) return;
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  for (const file of readdirSync(from).filter(it => it.endsWith('.tar.gz'))) cpSync(path.join(from, file), path.join(to, file));
  const { PGlite } = await import('@electric-sql/pglite');
  const engine = await PGlite.create();
  const cluster = Buffer.from(await (await engine.dumpDataDir('none')).arrayBuffer());
  await engine.close();
  const parts = { 'cluster.tar': cluster, 'pglite.wasm': readFileSync(path.join(from, 'pglite.wasm')), 'pglite.data': readFileSync(path.join(from, 'pglite.data')) };
  for (const [name, bytes] of Object.entries(parts)) writeFileSync(path.join(to, `${name}.br`), compressed(bytes));
  writeFileSync(mark, version);
}

/** The databases of a cluster are copies of one another, which only a wide window finds. */
function compressed(bytes) {
  const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  return zlib.brotliCompressSync(bytes, { params: { [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

/** Whose code is in the bundles, and under which licence, from the packages themselves. */
function writeNotices(inputs) {
  const marker = '<!-- What follows is written by `npm run build`. -->\n';
  const file = 'THIRD-PARTY-NOTICES.md';
  const before = readFileSync(file, 'utf8');
  const head = before.slice(0, before.indexOf(marker) + marker.length);
  const folders = new Set(inputs.flatMap(input => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const notices = [...folders].map(notice).sort((a, b) => (a < b ? -1 : 1));
  const after = `${head}\n${[...new Set(notices)].join('\n\n')}\n`;
  if (after !== before) writeFileSync(file, after);
}

function notice(folder) {
  const { name, license, author } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(it => /^licen[cs]e/i.test(it)) ?? '';
  const text = file && existsSync(path.join(folder, file)) ? readFileSync(path.join(folder, file), 'utf8').trim().replace(/\r\n/g, '\n') : '';
  const by = typeof author === 'string' ? author : author?.name;
  return `## ${name}\n\n${license}${text === '' && by ? `, by ${by}` : ''}${text === '' ? '' : `\n\n${text}`}`.replace(/[ \t]+$/gm, '');
}
