import { pathOf, type Migration } from '../migrations/migration.js';
import { besides, fileOf, pathIn } from '../text/paths.js';
import { refusesMark } from './bom.js';
import { compareIntegers, nextVersion, slug, timestamp } from './numbering.js';
import { checksumOf } from './sqlx/checksum.js';
import { detect, projectAt } from './sqlx/detect.js';
import { history, lock, repairs, run } from './sqlx/history.js';
import type { Tool } from './tool.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** sqlx and its command line 0.9.0 (`sqlx-core/src/migrate`, `sqlx-postgres/src/migrate.rs`, `sqlx-cli/src/migrate.rs`). */
export const sqlx: Tool = {
  id: 'sqlx',
  title: 'sqlx',
  commonNames: true,
  reference: {
    files: '`20240102030405_name.sql`, or `….up.sql` and `….down.sql`, in `migrations` or where `sqlx.toml` says',
    order: 'versions as numbers',
    checksum: 'SHA-384 of the bytes, line ends and byte order mark included, without the `ignored-chars` of `sqlx.toml`',
    transactions: 'one for each file, unless it begins with `-- no-transaction`; a file is one message',
    lock: 'that of its library; its command line takes none',
    repair: 'the row of a version that older releases left half-done is taken away, which sqlx leaves to you',
    evidence: { run: '0.9.0', read: '0.9.0' },
  },

  configures: path => /(?:^|\/)(?:Cargo|sqlx)\.toml$/.test(path),
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL'],

  read,
  compare: (a, b) => compareIntegers(a.version!, b.version!),
  duplicate: (first, second) => first.up && second.up ? `sqlx takes both, and the second fails where it records the version ${second.version} again` : undefined,
  traits: () => ({ down: 'separate', outOfOrder: 'run' }),

  // The mark counts only as the very first bytes.
  execution: ({ text }, migration) => ({ wraps: migration.up?.bom === true || !text.startsWith(OUTSIDE), sends: 'whole', ...refusesMark('sqlx', migration) }),
  outsideTransaction: () => ({ how: 'with `-- no-transaction` as its first line', files: [], edits: [{ span: { start: 0, end: 0 }, text: `${OUTSIDE}\n` }], alone: true }),
  checksum: (source, _, project) => checksumOf(source, project),
  history,
  lock,
  repairs,
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const to = version ?? next(existing, undefined);
    return besides(path, NAME.test(file) ? to + file.slice(file.indexOf('_')) : intended(file, to));
  },
};

const OUTSIDE = '-- no-transaction';

/** A signed integer of 64 bits before the first underscore, `.sql` at the end. */
const NAME = /^([+-]?\d+)_(.*?)((?:\.up|\.down)?\.sql)$/s;

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  const [, number, name, suffix] = NAME.exec(file) ?? [];
  if (number !== undefined && BigInt(number) < 2n ** 63n && BigInt(number) >= -(2n ** 63n)) {
    const version = String(BigInt(number));
    return { kind: 'migration', direction: suffix === '.down.sql' ? 'down' : 'up', id: version, of: 'versioned', version, name: name!.replaceAll('_', ' ') };
  }
  if (!file.endsWith('.sql')) return undefined;
  const suggestion = intended(file, undefined);
  const named = suggestion === undefined ? {} : { suggestion };
  if (/_.*\.sql$/s.test(file)) return { kind: 'misnamed', message: `sqlx stops at this file: expected integer version prefix (e.g. \`01_foo.sql\`)`, ...named };
  return suggestion === undefined ? undefined : { kind: 'misnamed', message: 'sqlx skips this file: no underscore follows its number', suggestion };
}

/** What a file was meant to be called that has a number in front. */
function intended(file: string, version: string | undefined): string | undefined {
  const [, number, name, suffix] = /^[vV]?(\d{1,18})(?!\d)[-_. ]*(.*?)((?:\.up|\.down)?\.sql)$/s.exec(file) ?? [];
  if (number === undefined) return undefined;
  const renamed = `${version ?? number}_${name!.replace(/^_+/, '')}${suffix!}`;
  return renamed === file ? undefined : renamed;
}

/** `sqlx migrate add`: a pair where the newest is one. */
function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const stem = pathIn(project.folder, `${next(existing, now)}_${slug(name)}`);
  const pairs = existing.at(-1)?.up?.path.endsWith('.up.sql') ?? false;
  if (!down && !pairs) return [{ path: `${stem}.sql`, text: '-- Add migration script here\n' }];
  const up = { path: `${stem}.up.sql`, text: '-- Add up migration script here\n' };
  return down ? [up, { path: `${stem}.down.sql`, text: '-- Add down migration script here\n' }] : [up];
}

/** Timestamps where nothing is there yet. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  const written = existing.map(it => /^[+-]?\d+/.exec(fileOf(pathOf(it)))![0]);
  return nextVersion(written, now, now ? timestamp(now) : '1', compareIntegers);
}
