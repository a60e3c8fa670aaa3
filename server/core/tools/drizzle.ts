import type { Migration } from '../migrations/migration.js';
import type { Problem } from '../migrations/problem.js';
import { qualified } from '../sql/identifier.js';
import { crc32 } from '../text/crc32.js';
import { fileOf, folderOf, pathIn } from '../text/paths.js';
import { refusesMark } from './bom.js';
import { inWords } from './collation.js';
import { detect, projectAt } from './drizzle/detect.js';
import { checksumOf, history, run } from './drizzle/history.js';
import { entriesOf, entryOf, isByJournal, type Entry } from './drizzle/journal.js';
import { nextVersion, slug, timestamp } from './numbering.js';
import { inStep, stepFile, versionOf } from './steps.js';
import type { Tool } from './tool.js';
import type { Ordered } from './tool/ordered.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { NewFile, ScaffoldRequest } from './tool/scaffold.js';

/** drizzle-orm 0.45.4, whose journal is the order, and 1.0.0-rc.5, which has a folder for each migration (`migrator.js`). */
export const drizzle: Tool<ByJournal> = {
  id: 'drizzle',
  title: 'Drizzle',
  reference: {
    files: '`0000_name.sql` as `meta/_journal.json` lists them; since 1.0 `20240102030405_name/migration.sql`',
    order: 'that of the journal, and what is not newer than the newest applied is passed over for ever; since 1.0 that of the names, and late ones run',
    checksum: 'SHA-256 of the text, which Drizzle stores and never compares',
    transactions: 'one for all that is pending; here one for each file. It is sent in the pieces between `--> statement-breakpoint`',
    lock: 'ours alone, against two of us at once; Drizzle takes none',
    evidence: { run: '0.45.4, 1.0.0-rc.5', read: '0.45.4, 1.0.0-rc.5' },
  },

  configures: path => /(?:^|\/)(?:meta\/_journal\.json|drizzle[\w.-]*\.config\.[\w.-]*(?:[jt]s|json)|drizzle\.config\.[\w.-]*(?:[jt]s|json))$/.test(path),
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL'],

  read,
  compare: (a, b) => inWords(a.id, b.id),
  order,
  duplicate: () => undefined,
  contained: () => true,
  check: (migrations, project, _, { entries }) => [...journalProblems(project, entries, new Set(migrations.map(it => it.id)))],
  traits: project => ({ down: 'none', oneTransaction: true, outOfOrder: isByJournal(project) ? 'skip' : 'run' }),

  execution: (_, migration) => ({ wraps: true, sends: 'statement', ...refusesMark('Drizzle', migration) }),
  outsideTransaction: () => ({ how: 'outside of Drizzle, which runs all migrations in one transaction', files: [], alone: false }),
  checksum: checksumOf,
  history,
  lock: project => ({ kind: 'advisory', key: BigInt(crc32(qualified(history.table(project, { database: '', schema: '', user: '' })))), attempts: 15, waitMs: 1000 }),
  run,
  scaffold,
  rename: (path, version, project, existing) => {
    if (isByJournal(project)) return undefined;
    const to = version ?? next(existing, undefined);
    const loose = /^(\d+)[-_ ]?(.*)\.sql$/s.exec(fileOf(path));
    if (loose && folderOf(path) === project.folder) return pathIn(project.folder, `${to}_${slug(loose[2]!)}/migration.sql`);
    return inStep(path, project.folder, to)?.replace(/[^/]*$/, 'migration.sql');
  },
};

function read(path: string, project: Project): Reading | undefined {
  const { folder } = project;
  if (!isByJournal(project)) {
    const found = stepFile(path, folder);
    return found?.file === 'migration.sql' ? { kind: 'migration', direction: 'up', id: found.step, of: 'versioned', ...versionOf(found.step) } : undefined;
  }
  // Of no migration, but read, because problems are told at it.
  if (path === pathIn(folder, 'meta/_journal.json')) return { kind: 'sidecar', of: path };
  const tag = folderOf(path) === folder ? /^(.*)\.sql$/s.exec(fileOf(path))?.[1] : undefined;
  if (tag === undefined) return undefined;
  if (entryOf(tag, project)) return { kind: 'migration', direction: 'up', id: tag, of: 'versioned', ...versionOf(tag) };
  return /^\d{4,}_/.test(tag) ? { kind: 'misnamed', message: 'Drizzle never runs this file: `meta/_journal.json` does not name it' } : undefined;
}

interface ByJournal extends Ordered {
  readonly entries: readonly Entry[];
}

/** Whoever has a journal runs what it names; without one, names are the order. */
function order(migrations: readonly Migration[], _: unknown, project: Project, before?: ByJournal): ByJournal {
  if (!isByJournal(project)) return { migrations, entries: [] };
  const entries = before?.entries ?? entriesOf(project);
  const byTag = new Map(migrations.map(it => [it.id, it]));
  return { migrations: entries.flatMap(it => byTag.get(it.tag) ?? []), entries };
}

/** What is wrong with the journal; told at it. */
function* journalProblems(project: Project, entries: readonly Entry[], files: ReadonlySet<string>): Iterable<Problem> {
  const path = pathIn(project.folder, 'meta/_journal.json');
  const journal = project.settings['journal'] ?? '';
  let at = 0;
  let newest: { readonly tag: string; readonly when: number } | undefined;
  for (const { tag, when } of entries) {
    const problem = (message: string): Problem => {
      // Entries stand in their order: none needs the search from the beginning.
      const found = journal.indexOf(`"${tag}"`, at);
      if (found >= 0) at = found;
      const start = Math.max(0, found);
      return { rule: 'journal-mismatch', severity: 'error', path, span: { start, end: start + tag.length + 2 }, message };
    };
    if (!files.has(tag)) yield problem(`Drizzle stops: No file ${tag}.sql found in ${project.folder} folder`);
    if (newest !== undefined && when <= newest.when) yield problem(`Drizzle never runs \`${tag}\` where \`${newest.tag}\` is applied: its \`when\` is not after that of \`${newest.tag}\``);
    if (newest === undefined || when > newest.when) newest = { tag, when };
  }
}

/** `drizzle-kit generate --custom`, without the snapshot, which nothing asks for. */
function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly NewFile[] {
  const text = '-- Custom SQL migration file, put your code below! --\n';
  const version = next(existing, now, isByJournal(project) ? '0000' : undefined);
  if (!isByJournal(project)) return [{ path: pathIn(project.folder, `${version}_${slug(name)}/migration.sql`), text }];
  const tag = `${version}_${slug(name)}`;
  const journal = withEntry(project.settings['journal']!, tag, now);
  return [
    { path: pathIn(project.folder, `${tag}.sql`), text },
    ...(journal === undefined ? [] : [{ path: pathIn(project.folder, 'meta/_journal.json'), text: journal, replaces: true as const }]),
  ];
}

/** `undefined` where the journal is none. */
function withEntry(journal: string, tag: string, now: Date): string | undefined {
  try {
    const read = JSON.parse(journal) as { readonly version?: string; readonly entries?: readonly { readonly idx?: number; readonly when?: number; readonly version?: string }[] };
    const last = read.entries?.at(-1);
    const when = Math.max(now.getTime(), ...(read.entries ?? []).map(it => (it.when ?? 0) + 1));
    const entry = { idx: (last?.idx ?? -1) + 1, version: last?.version ?? read.version ?? '7', when, tag, breakpoints: true };
    return JSON.stringify({ ...read, entries: [...read.entries ?? [], entry] }, null, 2);
  } catch {
    return undefined;
  }
}

function next(existing: readonly Migration[], now: Date | undefined, first?: string): string {
  const versions = existing.flatMap(({ version = '' }) => (/^\d+$/.test(version) ? [version] : []));
  return nextVersion(versions, now, first ?? (now ? timestamp(now) : '0'), inWords);
}
