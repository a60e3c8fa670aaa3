import { pathOf } from '../migrations/migration.js';
import { fileOf } from '../text/paths.js';
import { check } from './alembic/checks.js';
import { command, preview } from './alembic/command.js';
import { contents, isRead } from './alembic/contents.js';
import { detect, projectAt } from './alembic/detect.js';
import { revisionsOf, type Revisions } from './alembic/graph.js';
import { history } from './alembic/history.js';
import { scaffold, withBody } from './alembic/scaffold.js';
import { translate } from './alembic/translate.js';
import type { Tool } from './tool.js';
import type { Reading } from './tool/reading.js';

/** Alembic 1.8.1, 1.19.2 and 1.20.1 (github.com/sqlalchemy/alembic) with SQLAlchemy 1.4 and 2. */
export const alembic: Tool<Revisions> = {
  id: 'alembic',
  title: 'Alembic',
  reference: {
    files: '`<id>_<words>.py` in `versions/` beside `env.py`, found by `alembic.ini` (each section an environment), `pyproject.toml`, or themselves; what a file is, `revision` and `down_revision` in it say',
    order: 'the graph of `down_revision` and `depends_on`, branch by branch',
    transactions: 'one for the whole run, or one for each file with `transaction_per_migration`; an `autocommit_block` leaves it',
    evidence: { run: '1.8.1, 1.20.1', read: '1.19.2' },
  },

  configures: path => /(?:^|\/)(?:[^/]+\.ini|pyproject\.toml|env\.py|script\.py\.mako)$/.test(path),
  detect,
  at: projectAt,

  read,
  contents,
  contained: () => true,
  order: revisionsOf,
  heads: ({ lineage }) => lineage.heads.length,
  translate,
  comment: text => `# ${text}`,
  compare: (a, b) => (pathOf(a) < pathOf(b) ? -1 : pathOf(a) > pathOf(b) ? 1 : 0),
  // Told with a way out of it by `check`.
  duplicate: () => undefined,
  check,
  stoppedBy: ['missing-parent', 'migration-cycle', 'not-a-migration'],
  traits: () => ({ down: 'section', outOfOrder: 'run', oneTransaction: true }),

  execution: () => ({ wraps: true, sends: 'statement' }),
  history,
  lock: () => ({ kind: 'none' }),
  run: { by: 'tool', command },
  preview,
  scaffold,
  withBody,
};

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  if (!isRead(file)) return undefined;
  const stem = file.slice(0, -'.py'.length);
  return { kind: 'migration', direction: 'both', id: stem, of: 'versioned', name: stem };
}
