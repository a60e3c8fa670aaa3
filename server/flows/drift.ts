import { differencesOf } from '../core/replay/differences.js';
import type { Comparing, Difference } from '../core/replay/differences.js';
import { pathOf } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import { writtenIdentifier, writtenName } from '../core/sql/reserved.js';
import { placeOf, projectOn } from './history.js';
import type { Session, SessionInfo } from './ports.js';
import { replay } from './replay.js';
import type { Replay, ReplayOptions } from './replay.js';
import { snapshotOn } from './replay/ground.js';
import { readStatus } from './status.js';

/** What a database's schema has that its migrations do not make, and what it lacks. */
export type Drift =
  | {
      readonly kind: 'compared';
      readonly info: SessionInfo;
      readonly replayed: Replay;
      readonly differences: readonly Difference[];
      /** What makes some of them uncertain, in sentences. */
      readonly notes: readonly string[];
    }
  /** Nothing can be told, and why. */
  | { readonly kind: 'refused'; readonly message: string };

/** Compares a database with a replay of what its history says was applied there. It only reads, in transactions that the server keeps from writing. */
export async function driftOf(index: ProjectIndex, session: Session, options: Omit<ReplayOptions, 'applied' | 'downs' | 'to'>): Promise<Drift> {
  const { history, rows, info } = await readStatus(index, session);
  if (history.kind === 'unreadable' || history.kind === 'foreign') return { kind: 'refused', message: history.message };
  const applied = new Set(rows.flatMap(it => (it.applied && it.state !== 'failed' && it.state !== 'undone' && it.migration ? [it.migration.id] : [])));
  const actual = await snapshotOn(session);

  const replayed = await replay(index, { ...options, applied });
  if (replayed.kind === 'refused') return { kind: 'refused', message: replayed.message };
  const broken = replayed.migrations.find(it => it.state !== 'applied');
  if (broken || !replayed.end) {
    const why = broken?.state === 'failed' ? broken.error.problem.message : broken?.state === 'skipped' ? broken.reason : 'it was cancelled';
    return { kind: 'refused', message: `What was applied cannot be replayed${broken ? `: ${broken.path}` : ''}: ${why}` };
  }
  return {
    kind: 'compared', info, replayed,
    // Who owns what, and what others may do with it, is a server's own affair.
    differences: differencesOf(replayed.end, actual, { ignoring: ['owner', 'grants'], kinds: ['default privileges'], ...ownOf(index, info) }),
    notes: [
      ...rows.filter(it => it.state === 'missing').map(it => `The history has ${it.applied?.version ?? it.applied?.name ?? ''}, which has no file here`),
      ...rows.filter(it => it.state === 'modified' && it.migration).map(it => `${pathOf(it.migration!)} is not what was applied`),
      ...rows.filter(it => it.state === 'baseline' && !it.migration).map(() => 'The history begins with a baseline: what was there before it, no migration makes'),
      ...(replayed.info.major === info.major ? [] : [`The database is PostgreSQL ${info.major}, and the replay ${replayed.info.major}, which may write a definition otherwise`]),
    ],
  };
}

/** What the tool makes by itself: its tables, or a schema of its own. */
function ownOf({ tool, project }: ProjectIndex, info: SessionInfo): Pick<Comparing, 'without' | 'outside'> {
  const on = projectOn({ tool, project }, info);
  const place = placeOf(info);
  const history = tool.history.table(on, place);
  const lock = tool.lock(on, place);
  const tables = [history, ...(tool.history.besides ?? []).map(name => ({ schema: history.schema, name })), ...(lock.kind === 'table' ? [lock.table] : [])];
  const isOwn = ![place.schema, 'public', tool.traits(project).schema].includes(history.schema);
  return { without: tables.map(writtenName), outside: isOwn ? [writtenIdentifier(history.schema)] : [] };
}
