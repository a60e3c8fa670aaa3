import type { Migration } from '../migrations/migration.js';
import type { Problem } from '../migrations/problem.js';
import { fileOf, pathIn } from '../text/paths.js';
import { connected, detect, projectAt } from './atlas/detect.js';
import { directivesOf } from './atlas/directives.js';
import { history } from './atlas/history.js';
import { firstAstray, sumFile, sumsOf, type Sums } from './atlas/sum.js';
import { nextVersion, slug, timestamp } from './numbering.js';
import type { Tool } from './tool.js';
import type { Ordered } from './tool/ordered.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { Command } from './tool/run.js';
import type { NewFile, ScaffoldRequest } from './tool/scaffold.js';

/** Atlas, versioned migrations in its own format (github.com/ariga/atlas a5e0aec, `sql/migrate`, `cmd/atlas`). */
export const atlas: Tool<Summed> = {
  id: 'atlas',
  title: 'Atlas',
  commonNames: true,
  reference: {
    files: '`20240102030405_name.sql` beside `atlas.sum`, with `-- atlas:txmode none` and `-- atlas:checkpoint` at the top, a blank line after them; folders in the formats of other tools are theirs',
    order: 'file names as text',
    checksum: 'SHA-256 of all names and contents up to the file, as `atlas.sum` has it',
    transactions: 'one for each file, unless it says `-- atlas:txmode none`; each statement is sent by itself',
    evidence: { run: 'a5e0aec, its community edition', read: 'a5e0aec' },
  },

  configures: path => /(?:^|\/)atlas\.(?:sum|hcl)$/.test(path),
  detect,
  at: projectAt,

  read,
  compare: (a, b) => compareTexts(fileOf(a.up?.path ?? ''), fileOf(b.up?.path ?? '')) || compareTexts(a.up?.path ?? '', b.up?.path ?? ''),
  duplicate: (_, second) => `Atlas takes both, and the second finds the version ${second.version} applied`,
  order: (migrations, _, project, before) => ({ migrations, written: before?.written ?? writtenIn(project) }),
  check: (migrations, project, _, { written }) => [...sumProblems(migrations, project, written)],
  isForEmpty: ({ up }) => directivesOf(up?.text ?? '').has('checkpoint'),
  traits: ({ settings }) => ({ down: 'none', outOfOrder: settings['execOrder'] === 'NON_LINEAR' ? 'run' : settings['execOrder'] === 'LINEAR_SKIP' ? 'skip' : 'refuse' }),

  connected,
  execution: ({ text }) => ({ wraps: directivesOf(text).get('txmode') !== 'none', sends: 'statement' }),
  outsideTransaction: () => ({ how: 'with `-- atlas:txmode none` at the top', files: [], edits: [{ span: { start: 0, end: 0 }, text: '-- atlas:txmode none\n\n' }], alone: false }),
  history,
  // FNV-1 of `atlas_migrate_execute`.
  lock: () => ({ kind: 'advisory', key: 2686470616n, attempts: 10, waitMs: 1000 }),
  run: { by: 'tool', command },
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const rest = /^[^_]*?(_.*)?\.sql$/s.exec(file)?.[1];
    return rest === undefined && !file.endsWith('.sql') ? undefined : `${path.slice(0, path.length - file.length)}${version ?? next(existing, undefined)}${rest ?? ''}.sql`;
  },
};

function read(path: string, { folder, settings }: Project): Reading | undefined {
  const file = fileOf(path);
  // Of no migration, but read, because problems are told at it.
  if (path === pathIn(folder, 'atlas.sum')) return { kind: 'sidecar', of: path };
  // It takes any file; without its sums, only a number tells that one may be meant.
  if (!file.endsWith('.sql') || (settings['sums'] === undefined && !/^\d/.test(file))) return undefined;
  const [, version, name = ''] = /^([^_]*)(?:_(.*))?\.sql$/s.exec(file)!;
  return { kind: 'migration', direction: 'up', id: version!, of: 'versioned', version: version!, name };
}

/**
 * The next that is pending, which is this one: there is `--to-version` only in the edition that is sold. The address is in libpq's
 * variables, which its driver takes where a URL names none.
 */
function command(_: 'up' | 'down', __: Migration, { folder, settings: { env, historySchema, searchPath } }: Project): Command {
  const url = `postgres:///${searchPath === undefined ? '' : `?search_path=${encodeURIComponent(searchPath)}`}`;
  return {
    argv: ['atlas', 'migrate', 'apply', '1', '--dir', `file://${folder}`, ...(env === '' ? [] : ['--env', env!]), '--url', url, '--revisions-schema', historySchema!],
    folder: '.', environment: () => ({ ATLAS_NO_UPDATE_NOTIFIER: '1' }),
  };
}

interface Summed extends Ordered {
  /** What `atlas.sum` says. */
  readonly written: Sums;
}

function writtenIn({ settings }: Project): Sums {
  return new Map(Object.entries(settings).flatMap(([key, sum]) => (key.startsWith('sum:') ? [[key.slice('sum:'.length), sum] as const] : [])));
}

/** Only the first is told: every later sum hangs on it. */
function* sumProblems(migrations: readonly Migration[], { folder, settings }: Project, written: Sums): Iterable<Problem> {
  if (settings['sums'] === undefined || migrations.some(it => it.up?.malformed)) return;
  const problem = (file: string, message: string): Problem => ({ rule: 'journal-mismatch', severity: 'error', path: pathIn(folder, file), span: { start: 0, end: 0 }, message: `Atlas stops with “checksum mismatch”: ${message}` });
  const astray = firstAstray(migrations, written);
  if (astray !== undefined) return yield problem(astray, `${astray} ${written.has(astray) ? 'or one before it was edited' : 'was added'}, and \`atlas migrate hash\` has not run since`);
  const there = new Set(migrations.flatMap(({ up }) => (up ? [fileOf(up.path)] : [])));
  for (const file of written.keys()) if (!there.has(file)) return yield problem('atlas.sum', `${file} was removed, and \`atlas migrate hash\` has not run since`);
}

/** `atlas migrate new`, and `atlas migrate hash` after it. */
function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly NewFile[] {
  const path = pathIn(project.folder, `${next(existing, now)}_${slug(name)}.sql`);
  const text = `-- ${name.trim()}\n`;
  const made: Migration = { id: path, kind: 'versioned', name, up: { path, text, bom: false, malformed: false } };
  const sums = project.settings['sums'] === undefined ? undefined : sumsOf([...existing, made]);
  return [{ path, text }, ...(sums ? [{ path: pathIn(project.folder, 'atlas.sum'), text: sumFile(sums), replaces: true as const }] : [])];
}

function next(existing: readonly Migration[], now: Date | undefined): string {
  const versions = existing.flatMap(({ version = '' }) => (/^\d+$/.test(version) ? [version] : []));
  return nextVersion(versions, now, now ? timestamp(now) : '1', compareTexts);
}

/** As Go compares strings. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
