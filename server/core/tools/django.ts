import { fileOf } from '../text/paths.js';
import { check } from './django/checks.js';
import { command, preview } from './django/command.js';
import { contents } from './django/contents.js';
import { detect, projectAt } from './django/detect.js';
import { appGraphOf, appOf, compareIds, listed, type AppGraph } from './django/graph.js';
import { history } from './django/history.js';
import { isLoaded, isSettings } from './django/labels.js';
import { scaffold, withBody } from './django/scaffold.js';
import { translate } from './django/translate.js';
import type { Tool } from './tool.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';

/** Django 3.2.25 and 5.2.19 (github.com/django/django, `django/db/migrations/`). */
export const django: Tool<AppGraph> = {
  id: 'django',
  title: 'Django',
  reference: {
    files: '`NNNN_words.py` in the `migrations` package of each app, known by their `class Migration`; the apps of one `manage.py` are one project',
    order: 'the graph of `dependencies` and `run_before` over all apps, a squash in place of what it replaces, as `migrate --plan` shows it',
    transactions: 'one for each migration, unless it says `atomic = False`',
    evidence: { run: '3.2.25, 5.2.19' },
  },

  configures: path => /(?:^|\/)(?:(?:manage|apps)\.py|app\/__init__\.py)$/.test(path) || isSettings(path),
  detect,
  at: projectAt,

  read,
  contents,
  contained: () => true,
  order: appGraphOf,
  translate,
  comment: text => `# ${text}`,
  compare: (a, b) => compareIds(a.id, b.id),
  duplicate: (_, second) => `Two files make the migration ${second.version}`,
  // Each app has a line of its own.
  heads: ({ leaves }) => Math.max(0, ...[...leaves.values()].map(it => it.length)),
  check,
  stoppedBy: ['missing-parent', 'migration-cycle', 'not-a-migration', 'multiple-heads'],
  traits: () => ({ down: 'section', outOfOrder: 'run' }),

  // What is initial is split where apps need one another: all of an app's is for a database that has none of it.
  together: migrations => new Map(migrations.filter(it => it.options?.['initial'] === 'true').map(it => [it.id, appOf(it)])),
  // A database that has what it replaces does not run it (`MigrationLoader.build_graph`).
  isForEmpty: migration => listed(migration, 'replaces').some(it => it !== migration.id),
  execution: (_, { options }) => ({ wraps: options?.['atomic'] !== 'false', sends: 'statement' }),
  history,
  lock: () => ({ kind: 'none' }),
  run: { by: 'tool', command },
  preview,
  scaffold,
  withBody,
};

function read(path: string, project: Project): Reading | undefined {
  if (!isLoaded(path, project)) return undefined;
  const name = fileOf(path).slice(0, -'.py'.length);
  return { kind: 'migration', direction: 'both', id: path.slice(0, -'.py'.length), of: 'versioned', name };
}
