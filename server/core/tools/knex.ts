import { fileOf, folderOf, pathIn } from '../text/paths.js';
import { wholeFile } from './javascript/contents.js';
import { withLines } from './javascript/edits.js';
import { historyOf } from './javascript/history.js';
import { configures, detect, projectAt } from './knex/detect.js';
import { translate } from './knex/translate.js';
import { slug, timestamp } from './numbering.js';
import type { Tool } from './tool.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** Knex 3.3.0 (github.com/knex/knex, `lib/migrations/migrate`), whose migrations only its own program runs. */
export const knex: Tool = {
  id: 'knex',
  title: 'Knex',
  reference: {
    files: '`20240102030405_name.js`, `.ts` and the like, found by `exports.up` below a package that has `knex`, and where a `knexfile` says; the calls of `knex.schema` and of `raw` are read as the SQL that they send',
    order: 'file names as text',
    transactions: 'one for all that is pending, or one for each; `config = { transaction: false }` in the file has none',
    evidence: { run: '3.3.0' },
  },

  configures,
  detect,
  at: projectAt,

  read,
  contents: (source, project) => wholeFile(source, read(source.path, project)),
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

/** `loadExtensions`; its source map and TypeScript's declarations are none. */
function read(path: string, { settings }: Pick<Project, 'settings'>): Reading | undefined {
  const file = fileOf(path);
  if (!/\.(?:js|ts|cjs|mjs|co|coffee|eg|iced|litcoffee|ls)$/.test(file) || /\.d\.ts$/.test(file)) return undefined;
  if (settings['extensions'] !== undefined && !settings['extensions'].split(',').some(it => file.endsWith(it))) return undefined;
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
