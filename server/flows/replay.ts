import { pathOf } from '../core/migrations/migration.js';
import type { Migration } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Snapshot } from '../core/replay/snapshot.js';
import type { Turn } from '../core/replay/turns.js';
import type { SqlProblem } from '../core/sql/problem.js';
import type { Span } from '../core/text/span.js';
import type { PlannedStep } from './plan.js';
import type { Clock, ConnectionRefusal, SessionInfo, Shadow } from './ports.js';
import { judgeDown, type Judged, type Verdict } from './replay/down.js';
import { givenBy, groundFor, snapshotOn, tryStep, type Given, type Ground } from './replay/ground.js';
import { readAll, stepOf } from './replay/read.js';
import { tryTurn, type Tried } from './replay/turn.js';
import type { Scripts } from './script.js';

/** What came of running a folder from nothing. */
export interface Replay {
  readonly kind: 'replayed';
  readonly index: ProjectIndex;
  readonly engine: Shadow['engine'];
  readonly info: SessionInfo;
  /** In the tool's order. */
  readonly migrations: readonly Replayed[];
  /** Of those that were applied and can have one; absent unless asked for. */
  readonly downs?: readonly ReplayedDown[];
  /** What the database was given that no migration makes, in sentences. */
  readonly notes: readonly string[];
  readonly cancelled: boolean;
  /** The schema that it ends with, where that was asked for and all went well. */
  readonly end?: Snapshot;
}

export interface Named {
  readonly id: string;
  readonly version: string | undefined;
  readonly path: string;
}

export type Replayed = Named & (
  | { readonly state: 'applied'; /** Milliseconds. */ readonly ms: number }
  | { readonly state: 'failed'; readonly ms: number; readonly error: ReplayError }
  | { readonly state: 'skipped'; /** A sentence. */ readonly reason: string }
);

/** `down`: the file that it is in; that of the migration, where it has none. */
export type ReplayedDown = Named & Verdict & { readonly down: string };

export interface ReplayError {
  readonly problem: SqlProblem;
  /** In the file; absent where nobody can tell. */
  readonly span?: Span | undefined;
}

export interface ReplayOptions {
  readonly scripts: Scripts;
  readonly shadow: Shadow;
  readonly clock: Clock;
  /** The major version that it must be. */
  readonly postgres?: number | undefined;
  /** Whether each down is run, too, and looked at for what it leaves. */
  readonly downs?: boolean;
  /** Ids of those that a database has applied: only these run, and the schema that they make is kept. */
  readonly applied?: ReadonlySet<string>;
  /** The id of the last that is to run, of whose way back alone is spoken then. */
  readonly to?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly tell?: ((progress: { readonly path: string; readonly done: number; readonly total: number }) => void) | undefined;
  /** Milliseconds that one migration may take. */
  readonly patience?: number;
}

/** Runs all migrations of a project on an empty database, as its tool would. The first that fails is the last that runs. */
export async function replay(index: ProjectIndex, options: ReplayOptions): Promise<Replay | ConnectionRefusal> {
  const given = givenBy(index, await readAll(index, options.scripts), options);
  for (;;) {
    const ground = await groundFor(given);
    if (ground.kind === 'refused') return ground;
    const outcome = await replayOn(ground, given, options);
    if (outcome.kind === 'replayed') return outcome;
    // Half of a migration is done: it cannot be tried again there.
    given.roles.add(outcome.role);
  }
}

async function replayOn(first: Ground, given: Given, { shadow, tell, to, applied, downs: wanted = false }: ReplayOptions): Promise<Replay | Extract<Tried, { kind: 'lacking' }>> {
  const { index, clock, signal } = given;
  const migrations: Replayed[] = [];
  const downs: ReplayedDown[] = [];
  const done: PlannedStep[] = [];
  let ground = first;
  try {
    let before: Snapshot | undefined;
    let missed: string | undefined;
    let end: string | undefined;
    const turns = to === undefined ? ground.turns : ground.turns.slice(0, ground.turns.findIndex(it => nameOf(it).id === to) + 1);
    for (const turn of turns) {
      const named = nameOf(turn);
      if (signal.aborted) end ??= 'It was not reached: the replay was cancelled';
      if (end === undefined && applied?.has(named.id) === false) continue;
      if (end !== undefined || turn.kind === 'skip') {
        migrations.push({ ...named, state: 'skipped', reason: end ?? (turn.kind === 'skip' ? turn.reason : '') });
        if (turn.kind === 'skip' && turn.missed) missed ??= named.path;
        continue;
      }
      tell?.({ path: named.path, done: migrations.length, total: turns.length });
      const judges = wanted && (to === undefined || to === named.id);
      // Nobody asks what a migration without a way back has changed.
      before = !judges || !turn.migration.down ? undefined : before ?? await snapshotOn(ground.session);
      const start = clock.now();
      const tried = await tryTurn(turn, ground, given, missed);
      const ms = Math.round(clock.now() - start);
      switch (tried.kind) {
        case 'lacking': return tried;
        case 'failed':
          migrations.push({ ...named, state: 'failed', ms, error: tried.error });
          end = `It was not reached: ${named.path} has failed`;
          break;
        case 'skipped':
          migrations.push({ ...named, state: 'skipped', reason: tried.reason });
          missed ??= named.path;
          // A part of it may be there.
          before = undefined;
          if (tried.lost && !signal.aborted) end = 'It was not reached: the database has ended';
          break;
        case 'applied': {
          migrations.push({ ...named, state: 'applied', ms });
          done.push(tried.step);
          if (!judges) break;
          const after = before && await snapshotOn(ground.session);
          const judged = await downOf(turn.migration, tried.step, before, ground, given);
          if (judged) downs.push({ ...named, down: turn.migration.down?.path ?? named.path, ...judged.verdict });
          before = after;
          if (!judged?.spoilt || signal.aborted) break;
          const renewed = await again(done, given);
          if (renewed) {
            await ground.session.close();
            ground = renewed;
          } else end = `It was not reached: what went before could not be repeated after the down of ${named.path}`;
        }
      }
    }
    const pinned = index.settings.postgres;
    const { major } = ground.session.info;
    const version = pinned !== undefined && pinned !== major ? [`The project is for PostgreSQL ${pinned}, and this is ${major}`] : [];
    const notes = [...version, ...[...given.roles].map(it => `The role ${it} was made beforehand: no migration makes it`)];
    return { kind: 'replayed', index, engine: shadow.engine, info: ground.session.info, migrations, ...(wanted && { downs }), notes, cancelled: signal.aborted, ...(applied && end === undefined && { end: await snapshotOn(ground.session) }) };
  } finally {
    await ground.session.close();
  }
}

function nameOf(turn: Turn): Named {
  return turn.kind === 'run' ? { id: turn.migration.id, version: turn.migration.version, path: pathOf(turn.migration) } : { id: turn.id, version: turn.version, path: turn.path };
}

async function downOf(migration: Migration, up: PlannedStep, before: Snapshot | undefined, ground: Ground, given: Given): Promise<Judged | undefined> {
  if (migration.down && before) return judgeDown(up, await stepOf(given.index, ground.session.info, migration, 'down', given), before, ground);
  const { tool, project } = given.index;
  const none = tool.traits(project).down === 'none' || migration.kind !== 'versioned';
  return none ? undefined : { verdict: { verdict: 'absent', reason: 'It has no down' }, spoilt: false };
}

/** Another empty database, brought to where the last one was. */
async function again(done: readonly PlannedStep[], given: Given): Promise<Ground | undefined> {
  const ground = await groundFor(given);
  if (ground.kind === 'refused') return undefined;
  for (const step of done) {
    if ((await tryStep(step, ground)).kind === 'applied') continue;
    await ground.session.close();
    return undefined;
  }
  return ground;
}
