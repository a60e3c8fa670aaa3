import type { Migration } from '../migrations/migration.js';
import { fileOf, folderOf, pathIn } from '../text/paths.js';
import { refusesMark } from './bom.js';
import { inWords } from './collation.js';
import { nextVersion, slug, timestamp } from './numbering.js';
import { checksumOf } from './prisma/checksum.js';
import { configures, detect, projectAt } from './prisma/detect.js';
import { history, repairs, run } from './prisma/history.js';
import { inStep, stepFile, versionOf } from './steps.js';
import type { Tool } from './tool.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** Prisma Migrate 6.19.0 (github.com/prisma/prisma-engines, `schema-engine`): what `prisma migrate deploy` does. */
export const prisma: Tool = {
  id: 'prisma',
  title: 'Prisma Migrate',
  reference: {
    files: '`20240102030405_name/migration.sql` beside `migration_lock.toml`; a `down.sql` there is read as the way back, which Prisma itself never runs',
    order: 'names of the folders, as JavaScript compares words',
    checksum: 'SHA-256 of the text; the same with other line ends counts as the same',
    transactions: 'none of its own; a file is one message, hence one implicit transaction',
    repair: 'as `prisma migrate resolve` does, `--rolled-back` or `--applied`, whichever the database shows to be true',
    evidence: { run: '6.19.0, its engine as WebAssembly, through a driver adapter that sends a file as one message', read: 'prisma-engines of 2024 to 2026' },
  },

  configures,
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL', 'DIRECT_URL'],

  read,
  // Prisma 6.19 hands them to its engine in this order; engines of their own accord once sorted bytes.
  compare: (a, b) => inWords(a.id, b.id),
  // A folder has one file of that name.
  duplicate: () => undefined,
  traits: () => ({ down: 'separate', outOfOrder: 'run' }),
  // `DateTime` and `@default(autoincrement())`, where the schema says no more; Prisma itself writes UTC.
  writes: { 'prefer-timestamptz': /^TIMESTAMP\(3\)$/, 'prefer-identity': /^(?:BIG)?SERIAL$/ },

  execution: (_, migration) => ({ wraps: false, sends: 'whole', ...refusesMark('Prisma', migration) }),
  outsideTransaction: () => ({ how: 'alone in a migration, because the file is sent as one message', files: [], alone: true }),
  checksum: checksumOf,
  history,
  // `acquire_advisory_lock`: ten seconds.
  lock: () => ({ kind: 'advisory', key: 72707369n, attempts: 10, waitMs: 1000 }),
  repairs,
  run,
  scaffold,
  rename: (path, version, { folder }, existing) => {
    const to = version ?? next(existing, undefined);
    const loose = /^(\d+)[-_ ]?(.*)\.sql$/s.exec(fileOf(path));
    if (loose && folderOf(path) === folder) return pathIn(folder, `${to}_${slug(loose[2]!)}/migration.sql`);
    return inStep(path, folder, to)?.replace(/[^/]*$/, fileOf(path) === 'down.sql' ? 'down.sql' : 'migration.sql');
  },
};

function read(path: string, { folder }: Project): Reading | undefined {
  const found = stepFile(path, folder);
  if (!found) {
    const loose = folderOf(path) === folder ? /^(\d+_.*)\.sql$/s.exec(fileOf(path)) : null;
    return loose ? { kind: 'misnamed', message: 'Prisma skips this file: a migration is a folder with `migration.sql` in it', suggestion: `${loose[1]!}/migration.sql` } : undefined;
  }
  const { step, file } = found;
  if (file === 'migration.sql' || file === 'down.sql') {
    return { kind: 'migration', direction: file === 'down.sql' ? 'down' : 'up', id: step, of: 'versioned', ...versionOf(step) };
  }
  return /^migrations?\.sql$/i.test(file)
    ? { kind: 'misnamed', message: 'Prisma stops at this folder: Could not find the migration file at migration.sql', suggestion: 'migration.sql' }
    : undefined;
}

function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const step = pathIn(project.folder, `${next(existing, now)}_${slug(name)}`);
  const up = { path: `${step}/migration.sql`, text: '-- This is an empty migration.' };
  return down ? [up, { path: `${step}/down.sql`, text: '-- Prisma never runs this file: `prisma db execute --file` does.\n' }] : [up];
}

/** Timestamps, unless the folder counts otherwise. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  const versions = existing.flatMap(({ version = '' }) => (/^\d+$/.test(version) ? [version] : []));
  return nextVersion(versions, now, now ? timestamp(now) : '0', (a, b) => (a < b ? -1 : 1));
}
