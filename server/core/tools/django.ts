import type { Migration } from '../migrations/migration.js';
import { fileOf } from '../text/paths.js';
import { check } from './django/checks.js';
import { command, preview } from './django/command.js';
import { contents } from './django/contents.js';
import { detect, projectAt } from './django/detect.js';
import { appGraphOf, appOf, listed } from './django/graph.js';
import { history } from './django/history.js';
import { isLoaded, isSettings } from './django/labels.js';
import { scaffold, withBody } from './django/scaffold.js';
import { translate } from './django/translate.js';
import type { Tool } from './tool.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';

/** Django 3.2.25 and 5.2.19 (github.com/django/django, `django/db/migrations/`). */
export const django: Tool = {
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
  order,
  translate,
  comment: text => `# ${text}`,
  compare: (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  duplicate: (_, second) => `Two files make the migration ${second.version}`,
  // Each app has a line of its own.
  heads: migrations => Math.max(0, ...[...appGraphOf(migrations).leaves.values()].map(it => it.length)),
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

/** What a squash replaces stands before it; for an empty database the squash begins anew. */
function order(migrations: readonly Migration[]): readonly Migration[] {
  const { graph, replacedBy } = appGraphOf(migrations);
  const byId = new Map([...migrations].sort((a, b) => (a.up!.path < b.up!.path ? -1 : 1)).map(it => [it.id, it]));
  const replaced = new Map<string, Migration[]>();
  for (const [id, squash] of replacedBy) {
    const it = byId.get(id);
    if (it) replaced.set(squash, [...replaced.get(squash) ?? [], it]);
  }
  const ordered: Migration[] = [];
  for (const id of graph.sorted) place(byId.get(id)!, 0);
  return ordered;

  function place(migration: Migration, depth: number): void {
    const those = replaced.get(migration.id);
    if (those && depth < 20) for (const it of those) place(it, depth + 1);
    ordered.push(those ? { ...migration, kind: 'baseline' } : migration);
  }
}
