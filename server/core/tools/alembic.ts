import { fileOf } from '../text/paths.js';
import { check } from './alembic/checks.js';
import { contents, isRead } from './alembic/contents.js';
import { detect, projectAt } from './alembic/detect.js';
import { listed, revisionsOf } from './alembic/graph.js';
import { history } from './alembic/history.js';
import { scaffold } from './alembic/scaffold.js';
import { translate } from './alembic/translate.js';
import { urlOf, type Address, type Command, type Project, type Reading, type Tool } from './tool.js';
import type { Migration } from '../migrations/migration.js';

/** Alembic 1.8.1, 1.19.2 and 1.20.1 (github.com/sqlalchemy/alembic) with SQLAlchemy 1.4 and 2. */
export const alembic: Tool = {
  id: 'alembic',
  title: 'Alembic',
  reference: {
    files: '`<id>_<words>.py` in `versions/` beside `env.py`, found by `alembic.ini` (each section an environment), `pyproject.toml`, or themselves; what a file is, `revision` and `down_revision` in it say',
    order: 'the graph of `down_revision` and `depends_on`, branch by branch',
    transactions: 'one for the whole run, or one for each file with `transaction_per_migration`; an `autocommit_block` leaves it',
    evidence: { run: '1.8.1, 1.20.1', read: '1.19.2' },
  },

  configures: path => /(?:^|\/)(?:[^/]+\.ini|pyproject\.toml|env\.py)$/.test(path),
  detect,
  at: projectAt,

  read,
  contents,
  contained: true,
  order,
  translate,
  comment: text => `# ${text}`,
  compare: (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  // Told with a way out of it by `check`.
  duplicate: () => undefined,
  check,
  traits: () => ({ down: 'section', outOfOrder: 'run' }),

  execution: () => ({ wraps: true, sends: 'statement' }),
  history,
  lock: () => ({ kind: 'none' }),
  run: { by: 'tool', command },
  scaffold,
};

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  if (!isRead(file)) return undefined;
  const stem = file.slice(0, -'.py'.length);
  return { kind: 'migration', direction: 'both', id: stem, of: 'versioned', name: stem };
}

function order(migrations: readonly Migration[]): readonly Migration[] {
  const byId = new Map([...migrations].sort((a, b) => (a.up!.path < b.up!.path ? -1 : 1)).map(it => [it.id, it]));
  return revisionsOf([...byId.values()]).order.sorted.map(it => byId.get(it)!);
}

/** What is to come before it is run with it: there is no other way. */
function command(direction: 'up' | 'down', to: Migration, { settings }: Project): Command {
  const folder = settings['folder'] ?? '.';
  const variable = settings['address'];
  // SQLAlchemy knows no `postgres:`.
  const told = variable === undefined ? {} : { environment: (address: Address) => ({ [variable]: urlOf(address).replace(/^postgres:/, 'postgresql:') }) };
  const target = direction === 'up' ? ['upgrade', to.version!] : ['downgrade', before(to)];
  if (settings['runner'] === 'flask') return { argv: ['flask', 'db', ...target, '--directory', within(settings['script_location']!, folder)], folder, ...told };
  const config = settings['config'] === undefined ? [] : ['-c', within(settings['config'], folder)];
  const section = (settings['section'] ?? 'alembic') === 'alembic' ? [] : ['-n', settings['section']!];
  return { argv: ['alembic', ...config, ...section, ...target], folder, ...told };
}

/** Where a downgrade is to end that takes this one back. */
function before(migration: Migration): string {
  const parents = listed(migration, 'down');
  return parents.length === 1 ? parents[0]! : parents.length === 0 ? 'base' : `${migration.version!}-1`;
}

/** The path as it is called from the folder. */
function within(path: string, folder: string): string {
  return folder === '.' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}
