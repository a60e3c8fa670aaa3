import { fileOf, pathIn } from '../text/paths.js';
import { folderOf } from '../text/paths.js';
import { compareIntegers } from './numbering.js';
import { check } from './rails/checks.js';
import { command } from './rails/command.js';
import { configures, detect, projectAt } from './rails/detect.js';
import { history } from './rails/history.js';
import { contents } from './rails/migration-class.js';
import { parseName, read, snake } from './rails/names.js';
import { preview } from './rails/preview.js';
import { next, scaffold, withBody } from './rails/scaffold.js';
import { translate } from './rails/translate.js';
import type { Tool } from './tool.js';
import { crc32 } from '../text/crc32.js';

/** ActiveRecord 6.1.7 (run), 7.1 and 8.0 (read; github.com/rails/rails, `activerecord/lib/active_record/migration.rb`). */
export const rails: Tool = {
  id: 'rails',
  title: 'Rails',
  reference: {
    files: '`<digits>_<name>.rb` below `db/migrate` and `db/<database>_migrate`, found by `ActiveRecord::Migration` in them',
    order: 'the digits as a number; an older one that was not applied still runs',
    transactions: 'one for each migration, none with `disable_ddl_transaction!`',
    evidence: { run: '6.1.7 and 7.2.2', read: '7.1, 8.0' },
  },

  configures,
  detect,
  at: folder => projectAt(folder),
  addresses: ['DATABASE_URL'],

  read,
  contents,
  contained: () => true,
  translate: (migration, _, project) => translate(migration, project),
  // Types of keys and of `timestamps`, names of indexes, the extension of a column's type: Rails decides.
  settles: ['prefer-identity', 'prefer-timestamptz', 'timestamp-precision-zero', 'require-index-name', 'require-table-schema', 'prefer-robust-statements', 'multiple-alter-table', 'prefer-text-field'],
  comment: text => `# ${text}`,
  compare: (a, b) => compareIntegers(a.version!, b.version!) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  duplicate: (_, second) => `Multiple migrations have the version number ${second.version}.`,
  check,
  stoppedBy: ['duplicate-migration-name'],
  traits: () => ({ down: 'section', outOfOrder: 'run' }),

  execution: (_, { options }) => ({ wraps: options?.['transaction'] !== 'false', sends: 'statement' }),
  history,
  // `Migrator::MIGRATOR_SALT` times the CRC of the database's name; whoever comes second is refused at once.
  lock: (_, { database }) => ({ kind: 'advisory', key: 2053462845n * BigInt(crc32(database)), attempts: 1, waitMs: 0 }),
  run: { by: 'tool', command },
  preview,
  scaffold,
  withBody,
  rename: (path, version, project, existing) => {
    const file = fileOf(path);
    const words = parseName(path)?.name ?? snake(file.replace(/\.rb$/, '').replace(/^\d+_?/, ''));
    const scope = /^\d+_[_a-z0-9]*\.([_a-z0-9]+)\.rb$/.exec(file)?.[1];
    return /\.rb$/.test(file) ? pathIn(folderOf(path), `${version ?? next(existing, undefined)}_${words}${scope === undefined ? '' : `.${scope}`}.rb`) : undefined;
  },
};
