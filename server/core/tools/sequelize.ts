import { fileOf, folderOf, pathIn } from '../text/paths.js';
import { wholeFile } from './javascript/contents.js';
import { withLines } from './javascript/edits.js';
import { historyOf } from './javascript/history.js';
import { projectAt, projectsWith, withSettings } from './javascript/projects.js';
import { slug, timestamp } from './numbering.js';
import { translate } from './sequelize/translate.js';
import type { Tool } from './tool.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** sequelize-cli and umzug 3.8.3 (github.com/sequelize/umzug), whose migrations only their own program runs. */
export const sequelize: Tool = {
  id: 'sequelize',
  title: 'Sequelize',
  reference: {
    files: '`20240102030405-name.js`, found by `queryInterface` below a package that has `sequelize` or `umzug`; the methods of `queryInterface` are read as the SQL that they send',
    order: 'file names as text',
    transactions: 'none but what a migration opens itself',
    evidence: { run: 'sequelize-cli 6.6.5', read: 'umzug 3.8.3' },
  },

  configures: path => fileOf(path) === 'package.json' || CONFIG.test(path),
  detect: tree => projectsWith(['sequelize', 'sequelize-cli', 'umzug'], /\bqueryInterface\b/, tree, at)
    .map(it => withSettings(it, tree, CONFIG, { table: 'migrationStorageTableName', historySchema: 'migrationStorageTableSchema' })),
  at,

  read,
  contents: source => wholeFile(source, read(source.path)),
  contained: () => true,
  translate,
  settles: ['multiple-alter-table'],
  withBody: (text, { up, down }) => withLines(withLines(text, 'up', up), 'down', down),
  comment: text => `// ${text}`,
  compare: (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  duplicate: () => undefined,
  traits: () => ({ down: 'section', outOfOrder: 'run' }),

  execution: () => ({ wraps: false, sends: 'statement' }),
  history: historyOf({ columns: ['name'], missing: () => ({}) }),
  lock: () => ({ kind: 'none' }),
  run: { by: 'nobody', why: 'Only Sequelize runs these migrations: `sequelize db:migrate`, or `--to` a file' },
  scaffold,
};

/** What `.sequelizerc` names by default, in each of its languages, and what people call it instead. */
const CONFIG = /(?:^|\/)config\/(?:config|database|sequelize)\.(?:json|[cm]?[jt]s)$/;

function at(folder: string) {
  return projectAt('sequelize', folder, 'SequelizeMeta');
}

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  if (!/\.(?:c?js|ts)$/.test(file) || /\.d\.ts$/.test(file)) return undefined;
  return { kind: 'migration', direction: 'both', id: file, of: 'versioned', version: file, name: file.replace(/^\d+[-_]?/, '').replace(/\.\w+$/, '').replaceAll('-', ' ') };
}

/** `sequelize migration:generate`. */
function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const newest = existing.at(-1)?.up?.path;
  const text = '\'use strict\';\n\n/** @type {import(\'sequelize-cli\').Migration} */\nmodule.exports = {\n  async up(queryInterface, Sequelize) {\n  },\n\n  async down(queryInterface, Sequelize) {\n  },\n};\n';
  return [{ path: pathIn(newest === undefined ? project.folder : folderOf(newest), `${timestamp(now)}-${slug(name).replaceAll('_', '-')}.js`), text }];
}
