import { pathOf, type Migration } from '../migrations/migration.js';
import { fileOf, pathIn } from '../text/paths.js';
import { withLines } from './javascript/edits.js';
import { NAME, detect, isIgnored, projectAt } from './node-pg-migrate/detect.js';
import { history, momentOf, run } from './node-pg-migrate/history.js';
import { sections } from './node-pg-migrate/sections.js';
import { translate } from './node-pg-migrate/translate.js';
import { compareIntegers, nextVersion, slug } from './numbering.js';
import type { Tool } from './tool.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { NewFile, ScaffoldRequest } from './tool/scaffold.js';

/** node-pg-migrate 9.0.0 (github.com/salsita/node-pg-migrate, `src/{runner,migration,sqlMigration}.ts`): its command line. */
export const nodePgMigrate: Tool = {
  id: 'node-pg-migrate',
  title: 'node-pg-migrate',
  commonNames: true,
  reference: {
    files: '`1704164645000_name.sql` with `-- Up Migration` and `-- Down Migration`, `.js` and `.ts`, whose calls of `pgm` are read as the SQL that they send; below a package that has `node-pg-migrate`',
    order: 'the digits in front as a number, 17 of them as a moment; then file names as people sort them',
    transactions: 'one for all that is pending, as its command line runs them, or one for each; a section is one message; `pgm.noTransaction()` in JavaScript only',
    evidence: { run: '9.0.0' },
  },

  configures: path => /(?:^|\/)(?:package|config|config\/default|[^/]*(?:migrat|database|pg|db)[^/]*)\.json$/i.test(path),
  detect,
  at: folder => projectAt(folder),
  addresses: ['DATABASE_URL'],

  read,
  sections,
  file: (up, down = '') => `-- Up Migration\n${up}\n-- Down Migration\n${down}`,
  translate,
  settles: ['multiple-alter-table'],
  withBody: (text, { up, down }) => (/-- Up Migration/.test(text) ? undefined : withLines(withLines(text, 'up', up), 'down', down)),
  comment: (text, path) => (/\.sql$/.test(path) ? `-- ${text}` : `// ${text}`),
  compare: (a, b) => momentOf(a.version!) - momentOf(b.version!) || NAMES.compare(fileOf(pathOf(a)), fileOf(pathOf(b))) || (pathOf(a) < pathOf(b) ? -1 : pathOf(a) > pathOf(b) ? 1 : 0),
  duplicate: (_, { id }) => `node-pg-migrate runs both, and records them under one name, ${id.replace(/#\d+$/, '')}`,
  traits: ({ settings }) => ({ down: 'section', oneTransaction: true, outOfOrder: settings['checkOrder'] === 'false' ? 'run' : 'refuse' }),

  // A section of SQL is one message; in JavaScript each call is one.
  execution: (_, { up }) => (up && !/\.sql$/.test(up.path) ? { wraps: !/\.noTransaction\(/.test(up.text), sends: 'statement' } : { wraps: true, sends: 'whole' }),
  outsideTransaction: () => ({ how: 'in a migration in JavaScript that calls `pgm.noTransaction()`, because SQL files always run in a transaction', files: [], alone: false }),
  history,
  // `PG_MIGRATE_LOCK_ID`; whoever comes second is refused at once, unless it was told to wait.
  lock: ({ settings }) => ({ kind: 'advisory', key: 7241865325823964n, ...(settings['lock'] === 'wait' ? { attempts: 600, waitMs: 1000 } : { attempts: 1, waitMs: 0 }) }),
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const [, , rest, extension] = NAME.exec(file) ?? /^[vV]?(\d*)[-_. ]*(.*)\.(sql)$/s.exec(file) ?? [];
    return rest === undefined ? undefined : `${path.slice(0, path.length - file.length)}${version ?? next(existing, undefined)}_${rest}.${extension}`;
  },
};

/** `localeCompareStringsNumerically`, in the language that most machines have. */
const NAMES = new Intl.Collator('en', { usage: 'sort', numeric: true, sensitivity: 'variant', ignorePunctuation: true });

/** Every file is loaded, also one whose name says nothing. */
function read(path: string, { settings }: Project): Reading | undefined {
  const file = fileOf(path);
  if (file.startsWith('.') || file.endsWith('.d.ts') || isIgnored(file, settings)) return undefined;
  const [, version, words] = NAME.exec(file) ?? [];
  if (version !== undefined) return { kind: 'migration', direction: 'both', id: file.replace(/\.\w+$/, ''), of: 'versioned', version, name: words!.replaceAll('-', ' ') };
  const extension = /\.[^.]*$/.exec(file)?.[0] ?? '';
  if (!/^\.(?:sql|[cm]?[jt]s)$/.test(extension)) return { kind: 'misnamed', message: `node-pg-migrate stops at this file: Unknown file extension "${extension}"` };
  if (extension !== '.sql') return undefined;
  const [, number, rest] = /^[vV](\d+)[-_. ]*(.*)$/s.exec(file) ?? [];
  return { kind: 'misnamed', message: `node-pg-migrate stops at this file: Cannot determine numeric prefix for "${file}"`, ...(number !== undefined && { suggestion: `${number}_${rest}` }) };
}

/** `node-pg-migrate create`, in the language of the newest. */
function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly NewFile[] {
  const newest = existing.at(-1);
  const extension = newest === undefined ? 'sql' : /\.(\w+)$/.exec(pathOf(newest))![1]!;
  const path = pathIn(project.folder, `${next(existing, now)}_${slug(name).replaceAll('_', '-')}.${extension}`);
  return [{ path, text: TEMPLATES[extension] ?? TEMPLATES['js']! }];
}

const TEMPLATES: Readonly<Record<string, string>> = {
  sql: '-- Up Migration\n\n-- Down Migration\n',
  ts: 'import type { MigrationBuilder } from \'node-pg-migrate\';\n\nexport async function up(pgm: MigrationBuilder): Promise<void> {\n}\n\nexport async function down(pgm: MigrationBuilder): Promise<void> {\n}\n',
  cjs: 'exports.up = pgm => {\n};\n\nexports.down = pgm => {\n};\n',
  js: 'export const up = pgm => {\n};\n\nexport const down = pgm => {\n};\n',
};

/** Milliseconds, unless the folder counts or has moments of its own. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  return nextVersion(existing.map(it => it.version!), now, now ? String(now.getTime()) : '1', compareIntegers);
}
