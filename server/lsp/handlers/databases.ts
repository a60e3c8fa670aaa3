import type { CancellationToken } from 'vscode-languageserver/node';
import type { Migration } from '../../core/migrations/migration.js';
import type { Preview } from '../../core/tools/tool/run.js';
import { resolveConnection } from '../../edges/connections.js';
import { describeEffect, planOf } from '../../flows/plan.js';
import { previewOf, refusalOf } from '../../flows/preview.js';
import type { Previewing } from '../../flows/preview.js';
import { commandLine } from '../../flows/programs.js';
import type { ConnectionRefusal, Programs, Session } from '../../flows/ports.js';
import { applyPlan } from '../../flows/apply.js';
import { clock } from '../../edges/clock.js';
import { programsIn, programsWithout } from '../../edges/programs.js';
import { shadowNamed } from '../../edges/shadow.js';
import { heldBy } from '../../flows/apply/lock.js';
import { planRepair, repair } from '../../flows/repair.js';
import { replay } from '../../flows/replay.js';
import { readStatus } from '../../flows/status.js';
import type { ApplyReply, PreviewReply, Progress, Refusal, RepairReply, RepairsReply, ReplayReply, Target } from '../../protocol.js';
import { answering, located } from '../answer.js';
import type { Context } from '../context.js';
import { infoOf, outcomeOf, refused, repairsOf, replayOf, rowOf, stepOf } from '../replies.js';
import { projectAt, rowsOn, withReading } from '../session.js';
import type { Located } from '../session.js';

/** Requests that open a connection or start a tool: each opens its own, and closes it. `end` cancels what still runs. */
export function serveDatabases({ connection, session, scripts }: Context): { end(): Promise<void> } {
  const answer = answering(connection);
  /** Everything that has a connection open, or a program running. */
  const running = new Map<AbortController, Promise<unknown>>();

  answer('migrations/status', (target, token) => withDatabase(target, 'read', token, async ({ database, place }) => {
    const report = await readStatus(place.index, database, { git: place.folder.git });
    const { history } = report;
    if (history.kind === 'foreign' || history.kind === 'unreadable') return refused('other', history.message);

    session.change(now => withReading(now, target.project, target.connection.name, report), 'state');
    // While the database was asked, somebody may have typed.
    const current = projectAt(session.now(), target.project) ?? place;
    return {
      kind: 'status',
      connection: infoOf(target.connection.name, report),
      rows: (rowsOn(session.now(), current, target.connection.name) ?? report.rows).map(it => rowOf(session.now(), current, it)),
      ...(history.kind === 'read' && { history: history.table }),
      ...(report.lock && { lock: { message: heldBy(report.lock, place.index.tool), stays: report.lock.row !== undefined } }),
    };
  }));

  answer('migrations/plan', (target, token) => withDatabase(target, 'read', token, async ({ database, place }) => {
    const report = await readStatus(place.index, database, { git: place.folder.git });
    const { steps, stops, notes, heaviest } = await planOf(place.index, report, { to: target.to, scripts });
    return {
      kind: 'plan',
      connection: infoOf(target.connection.name, report),
      steps: steps.map(it => stepOf(session.now(), place, it)),
      stops,
      notes,
      ...(heaviest !== undefined && { heaviest: describeEffect(heaviest) }),
    };
  }));

  answer('migrations/preview', async ({ id, direction, connection: on, ...target }, token): Promise<PreviewReply> => {
    if (!session.now().trusted) return refused('untrusted', 'The workspace is not trusted: no tool runs in it');
    const { folder, index } = await located(session, target.project);
    const { tool } = index;
    const migration = index.migrations.find(it => it.id === id);
    if (tool.preview === undefined || migration === undefined) return refused('other', `${tool.title} shows no SQL for this`);
    const asked = { preview: tool.preview, migration, direction };
    if (tool.preview.database === 'nothing') return interruptible(token, signal => previewed({ folder, index }, asked, { programs: programsWithout(folder.root), signal }));
    if (on === undefined) return refused('other', `${tool.title} needs a database to show the SQL of a migration`);
    const refusal = refusalOf(tool, on);
    if (refusal !== undefined) return refused('other', refusal);
    return withDatabase({ ...target, connection: on }, 'read', token, ({ database, place, programs, signal }) =>
      previewed(place, asked, { programs, session: database, signal }));
  });

  answer('migrations/apply', ({ planned, token: progress, ...target }, token) => {
    if (target.connection.level === 'readOnly') return refused('readOnly', `${target.connection.name} is marked read-only: nothing is applied there`);
    return withDatabase(target, 'write', token, async ({ database, place, reconnect, signal, programs }): Promise<ApplyReply> => {
      const report = await readStatus(place.index, database);
      const plan = await planOf(place.index, report, { to: target.to, scripts });
      if (plan.stops.length === 0 && plan.steps.map(it => it.migration.id).join('\0') !== planned.join('\0')) {
        return { kind: 'changed', message: 'What is pending is not what the plan showed: look at it again' };
      }
      const outcome = await applyPlan(plan, database, {
        clock, reconnect, signal, programs,
        tell: step => void connection.sendNotification('migrations/progress', { token: progress, ...step } satisfies Progress),
      });
      return outcomeOf(session.now(), place, outcome);
    });
  });

  answer('migrations/repairs', ({ which, ...target }, token) => withDatabase(target, 'read', token, async ({ database, place }): Promise<RepairsReply> => {
    const plan = await planRepair(place.index, database, { which, scripts });
    return plan ? repairsOf(target.connection.name, plan) : { kind: 'nothing' };
  }));

  answer('migrations/repair', ({ which, way, ...target }, token) => {
    if (target.connection.level === 'readOnly') return refused('readOnly', `${target.connection.name} is marked read-only: nothing is written there`);
    return withDatabase(target, 'write', token, async ({ database, place, reconnect }): Promise<RepairReply> => {
      const plan = await planRepair(place.index, database, { which, scripts });
      const chosen = plan?.ways.find(it => it.as === way.as && it.command === way.command && it.fit === way.fit);
      if (!plan || !chosen) return { kind: 'changed', message: 'The history or the database has changed since it was looked at: look again' };
      const outcome = await repair(plan, chosen, database, { clock, reconnect });
      switch (outcome.kind) {
        case 'mended': return outcome;
        case 'refused': return refused('other', outcome.message);
        case 'busy':
        case 'changed': return { kind: outcome.kind, message: outcome.message };
      }
    });
  });

  answer('migrations/replay', async ({ project, to, token: progress }, token): Promise<ReplayReply> => {
    if (!session.now().trusted) return refused('untrusted', 'The workspace is not trusted: no SQL of it runs');
    const place = await located(session, project);
    const shadow = await shadowNamed(place.index.settings.shadow, { settings: place.index.settings, env: process.env });
    if ('message' in shadow) return refused('other', shadow.message);
    return interruptible(token, async signal => {
      const found = await replay(place.index, {
        scripts, shadow, clock, downs: true, to, signal,
        tell: ({ path, done, total }) => void connection.sendNotification('migrations/progress', { token: progress, message: path, done, total } satisfies Progress),
      });
      return found.kind === 'refused' ? found : replayOf(session.now(), place, found);
    });
  });

  return {
    async end() {
      for (const controller of running.keys()) controller.abort();
      await Promise.allSettled(running.values());
    },
  };

  async function previewed({ index }: Located, { preview, migration, direction }: Asked, previewing: Omit<Previewing, 'direction'>): Promise<PreviewReply> {
    const found = await previewOf(index, preview, migration, { ...previewing, direction });
    return found.kind === 'failed' ? found : { kind: 'preview', title: index.tool.title, sql: found.sql, command: commandLine(found.command), limit: preview.limit };
  }

  interface Asked {
    readonly preview: Preview;
    readonly migration: Migration;
    readonly direction: 'up' | 'down';
  }

  interface Opened {
    readonly database: Session;
    readonly place: Located;
    readonly reconnect: () => Promise<Session | ConnectionRefusal>;
    readonly signal: AbortSignal;
    readonly programs: Programs;
  }

  async function withDatabase<R>(target: Target, purpose: 'read' | 'write', token: CancellationToken, task: (opened: Opened) => Promise<R>): Promise<R | Refusal> {
    if (!session.now().trusted) return refused('untrusted', 'The workspace is not trusted: nothing connects from it');
    const place = await located(session, target.project);
    const { name, url, level, password } = target.connection;
    const resolved = resolveConnection(name, { settings: { connections: { [name]: { url, level } } }, env: process.env });
    if (resolved.kind === 'problem') return refused('other', resolved.message);

    // The driver is loaded with the first connection: most windows never open one.
    const { connect } = await import('../../edges/postgres.js');
    const open = (readOnly: boolean): Promise<Session | ConnectionRefusal> => connect(resolved, { readOnly, ...(password !== undefined && { password }) });
    const database = await open(purpose === 'read');
    if (database.kind === 'refused') return database;

    try {
      return await interruptible(token, signal => {
        // Applying cancels by itself, and goes on to find out what was left behind.
        if (purpose === 'read') signal.addEventListener('abort', () => void database.cancel().catch(() => undefined));
        return task({ database, place, reconnect: () => open(true), signal, programs: programsIn(place.folder.root, resolved, password) });
      });
    } finally {
      await database.close();
    }
  }

  /** Ends with the request or with the server. */
  async function interruptible<R>(token: CancellationToken, task: (signal: AbortSignal) => Promise<R>): Promise<R> {
    const controller = new AbortController();
    const cancelling = token.onCancellationRequested(() => controller.abort());
    const work = task(controller.signal);
    running.set(controller, work);
    try {
      return await work;
    } finally {
      cancelling.dispose();
      running.delete(controller);
    }
  }
}
