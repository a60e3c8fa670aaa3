import type { Migration } from '../migrations/migration.js';
import { besides, fileOf, isBelow, pathIn } from '../text/paths.js';
import { isOfAnotherDatabase } from './excluded.js';
import { expand, isWithoutTransaction } from './goose/execution.js';
import { history, lock, run } from './goose/history.js';
import { sections } from './goose/sections.js';
import { compareIntegers, nextVersion, slug, timestamp } from './numbering.js';
import { foldersWith } from './peek.js';
import type { Tool } from './tool.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** goose 3.27.0 (github.com/pressly/goose): its command line, `postgres` dialect. */
export const goose: Tool = {
  id: 'goose',
  title: 'goose',
  commonNames: true,
  reference: {
    files: '`00001_name.sql` with `-- +goose Up` and `-- +goose Down`; `.go` files are counted, and not run',
    order: 'versions as numbers',
    transactions: 'one for each file, unless it says `-- +goose NO TRANSACTION`; each statement is sent by itself, cut where a line ends with a semicolon',
    lock: 'that of its library; its command line takes none',
    evidence: { run: '3.27.0', read: '3.27.3 (520411a)' },
  },

  configures: path => /(?:^|\/)\.env$/.test(path),
  detect,
  at: projectAt,
  inEnvironment: (project, environment) => completed(project, name => environment[name]),
  addresses: ['GOOSE_DBSTRING', 'DATABASE_URL'],

  read,
  sections,
  file: (up, down = '') => `-- +goose Up\n${whole(up)}\n-- +goose Down\n${whole(down)}`,
  whole,
  compare: (a, b) => compareIntegers(a.version!, b.version!),
  duplicate: (_, { version }) => `goose panics with “duplicate version ${version} detected”`,
  traits: () => ({ down: 'section', outOfOrder: 'refuse' }),

  execution: (_, migration) => ({ wraps: !isWithoutTransaction(migration), sends: 'statement' }),
  expand,
  outsideTransaction: () => ({ how: 'with `NO TRANSACTION`', files: [], edits: [{ span: { start: 0, end: 0 }, text: '-- +goose NO TRANSACTION\n' }], alone: true }),
  history,
  lock,
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const to = version ?? next(existing, undefined);
    return besides(path, isVersion(file) ? to + file.slice(file.indexOf('_')) : intended(file, to));
  },
};

/** A body between dollars has semicolons of its own, at which it must not be cut. */
function whole(sql: string): string {
  return /\$\w*\$/.test(sql) && !sql.includes('+goose StatementBegin') ? `-- +goose StatementBegin\n${sql.trimEnd()}\n-- +goose StatementEnd\n` : sql;
}

function detect(tree: Tree): readonly Project[] {
  return foldersWith(/^--[^\n]*\+goose\s+Up\b/im, tree).filter(it => !isOfAnotherDatabase(`${it}/`)).flatMap(folder => {
    const project = projectAt(folder);
    const env = tree.paths.filter(it => /(?:^|\/)\.env$/.test(it)).findLast(it => isBelow(folder, it));
    const told = (name: string): string | undefined => {
      const value = env === undefined ? undefined : tree.config(env)?.values.get(name)?.value;
      return typeof value === 'string' ? value.replace(/^(["'])(.*)\1$/, '$2') : undefined;
    };
    return /^(?:mysql|tidb|mssql|sqlserver|azuresql|sqlite3?|turso|clickhouse|vertica|ydb|starrocks|spanner|duckdb)$/.test(told('GOOSE_DRIVER') ?? '') ? [] : [completed(project, told)];
  });
}

/** By its environment, which overrules its file `.env`. */
function completed(project: Project, told: (name: string) => string | undefined): Project {
  const table = told('GOOSE_TABLE') ?? '';
  return table === '' ? project : { ...project, settings: { ...project.settings, table } };
}

function projectAt(folder: string): Project {
  return { tool: 'goose', folder, locations: [{ path: folder, recursive: false }], because: folder, settings: { table: 'goose_db_version' }, placeholders: {}, connections: [] };
}

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  if (!/\.(?:sql|go)$/.test(file)) return undefined;
  if (isVersion(file)) {
    const version = String(BigInt(file.slice(0, file.indexOf('_'))));
    if (file.endsWith('.go')) return file.endsWith('_test.go') ? undefined : { kind: 'companion', of: { id: version, direction: 'up' } };
    return { kind: 'migration', direction: 'both', id: version, of: 'versioned', version, name: file.slice(file.indexOf('_') + 1, -'.sql'.length) };
  }
  const suggestion = intended(file, undefined);
  // Any other name stops its command too, and is passed over by a program that uses its provider.
  if (suggestion === undefined && !/^\d.*\.sql$/.test(file)) return undefined;
  const why = /^0+_/.test(file) ? 'migration version must be greater than zero' : 'its name does not begin with a number and an underscore';
  return { kind: 'misnamed', message: `goose stops at this file: ${why}`, ...(suggestion !== undefined && { suggestion }) };
}

/** `NumericComponent`: an integer of 64 bits, one at least, before the first underscore. */
function isVersion(file: string): boolean {
  const digits = /^(\d+)_.*\.(?:sql|go)$/.exec(file)?.[1];
  return digits !== undefined && BigInt(digits) > 0n && BigInt(digits) < 2n ** 63n;
}

/** What a file was meant to be called that has a number in front. */
function intended(file: string, version: string | undefined): string | undefined {
  const parts = /^[vV]?(\d{1,18})[-_. ]+(.*?)\.sql$/.exec(file);
  if (!parts || BigInt(parts[1]!) === 0n) return undefined;
  const renamed = `${version ?? parts[1]!}_${parts[2]!.replace(/^_+/, '')}.sql`;
  return renamed === file ? undefined : renamed;
}

function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const path = pathIn(project.folder, `${next(existing, now)}_${slug(name)}.sql`);
  return [{ path, text: "-- +goose Up\nSELECT 'up SQL query';\n\n-- +goose Down\nSELECT 'down SQL query';\n" }];
}

/** A timestamp, or the next number where the folder counts: `00042`. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  const written = existing.map(it => /^\d+/.exec(fileOf(it.up!.path))![0]);
  return nextVersion(written, now, now ? timestamp(now) : '00001', compareIntegers);
}
