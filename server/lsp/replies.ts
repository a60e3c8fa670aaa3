import { pathOf } from '../core/migrations/migration.js';
import type { Source } from '../core/migrations/migration.js';
import type { Row } from '../core/migrations/status.js';
import { AFTER_DOWN, inWords } from '../core/replay/differences.js';
import { linesOf } from '../core/text/lines.js';
import type { Lines } from '../core/text/lines.js';
import { describeEffect } from '../flows/plan.js';
import type { PlannedStep } from '../flows/plan.js';
import type { Outcome } from '../flows/apply.js';
import { commandLine } from '../flows/programs.js';
import type { RepairPlan } from '../flows/repair.js';
import type { Replay, ReplayedDown, ReplayError } from '../flows/replay.js';
import type { StatusReport } from '../flows/status.js';
import type { ApplyReply, ConnectionInfo, PlanStep, Refusal, RepairsReply, ReplayedMigration, ReplayReply, StatusRow } from '../protocol.js';
import { uriOf } from './convert.js';
import type { Located, Snapshot } from './session.js';

/** What the flows found, as it travels to the client. */

export function refused(reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', reason, message };
}

export function infoOf(name: string, { info: { host, port, database, user, serverVersion } }: StatusReport): ConnectionInfo {
  return { name, host, port, database, user, serverVersion };
}

export function rowOf(snapshot: Snapshot, { folder }: Located, { state, migration, applied, difference, willRun, foundOn, reason }: Row): StatusRow {
  const version = migration?.version ?? applied?.version;
  return {
    id: migration?.id ?? applied?.id ?? '',
    name: migration?.name ?? applied?.name ?? '',
    state,
    ...(version !== undefined && { version }),
    ...(migration !== undefined && { uri: uriOf(snapshot, folder, pathOf(migration)) }),
    ...(applied?.appliedAt !== undefined && { appliedAt: applied.appliedAt }),
    ...(applied?.by !== undefined && { by: applied.by }),
    ...(applied?.milliseconds !== undefined && { milliseconds: applied.milliseconds }),
    ...(difference !== undefined && { difference }),
    ...(willRun !== undefined && { willRun }),
    ...(foundOn !== undefined && { foundOn }),
    ...(reason !== undefined && { reason }),
  };
}

export function stepOf(snapshot: Snapshot, { folder }: Located, { migration, execution, command, statements, heaviest }: PlannedStep): PlanStep {
  const { rangeOf } = linesOf(migration.up?.text ?? '');
  return {
    id: migration.id,
    name: migration.name,
    uri: uriOf(snapshot, folder, pathOf(migration)),
    transaction: execution.wraps,
    statements: statements.map(({ span, text, relations }) => ({ range: rangeOf(span), text, effects: relations.map(describeEffect) })),
    ...(migration.version !== undefined && { version: migration.version }),
    ...(command && { command: commandLine(command) }),
    ...(heaviest !== undefined && { heaviest: describeEffect(heaviest) }),
  };
}

export function repairsOf(name: string, { status, trouble, findings, ways, stops }: RepairPlan): RepairsReply {
  return {
    kind: 'repairs', connection: infoOf(name, status), trouble, findings, stops,
    ways: ways.map(({ as, command, means, fit, recommended }) => ({ as, command, means, fit, recommended })),
  };
}

export function outcomeOf(snapshot: Snapshot, { folder, index }: Located, outcome: Outcome): ApplyReply {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'done', applied: outcome.applied.map(it => it.id) };
    case 'refused':
      return refused('other', outcome.message);
    case 'busy':
    case 'changed':
      return { kind: outcome.kind, message: outcome.message };
    case 'stopped': {
      const { applied, at, left, message, cancelled, place } = outcome;
      return {
        kind: 'stopped', applied: applied.map(it => it.id), at: at.id, left, message, cancelled,
        ...(place !== undefined && {
          place: { uri: uriOf(snapshot, folder, place.path), range: linesOf(index.sources.get(place.path)?.text ?? '').rangeOf(place.span) },
        }),
      };
    }
  }
}

/** Lines are counted once for each file: one may hold thousands of migrations. */
export function replayOf(snapshot: Snapshot, { folder, index }: Located, { engine, info, migrations, downs = [], notes, cancelled }: Replay): ReplayReply {
  const files = new Map<string, Lines>();
  const judged = new Map(downs.map(it => [`${it.path}\0${it.id}`, it]));
  const sides = new Map(index.migrations.map(it => [it.id, it]));
  return {
    kind: 'replayed', serverVersion: info.serverVersion, embedded: engine === 'pglite', notes, cancelled,
    migrations: migrations.map((it): ReplayedMigration => {
      const down = judged.get(`${it.path}\0${it.id}`);
      const { up } = sides.get(it.id) ?? {};
      return {
        id: it.id, state: it.state, ...(it.version !== undefined && { version: it.version }),
        ...found(it.path, up, it.state === 'failed' ? it.error : undefined, it.state === 'skipped' ? [it.reason] : []),
        ...(down && { down: downOf(down) }),
      };
    }),
  };

  function downOf(down: ReplayedDown): NonNullable<ReplayedMigration['down']> {
    const said = down.verdict === 'differs' ? down.differences.map(it => inWords(it, AFTER_DOWN)) : 'reason' in down ? [down.reason] : [];
    return { verdict: down.verdict, ...found(down.down, sides.get(down.id)?.down, down.verdict === 'fails' ? down.error : undefined, said) };
  }

  function found(path: string, source: Source | undefined, error: ReplayError | undefined, said: readonly string[]) {
    const lines = files.get(path) ?? linesOf(index.sources.get(path)?.text ?? '');
    files.set(path, lines);
    const { code, message, detail, hint, where } = error?.problem ?? {};
    const start = source?.path === path ? source.within?.start ?? 0 : 0;
    return {
      uri: uriOf(snapshot, folder, path), range: lines.rangeOf(error?.span ?? { start, end: start }),
      said: error ? [message, detail, hint, where].filter(it => it !== undefined) : said,
      ...(code !== undefined && code !== '' && { code }),
    };
  }
}
