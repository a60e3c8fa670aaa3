import { pathOf, type Migration } from '../migrations/migration.js';
import { besides, fileOf, pathIn } from '../text/paths.js';
import { detect, projectAt } from './golang-migrate/detect.js';
import { history, lock, run } from './golang-migrate/history.js';
import { repairs } from './golang-migrate/repairs.js';
import { connected } from './golang-migrate/url.js';
import { compareIntegers, nextVersion, slug, timestamp } from './numbering.js';
import type { Tool } from './tool.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** golang-migrate 4.19.1 (github.com/golang-migrate/migrate, 18966c7), its `postgres` driver. */
export const golangMigrate: Tool = {
  id: 'golang-migrate',
  title: 'golang-migrate',
  reference: {
    files: '`1_name.up.sql` and `1_name.down.sql`',
    order: 'versions as numbers',
    transactions: 'none of its own; a file is one message, hence one implicit transaction, save with `x-multi-statement`',
    repair: 'as `migrate force` does: to the version before, to the dirty one, or to the one whose way back has failed, whichever the database shows to be true',
    evidence: { run: '4.19.1', read: '4.19.1 (18966c7)' },
  },

  configures: path => /(?:^|\/)(?:go\.mod|Cargo\.toml)$/.test(path),
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL', 'POSTGRESQL_URL'],

  read,
  compare: (a, b) => compareIntegers(a.version!, b.version!),
  duplicate: (_, second, { settings }) => settings['runner'] === 'own' ? undefined : `golang-migrate stops with “duplicate migration file: ${fileOf(pathOf(second))}”`,
  traits: () => ({ down: 'separate', outOfOrder: 'skip' }),

  // One simple-protocol message: an implicit transaction, unless the file has but one statement or its own BEGIN.
  execution: (_, __, { settings }) => ({ wraps: false, sends: settings['multiStatement'] === 'true' ? 'statement' : 'whole' }),
  connected,
  outsideTransaction: () => ({ how: 'alone in a migration, because the file is sent as one message', files: [], alone: true }),
  history,
  lock,
  repairs,
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const to = version ?? next(existing, undefined);
    const parts = NAME.exec(file);
    return besides(path, parts ? `${to}_${parts[2]!}.${parts[3]!}.${parts[4]!}` : intended(file, to));
  },
};

/** `source.Parse`; the version is an unsigned number of 64 bits. */
const NAME = /^([0-9]+)_(.*)\.(down|up)\.(.*)$/;

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  const parts = NAME.exec(file);
  if (parts && BigInt(parts[1]!) < 2n ** 64n) {
    const [, version, name, direction, extension] = parts as unknown as [string, string, string, 'up' | 'down', string];
    const id = String(BigInt(version));
    // Whatever the extension, the file's text is sent; only Go's is run by a runner of the project's own.
    if (extension === 'go') return { kind: 'companion', of: { id, direction } };
    return { kind: 'migration', direction, id, of: 'versioned', version: id, name };
  }
  const suggestion = intended(file, undefined);
  return suggestion === undefined || suggestion === file ? undefined : { kind: 'misnamed', message: `golang-migrate skips this file: ${flaw(file)}`, suggestion };
}

/** What a file was meant to be called that has a number in front and `up` or `down` near its end. */
function intended(file: string, version: string | undefined): string | undefined {
  const parts = /^[vV]?(\d+)[-_. ]*(.*?)[-_. ]+(up|down)\.sql$/i.exec(file) ?? /^[vV]?(\d+)[-_. ]+(.*?)()\.sql$/.exec(file);
  if (!parts) return undefined;
  const [, number, name, direction] = parts as unknown as [string, string, string, string];
  const words = name.replace(/[^\p{L}\p{N}+.-]+/gu, '_').replace(/^_+|_+$/g, '');
  return `${version ?? number}_${words === '' ? 'migration' : words}.${direction === '' ? 'up' : direction.toLowerCase()}.sql`;
}

function flaw(file: string): string {
  if (!/\b(?:up|down)\.sql$/i.test(file)) return 'it says neither `.up.sql` nor `.down.sql`';
  return /^\d+_/.test(file) ? 'its name ends neither in `.up.sql` nor in `.down.sql`' : 'its name does not begin with a number and an underscore';
}

function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const version = next(existing, now);
  const stem = pathIn(project.folder, `${version}_${slug(name)}`);
  const up = { path: `${stem}.up.sql`, text: `-- ${name.trim()}\n` };
  return down ? [up, { path: `${stem}.down.sql`, text: `-- Undo: ${name.trim()}\n` }] : [up];
}

/** `migrate create` counts in timestamps where nothing is there yet. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  const written = existing.map(it => /^\d+/.exec(fileOf(pathOf(it)))![0]);
  const first = now ? timestamp(now) : '1';
  return nextVersion(written, now, first, compareIntegers);
}
