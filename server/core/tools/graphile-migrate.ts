import type { Migration, Source } from '../migrations/migration.js';
import type { Problem, Remark } from '../migrations/problem.js';
import { fileOf, isBelow, pathIn } from '../text/paths.js';
import { hashOf, headOf, headerOf, type Header } from './graphile-migrate/header.js';
import { history, run } from './graphile-migrate/history.js';
import { compareIntegers } from './numbering.js';
import { onceFor } from './once.js';
import { foldersWith } from './peek.js';
import type { Tool } from './tool.js';
import type { Ordered } from './tool/ordered.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** graphile-migrate 2.0.0-rc.3 (github.com/graphile/migrate 54ea390) and 1.4.1: what is committed. */
export const graphileMigrate: Tool<Chain> = {
  id: 'graphile-migrate',
  title: 'Graphile Migrate',
  reference: {
    files: '`committed/000001-name.sql`, with the hash of each and of the one before in its header; `current.sql` is not committed yet, and not read',
    order: 'numbers: a chain, of which nothing can be left out',
    checksum: 'SHA-1 of the body and of the hash before it, as the header has it',
    transactions: 'one for each file, unless its body begins with `--! no-transaction`; a file is one message',
    evidence: { run: '1.4.1', read: '2.0.0-rc.3 (54ea390)' },
  },

  configures: path => /(?:^|\/)\.gmrc(?:\.jsonc?)?$/.test(path),
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL'],
  placeholders: () => ['colon'],

  read,
  compare: (a, b) => compareIntegers(a.version!, b.version!),
  duplicate: (_, second) => `Graphile Migrate takes both for the migration ${second.version}`,
  // Of a file, others know its header only.
  contained: (before, after) => headOf(before.text) === headOf(after.text),
  order: (migrations, _, __, before) => ({ migrations, headerOf: before?.headerOf ?? onceFor(it => headerOf(it.text)) }),
  check: (migrations, _, __, chain) => [...chainProblems(migrations, chain)],
  remarks,
  traits: () => ({ down: 'none', outOfOrder: 'skip' }),

  execution: ({ text }) => ({ wraps: !/^--! no-transaction\b/.test(headerOf(text).body.trimStart()), sends: 'whole' }),
  expand: text => {
    const placeholder = /(?<![:\w]):[A-Z][0-9A-Z_]+\b/.exec(text);
    return placeholder ? { problem: `Graphile Migrate fills in ${placeholder[0]} from its configuration and its environment`, at: placeholder.index } : { text };
  },
  outsideTransaction: ({ text }) => {
    const start = text.length - headerOf(text).body.trimStart().length;
    return { how: 'with `--! no-transaction` as the first line of its body', files: [], edits: [{ span: { start, end: start }, text: '--! no-transaction\n' }], alone: true };
  },
  checksum: ({ text }) => headerOf(text).hash,
  history,
  lock: () => ({ kind: 'advisory', key: 4727445306447283n, attempts: 10, waitMs: 1000 }),
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    return NAME.test(file) ? path.slice(0, path.length - file.length) + file.replace(/^\d+/, version ?? next(existing)) : undefined;
  },
};

const NAME = /^(\d{6,})(?:-([-\w]*))?\.sql$/;

function detect(tree: Tree): readonly Project[] {
  return foldersWith(/^--! Previous:/m, tree).map(folder => ({ ...projectAt(folder), because: tree.paths.findLast(it => /(?:^|\/)\.gmrc(?:\.\w+)?$/.test(it) && isBelow(folder, it)) ?? folder }));
}

function projectAt(folder: string): Project {
  return {
    tool: 'graphile-migrate', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: { historySchema: 'graphile_migrate', table: 'migrations' }, placeholders: {}, connections: [],
  };
}

function read(path: string): Reading | undefined {
  const [, version, slug = ''] = NAME.exec(fileOf(path)) ?? [];
  return version === undefined ? undefined : { kind: 'migration', direction: 'up', id: version, of: 'versioned', version, name: slug.replaceAll('-', ' ') };
}

/** A number each, in their order; their links stand in the files. */
interface Chain extends Ordered {
  headerOf(source: Source): Header;
}

/** `getAllMigrations`: whoever takes a committed file out breaks the chain. */
function* chainProblems(migrations: readonly Migration[], chain: Chain): Iterable<Problem> {
  let before: { readonly hash: string | undefined; readonly path: string } | undefined;
  for (const { up } of migrations) {
    if (!up) continue;
    const { hash, previous } = chain.headerOf(up);
    if (hash !== undefined && previous !== before?.hash) {
      yield { ...stops(`the header names another migration before it than ${before === undefined ? 'none' : fileOf(before.path)}`), path: up.path };
    }
    before = { hash, path: up.path };
  }
}

/** Whoever edits a committed file is found out. */
function* remarks({ up }: Migration): Iterable<Remark> {
  if (!up) return;
  const { hash, previous, allowsInvalidHash, body } = headerOf(up.text);
  if (hash === undefined) yield stops('the header has no hash, so this was never committed');
  else if (!allowsInvalidHash && hashOf(body, previous) !== hash) yield stops('the hash in the header is not that of the body, which was edited after it was committed');
}

function stops(why: string): Remark {
  return { rule: 'journal-mismatch', severity: 'error', span: { start: 0, end: 0 }, message: `Graphile Migrate stops: ${why}` };
}

/** What `graphile-migrate commit` makes of a body; only `current.sql` is written by hand. */
function scaffold({ name, project, existing }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const slug = name.trim().toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const last = existing.findLast(it => it.up)?.up;
  const previous = last && headerOf(last.text).hash;
  const body = `-- ${name.trim()}\n`;
  const message = name.trim() === '' ? '' : `--! Message: ${name.trim().replace(/\s+/g, ' ')}\n`;
  return [{
    path: pathIn(project.folder, `${next(existing)}${slug === '' ? '' : `-${slug}`}.sql`),
    text: `--! Previous: ${previous ?? '-'}\n--! Hash: ${hashOf(body, previous)}\n${message}\n${body}`,
  }];
}

function next(existing: readonly Migration[]): string {
  return String(existing.reduce((max, it) => Math.max(max, Number(it.version)), 0) + 1).padStart(6, '0');
}
