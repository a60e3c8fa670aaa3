import type { Migration } from '../migrations/migration.js';
import { pathOf } from '../migrations/migration.js';
import { isChangelogName } from './liquibase/changelog.js';
import { check } from './liquibase/checks.js';
import { configures, detect, leads, projectAt } from './liquibase/detect.js';
import { expand } from './liquibase/expand.js';
import { readFormatted } from './liquibase/formatted.js';
import { history, lock, run } from './liquibase/history.js';
import { links } from './liquibase/links.js';
import { contained, contents, joins, nameOf, remarks } from './liquibase/migrations.js';
import { order, type Includes } from './liquibase/order.js';
import { rename, scaffold } from './liquibase/scaffold.js';
import { inSteps } from './liquibase/steps.js';
import { sumOf } from './liquibase/sums.js';
import { together } from './liquibase/together.js';
import { translate } from './liquibase/translate.js';
import type { Tool } from './tool.js';
import type { OutsideTransaction } from './tool/execution.js';
import type { Reading } from './tool/reading.js';

/** Liquibase 4.28.0 (github.com/liquibase/liquibase, `liquibase-standard`), its community edition on PostgreSQL. */
export const liquibase: Tool<Includes> = {
  id: 'liquibase',
  title: 'Liquibase',
  reference: {
    files: 'changelogs in formatted SQL, XML, YAML and JSON, from the root that the configuration names through `include` and `includeAll`',
    order: 'as the changelogs include each other, and by path within `includeAll`',
    checksum: 'MD5 (`9:` and `8:`) of a changeset\'s SQL without blanks, and of other changes as Liquibase writes them down; unknown where one runs a class or reads another file',
    transactions: 'one for each changeset, unless `runInTransaction:false`; sent by statement as Liquibase cuts it, whole with `splitStatements:false`',
    repair: 'as `liquibase release-locks` does, if the lock still is the one that was looked at',
    evidence: { run: '4.28.0', read: '4.28.0, 5.0.4' },
  },

  configures,
  leads,
  detect,
  at: projectAt,

  read,
  contents,
  contained,
  joins,
  order,
  translate,
  remarks,
  links,
  comment: (text, path) => (/\.xml$/i.test(path) ? `<!-- ${text} -->` : /\.ya?ml$/i.test(path) ? `# ${text}` : `-- ${text}`),
  compare: (a, b) => compareTexts(pathOf(a), pathOf(b)) || startOf(a) - startOf(b) || compareTexts(a.id, b.id),
  // Whether two are one, `check` tells, which knows by which paths they are included.
  duplicate: () => undefined,
  check,
  traits: () => ({ down: 'section', outOfOrder: 'run' }),
  together,

  execution: (_, { options = {} }) => ({ wraps: options['runInTransaction'] !== 'false', sends: options['splitStatements'] === 'false' || options['format'] === 'raw' ? 'whole' : 'statement' }),
  expand,
  outsideTransaction,
  checksum: (source, migration, project, like) => sumOf(source, migration, project, like),
  history,
  lock,
  run,
  scaffold,
  inSteps,
  rename,
};

function read(path: string): Reading | undefined {
  if (!isChangelogName(path)) return undefined;
  return { kind: 'migration', direction: 'both', id: path, of: 'versioned', name: nameOf(path) };
}

/** A word in the changeset's header; what is no SQL has an attribute for it. */
function outsideTransaction({ text, within, path }: { readonly text: string; readonly within?: { readonly start: number; readonly end: number }; readonly path: string }): OutsideTransaction {
  const start = within?.start ?? 0;
  const how = 'in a changeset with `runInTransaction:false`';
  if (!/\.sql$/i.test(path)) return { how, files: [], alone: true };
  const header = readFormatted(text.slice(start, within?.end)).changesets[0]?.header;
  return header ? { how, files: [], edits: [{ span: { start: start + header.end, end: start + header.end }, text: ' runInTransaction:false' }], alone: true } : { how, files: [], alone: true };
}

function startOf({ up }: Migration): number {
  return up?.within?.start ?? 0;
}

/** As Java compares strings. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
