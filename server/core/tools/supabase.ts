import type { Migration } from '../migrations/migration.js';
import { emptyCatalog } from '../schema/catalog.js';
import { effectsOf } from '../sql/effects.js';
import type { Script } from '../sql/script.js';
import { split } from '../sql/split.js';
import { besides, fileOf, folderOf, pathIn } from '../text/paths.js';
import { refusesMark } from './bom.js';
import { isOfTests } from './excluded.js';
import { nextVersion, slug, timestamp } from './numbering.js';
import { checksumOf, history, run } from './supabase/history.js';
import { statementsOf } from './supabase/split.js';
import type { Tool } from './tool.js';
import type { Execution } from './tool/execution.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** Supabase's command line 1.226.4 (github.com/supabase/cli, `pkg/migration` and `pkg/parser`): what `supabase db push` does. */
export const supabase: Tool = {
  id: 'supabase',
  title: 'Supabase',
  commonNames: true,
  reference: {
    files: '`supabase/migrations/20240102030405_name.sql`',
    order: 'file names as text',
    checksum: 'the statements themselves are kept, and compared without blanks and semicolons',
    transactions: 'one for each file and its row, unless its first statement cannot run in one; each statement is sent by itself',
    evidence: { run: '1.226.4', read: '1.226.4' },
  },

  configures: path => /(?:^|\/)supabase\/config\.toml$/.test(path),
  detect,
  at: projectAt,

  // Its servers let `postgres` install what they offer (`supautils.privileged_extensions`).
  writes: { 'superuser-operation': /^create\s+extension\b/i },
  read,
  compare: (a, b) => compareTexts(fileOf(pathOf(a)), fileOf(pathOf(b))) || compareTexts(pathOf(a), pathOf(b)),
  duplicate: (_, second) => `Supabase takes both, and the second fails where it records the version ${second.version} again`,
  traits: () => ({ down: 'none', outOfOrder: 'refuse' }),

  // A pipeline, whose first statement is not in its transaction yet.
  execution: (script, migration) => ({ wraps: !startsOutside(script), sends: 'statement', ...refusesMark('Supabase', migration), ...refusesRuns(script) }),
  outsideTransaction: () => ({ how: 'alone in a migration, because the statements of a file are one pipeline', files: [], alone: true }),
  checksum: checksumOf,
  history,
  lock: () => ({ kind: 'none' }),
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const to = version ?? next(existing, undefined);
    return besides(path, NAME.test(file) ? to + file.slice(file.indexOf('_')) : intended(file, to));
  },
};

/** `migrateFilePattern`. */
const NAME = /^(\d+)_(.*)\.sql$/;

function detect(tree: Tree): readonly Project[] {
  const files = tree.paths.filter(it => /(?:^|\/)supabase\/migrations\/\d+_[^/]*\.sql$/.test(it) && !isOfTests(it));
  return [...new Set(files.map(folderOf))].flatMap(folder => {
    // Drizzle may write into this folder, and number its files in its own way: then it runs them, too.
    const drizzle = tree.paths.includes(`${folder}/meta/_journal.json`) && files.some(it => folderOf(it) === folder && /^\d{4}_/.test(fileOf(it)));
    const config = `${folderOf(folder)}/config.toml`;
    return drizzle ? [] : [{ ...projectAt(folder), because: tree.paths.includes(config) ? config : folder }];
  });
}

function projectAt(folder: string): Project {
  return {
    tool: 'supabase', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: { historySchema: 'supabase_migrations', table: 'schema_migrations' }, placeholders: {}, connections: [],
  };
}

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  const [, version, name] = NAME.exec(file) ?? [];
  if (version !== undefined) return { kind: 'migration', direction: 'up', id: version, of: 'versioned', version, name: name! };
  const suggestion = intended(file, undefined);
  return suggestion === undefined ? undefined : { kind: 'misnamed', message: 'Supabase skips this file: file name must match pattern "<timestamp>_name.sql"', suggestion };
}

/** What a file was meant to be called that has a number in front. */
function intended(file: string, version: string | undefined): string | undefined {
  const [, number, name] = /^[vV]?(\d+)[-_. ]*(.*?)\.sql$/s.exec(file) ?? [];
  return number === undefined ? undefined : `${version ?? number}_${name!.replace(/^_+/, '')}.sql`;
}

function startsOutside({ pieces }: Script): boolean {
  const first = pieces.find(it => it.kind === 'statement' || it.kind === 'error' || it.kind === 'opaque');
  return first?.kind === 'statement' && effectsOf(first.statement, emptyCatalog(), 18).outsideTransactionOnly;
}

/** After a word that ends in ATOMIC it cuts nothing until the next END. */
function refusesRuns({ text }: Script): Pick<Execution, 'refuses'> {
  if (!/atomic|\\/i.test(text)) return {};
  const run = statementsOf(text).find(it => split(it).pieces.length > 1);
  return run === undefined ? {} : { refuses: `Supabase takes what begins with “${run.slice(0, 40).trim()}” for one statement, and PostgreSQL refuses: cannot insert multiple commands into a prepared statement` };
}

/** `supabase migration new` makes an empty file. */
function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  return [{ path: pathIn(project.folder, `${next(existing, now)}_${slug(name)}.sql`), text: `-- ${name.trim()}\n` }];
}

function next(existing: readonly Migration[], now: Date | undefined): string {
  return nextVersion(existing.map(it => it.version!), now, now ? timestamp(now) : '1', compareTexts);
}

function pathOf({ up }: Migration): string {
  return up?.path ?? '';
}

/** As Go compares strings. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
