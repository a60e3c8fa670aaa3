import { fileOf, folderOf, pathIn } from '../text/paths.js';
import { wholeFile } from './javascript/contents.js';
import { withLines } from './javascript/edits.js';
import { historyOf } from './javascript/history.js';
import { projectAt, projectsWith } from './javascript/projects.js';
import { translate } from './knex/translate.js';
import { slug, timestamp } from './numbering.js';
import type { Tool } from './tool.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** Knex 3.3.0 (github.com/knex/knex, `lib/migrations/migrate`), whose migrations only its own program runs. */
export const knex: Tool = {
  id: 'knex',
  title: 'Knex',
  reference: {
    files: '`20240102030405_name.js`, `.ts` and the like, found by `exports.up` below a package that has `knex`; the calls of `knex.schema` and of `raw` are read as the SQL that they send',
    order: 'file names as text',
    transactions: 'one for all that is pending, or one for each; `config = { transaction: false }` in the file has none',
    evidence: { run: '3.3.0' },
  },

  configures: path => /(?:^|\/)package\.json$/.test(path),
  detect: tree => projectsWith(['knex'], { test: text => UP.test(text) && !OF_DB_MIGRATE.test(text) }, tree, at),
  at,

  read,
  contents: source => wholeFile(source, read(source.path)),
  contained: () => true,
  translate,
  settles: ['multiple-alter-table', 'prefer-robust-statements'],
  withBody: (text, { up, down }) => withLines(withLines(text, 'up', up), 'down', down),
  comment: text => `// ${text}`,
  compare: (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  duplicate: () => undefined,
  traits: () => ({ down: 'section', outOfOrder: 'run' }),

  execution: (_, { up }) => ({ wraps: !/\bconfig\b[^;]*?\btransaction\s*:\s*false\b/.test(up?.text ?? ''), sends: 'statement' }),
  history: historyOf({
    columns: ['name', 'batch', 'migration_time'], at: 'migration_time',
    missing: name => ({ willRun: 'refuse', reason: `The migration directory is corrupt, the following files are missing: ${name}` }),
  }),
  lock: () => ({ kind: 'none' }),
  run: { by: 'nobody', why: 'Only Knex runs these migrations: `knex migrate:latest`, or `knex migrate:up` for the next' },
  scaffold,
};

function at(folder: string) {
  return projectAt('knex', folder, 'knex_migrations');
}

const UP = /\bexports\.up\b|\bexport\s+(?:async\s+)?(?:function|const)\s+up\b/;

/** Its migrations look alike, and are handed a `db`. */
const OF_DB_MIGRATE = /\bdb\.(?:runSql|(?:create|drop|rename)Table|(?:add|remove|change|rename)Column|(?:add|remove)Index)\s*\(/;

/** `loadExtensions`; its source map and TypeScript's declarations are none. */
function read(path: string): Reading | undefined {
  const file = fileOf(path);
  if (!/\.(?:js|ts|cjs|mjs|co|coffee|eg|iced|litcoffee|ls)$/.test(file) || /\.d\.ts$/.test(file)) return undefined;
  return { kind: 'migration', direction: 'both', id: file, of: 'versioned', version: file, name: file.replace(/^\d+_?/, '').replace(/\.\w+$/, '') };
}

/** `knex migrate:make`, in the language of the newest. */
function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const newest = existing.at(-1)?.up?.path;
  const typed = newest !== undefined && /\.ts$/.test(newest);
  const text = typed
    ? 'import type { Knex } from \'knex\';\n\nexport async function up(knex: Knex): Promise<void> {\n}\n\nexport async function down(knex: Knex): Promise<void> {\n}\n'
    : 'exports.up = async function (knex) {\n};\n\nexports.down = async function (knex) {\n};\n';
  return [{ path: pathIn(newest === undefined ? project.folder : folderOf(newest), `${timestamp(now)}_${slug(name)}.${typed ? 'ts' : 'js'}`), text }];
}
