import * as vscode from 'vscode';
import type { ApplyReply } from '../../server/protocol.js';
import type { Lens } from '../lens.js';
import type { Planned } from '../plan-document.js';
import { applyTitle } from '../plan-document.js';
import { plain } from '../plain.js';
import { complain, inform, warn } from '../say.js';
import { titleOf } from '../title.js';
import { confirmed } from './confirmed.js';
import { repair } from './repair.js';
import { sayRefused } from './refused.js';

type Stopped = Extract<ApplyReply, { kind: 'stopped' }>;

/** Asks once, naming where and what; then runs exactly what was planned, and says truthfully what came of it. */
export async function applyPlan(lens: Lens, planned: Planned): Promise<void> {
  const { project, connection, plan, to } = planned;
  if (plan.stops.length > 0) {
    const mend = isBroken(lens, planned) ? [vscode.l10n.t('Repair...')] : [];
    const answer = await complain(vscode.l10n.t('Nothing was applied on {0}: {1}', connection.name, sentences(plan.stops.join('\n'))), ...mend);
    if (answer !== undefined) await repair(lens, planned);
    return;
  }
  if (plan.steps.length === 0) {
    await lens.plans.close(planned);
    await inform(vscode.l10n.t('Nothing is pending on {0}.', connection.name));
    return;
  }
  if (!vscode.workspace.isTrusted || !(await agreed(planned))) return;
  const token = `${Date.now()}`;
  lens.failures.clear();

  const reply = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: plain(applyTitle(plan, connection)), cancellable: true },
    async (progress, cancelled) => {
      const listener = lens.server.on('migrations/progress', step => {
        if (step.token !== token) return;
        lens.log.info(`${connection.name}: ${step.message}`);
        if (step.kind !== 'notice') progress.report({ message: plain(`${step.message} (${Math.min(step.done + 1, step.total)}/${step.total})`) });
      });
      try {
        const planned = plan.steps.map(it => it.id);
        return await lens.connections.ask('migrations/apply', { project: project.id, planned, token, ...(to === undefined ? {} : { to }) }, connection, cancelled);
      } finally {
        listener.dispose();
      }
    },
  );
  if (reply.kind === 'done' || reply.kind === 'stopped') await lens.plans.close(planned);
  await lens.statuses.read(project, connection);
  await say(lens, planned, reply);
}

function agreed({ connection, plan }: Planned): Promise<boolean> {
  const { host, port, database, user, serverVersion } = plan.connection;
  const question = plan.steps.length === 1
    ? vscode.l10n.t('Apply 1 migration to {0} on {1}:{2}?', database, host, port)
    : vscode.l10n.t('Apply {0} migrations to {1} on {2}:{3}?', plan.steps.length, database, host, port);
  const detail = [
    vscode.l10n.t('Connection {0}, user {1}, PostgreSQL {2}', connection.name, user, serverVersion),
    ...(plan.heaviest === undefined ? [] : [vscode.l10n.t('Heaviest lock: {0}', plan.heaviest)]),
    '',
    ...shortened(plan.steps.map(titleOf)),
    ...(plan.notes.length === 0 ? [] : ['', ...plan.notes.map(it => vscode.l10n.t('{0}.', it))]),
  ].join('\n');
  return confirmed(connection, database, { question, detail, answer: vscode.l10n.t('Apply'), first: vscode.l10n.t('Review Plan') });
}

async function say(lens: Lens, planned: Planned, reply: ApplyReply): Promise<void> {
  const { connection } = planned;
  switch (reply.kind) {
    case 'done':
      lens.log.info(vscode.l10n.t('Applied on {0}: {1}', connection.name, titles(planned, reply.applied).join(', ')));
      vscode.window.setStatusBarMessage(`$(pass) ${appliedCount(reply.applied.length, connection.name)}`, 8000);
      return;
    case 'stopped': return sayStopped(lens, planned, reply);
    case 'busy':
    case 'changed': {
      lens.log.warn(reply.message);
      await warn(vscode.l10n.t('Nothing was applied on {0}: {1}', connection.name, reply.message));
      return;
    }
    case 'refused': return sayRefused(lens, reply);
  }
}

async function sayStopped(lens: Lens, planned: Planned, stopped: Stopped): Promise<void> {
  const { failures, log } = lens;
  const { place, message, cancelled, left } = stopped;
  const connection = planned.connection.name;
  const at = titles(planned, [stopped.at]).join();
  const applied = titles(planned, stopped.applied);
  log.error(`${at}: ${message}`);
  if (place && !cancelled) failures.set(vscode.Uri.parse(place.uri), [failure(place.range, message, connection)]);

  const open = vscode.l10n.t('Open');
  const show = vscode.l10n.t('Open Log');
  const mend = vscode.l10n.t('Repair...');
  const sentence = [
    cancelled ? vscode.l10n.t('Cancelled at {0} on {1}.', at, connection) : vscode.l10n.t('{0} failed on {1}: {2}', at, connection, sentences(message)),
    LEFT[left](),
    applied.length > 0 ? vscode.l10n.t('Applied before: {0}.', applied.join(', ')) : '',
  ].filter(it => it !== '').join(' ');
  const answer = await complain(sentence, ...(place ? [open] : []), ...(isBroken(lens, planned) ? [mend] : []), show);
  if (answer === show) log.show();
  if (answer === mend) await repair(lens, planned);
  if (answer === open && place) await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection: rangeOf(place.range) });
}

/** The history says that a migration has failed. */
function isBroken({ statuses }: Lens, { project, connection }: Planned): boolean {
  const status = statuses.get(project, connection);
  return connection.level !== 'readOnly' && status?.kind === 'status' && status.rows.some(it => it.state === 'failed');
}

/** What the failed migration left behind. */
const LEFT: Record<Stopped['left'], () => string> = {
  nothing: () => vscode.l10n.t('Nothing of it is left in the database.'),
  something: () => vscode.l10n.t('A part of it is left in the database.'),
  unknown: () => vscode.l10n.t('Whether a part of it is left in the database is not known.'),
};

function titles({ plan }: Planned, ids: readonly string[]): readonly string[] {
  const steps = new Map(plan.steps.map(it => [it.id, titleOf(it)]));
  return ids.map(id => steps.get(id) ?? id);
}

function failure(range: NonNullable<Stopped['place']>['range'], message: string, connection: string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(range), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = vscode.l10n.t('applied on {0}', connection);
  return diagnostic;
}

function rangeOf({ start, end }: NonNullable<Stopped['place']>['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function appliedCount(count: number, connection: string): string {
  return count === 1 ? vscode.l10n.t('1 migration applied on {0}', connection) : vscode.l10n.t('{0} migrations applied on {1}', count, connection);
}

/** A notification shows no line ends. */
function sentences(message: string): string {
  return message.split('\n').map(line => (/[.!?]$/.test(line) ? line : `${line}.`)).join(' ');
}

/** A modal has no scroll bar. */
function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= 12 ? lines : [...lines.slice(0, 11), vscode.l10n.t('... and {0} more', lines.length - 11)];
}
