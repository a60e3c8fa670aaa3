import type { Migration } from '../migrations/migration.js';
import { besides, fileOf, folderOf, isBelow, pathIn, resolved } from '../text/paths.js';
import type { TextEdit } from '../text/span.js';
import { history, run } from './dbmate/history.js';
import { optionsOf, sections, SECTION } from './dbmate/sections.js';
import { nextVersion, slug, timestamp } from './numbering.js';
import { foldersWith } from './peek.js';
import type { Tool } from './tool.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** dbmate 2.36.0 (github.com/amacneil/dbmate, `pkg/dbmate/{db,migration}.go`), its `postgres` driver. */
export const dbmate: Tool = {
  id: 'dbmate',
  title: 'dbmate',
  commonNames: true,
  reference: {
    files: '`20240102030405_name.sql` with `-- migrate:up` and `-- migrate:down`',
    order: 'file names as text',
    transactions: 'one for each section, unless its marker says `transaction:false`; a section is one message',
    evidence: { run: '2.36.0', read: '2.35.0 (f3e08f1)' },
  },

  configures: path => /(?:^|\/)\.env$/.test(path),
  detect,
  at: projectAt,
  inEnvironment: (project, environment) => completed(project, name => environment[name]),
  addresses: ['DATABASE_URL'],

  read,
  sections,
  file: (up, down = '') => `-- migrate:up\n${up}\n-- migrate:down\n${down}`,
  compare: (a, b) => compareTexts(fileOf(pathOf(a)), fileOf(pathOf(b))) || compareTexts(pathOf(a), pathOf(b)),
  duplicate: (_, second) => `dbmate takes both, and the second fails where it records the version ${second.version} again`,
  traits: ({ settings }) => ({ down: 'section', outOfOrder: isTrue(settings['strict']) ? 'refuse' : 'run' }),

  // A section is one simple-protocol message.
  execution: script => ({ wraps: optionsOf(script.text).get('transaction') !== 'false', sends: 'whole' }),
  outsideTransaction: ({ text }) => ({ how: 'with `transaction:false`', files: [], edits: withoutTransaction(text), alone: true }),
  history,
  lock: () => ({ kind: 'none' }),
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const to = version ?? next(existing, undefined);
    const parts = NAME.exec(file);
    return besides(path, parts ? `${to}${parts[2]!}.sql` : intended(file, to));
  },
};

/** `migrationFileRegexp`. */
const NAME = /^(\d+)(.*)\.sql$/;

/** Several folders that `.env` names are one project: dbmate sorts their files together. */
function detect(tree: Tree): readonly Project[] {
  const folders = foldersWith(SECTION, tree);
  return folders.flatMap(folder => {
    const env = tree.paths.filter(it => /(?:^|\/)\.env$/.test(it)).findLast(it => isBelow(folder, it));
    const values = env === undefined ? undefined : tree.config(env)?.values;
    const told = (name: string): string | undefined => {
      const value = values?.get(name)?.value;
      return typeof value === 'string' ? value.replace(/^(["'])(.*)\1$/, '$2') : undefined;
    };
    const project = completed(projectAt(folder), told);
    const named = (told('DBMATE_MIGRATIONS_DIR') ?? '').split(',').flatMap(it => (it.trim() === '' ? [] : resolved(folderOf(env!), it.trim()) ?? [])).filter(it => folders.includes(it));
    if (!named.includes(folder)) return [project];
    return folder === named[0] ? [{ ...project, locations: named.map(path => ({ path, recursive: false })) }] : [];
  });
}

/** By its environment, which overrules its file `.env`. */
function completed(project: Project, told: (name: string) => string | undefined): Project {
  const settings = Object.entries(VARIABLES).flatMap(([name, key]) => (told(name) ? [[key, told(name)!] as const] : []));
  return settings.length === 0 ? project : { ...project, settings: { ...project.settings, ...Object.fromEntries(settings) } };
}

const VARIABLES = { DBMATE_MIGRATIONS_TABLE: 'table', DBMATE_STRICT: 'strict' } as const;

function projectAt(folder: string): Project {
  return {
    tool: 'dbmate', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: { table: 'schema_migrations', strict: 'false' }, placeholders: {}, connections: [],
  };
}

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  const parts = NAME.exec(file);
  if (parts) {
    const version = parts[1]!;
    return { kind: 'migration', direction: 'both', id: version, of: 'versioned', version, name: parts[2]!.replace(/^_/, '') };
  }
  const suggestion = intended(file, undefined);
  return suggestion === undefined ? undefined : { kind: 'misnamed', message: 'dbmate skips this file: its name does not begin with a digit', suggestion };
}

/** What a file was meant to be called that has a letter before its number. */
function intended(file: string, version: string | undefined): string | undefined {
  const parts = /^[vV_-](\d+)(.*)\.sql$/.exec(file);
  return parts ? `${version ?? parts[1]!}${parts[2]!.replace(/^_+/, '_')}.sql` : undefined;
}

function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const path = pathIn(project.folder, `${next(existing, now)}_${slug(name)}.sql`);
  return [{ path, text: '-- migrate:up\n\n\n-- migrate:down\n\n' }];
}

/** `dbmate new` knows timestamps only; a folder that counts goes on counting. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  const first = now ? timestamp(now) : '1';
  return nextVersion(existing.map(it => it.version!), now, first, compareTexts);
}

function withoutTransaction(text: string): readonly TextEdit[] {
  const marker = SECTION.exec(text);
  if (!marker) return [];
  const end = marker.index + marker[0].trimEnd().length;
  return [{ span: { start: end, end }, text: ' transaction:false' }];
}

function pathOf({ up }: Migration): string {
  return up?.path ?? '';
}

/** As Go compares strings. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As Go's `strconv.ParseBool`. */
function isTrue(value: string | undefined): boolean {
  return /^(?:1|t|T|TRUE|true|True)$/.test(value ?? '');
}
