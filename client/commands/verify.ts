import * as vscode from 'vscode';
import type { ProjectInfo, ReplayedMigration, ReplayReply } from '../../server/protocol.js';
import type { Lens } from '../lens.js';
import { plain } from '../plain.js';
import { complain, inform, warn } from '../say.js';
import { titleOf } from '../title.js';
import { chooseProject } from './choose.js';
import type { OnMigration } from './preview-sql.js';
import { sayRefused } from './refused.js';

type Replayed = Extract<ReplayReply, { readonly kind: 'replayed' }>;
type Found = Pick<ReplayedMigration, 'uri' | 'range' | 'said' | 'code'>;

/** Runs a project's migrations from nothing, or up to the one that it was called on, on a database that is gone afterwards. */
export async function verify(lens: Lens, on: OnMigration): Promise<void> {
  const project = await chooseProject(lens, on);
  if (!project || !vscode.workspace.isTrusted) return;
  const migration = on?.row ?? on?.migration;
  const token = `${Date.now()}`;
  lens.replayed.clear();

  const reply = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification, cancellable: true,
      title: plain(migration ? vscode.l10n.t('Verifying {0}, on an empty database', titleOf(migration)) : vscode.l10n.t('Verifying {0}, on an empty database', project.folder)),
    },
    async (progress, cancelled) => {
      const listener = lens.server.on('migrations/progress', step => {
        if (step.token === token) progress.report({ message: plain(`${step.message} (${step.done + 1}/${step.total})`) });
      });
      try {
        return await lens.server.ask('migrations/replay', { project: project.id, token, ...(migration && { to: migration.id }) }, cancelled);
      } finally {
        listener.dispose();
      }
    },
  );
  if (reply.kind === 'refused') return sayRefused(lens, reply);
  lens.verdicts.keep(project.id, reply);
  mark(lens, reply);
  await say(lens, project, reply);
}

/** What has failed, and what a way back leaves, at its place until somebody edits the file. */
function mark({ replayed }: Lens, reply: Replayed): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const { found, severity, message } of findings(reply)) {
    const { start, end } = found.range;
    const diagnostic = new vscode.Diagnostic(new vscode.Range(start.line, start.character, end.line, end.character), message, severity);
    diagnostic.source = vscode.l10n.t('verified on PostgreSQL {0}', reply.serverVersion);
    if (found.code !== undefined) diagnostic.code = found.code;
    const same = byFile.get(found.uri);
    if (same) same.push(diagnostic);
    else byFile.set(found.uri, [diagnostic]);
  }
  for (const [uri, diagnostics] of byFile) replayed.set(vscode.Uri.parse(uri), diagnostics);
}

function findings({ migrations }: Replayed): readonly { readonly found: Found; readonly severity: vscode.DiagnosticSeverity; readonly message: string }[] {
  const { Error, Warning } = vscode.DiagnosticSeverity;
  return migrations.flatMap(it => [
    ...(it.state === 'failed' ? [{ found: it, severity: Error, message: it.said.join('\n') }] : []),
    ...(it.down?.verdict === 'fails' ? [{ found: it.down, severity: Error, message: it.down.said.join('\n') }] : []),
    ...(it.down?.verdict === 'differs' ? [{ found: it.down, severity: Warning, message: [vscode.l10n.t('After this way back the schema is not what it was:'), ...it.down.said].join('\n') }] : []),
  ]);
}

async function say({ log, replayed }: Lens, { folder }: ProjectInfo, reply: Replayed): Promise<void> {
  for (const it of reply.migrations) log.info([`${it.state} ${it.version ?? it.id}`, ...it.said, ...(it.down ? [`down: ${it.down.verdict}`, ...it.down.said] : [])].join('\n  '));
  for (const note of reply.notes) log.info(note);
  if (reply.cancelled) {
    replayed.clear();
    return;
  }
  const show = vscode.l10n.t('Open Log');
  const look = vscode.l10n.t('Show Problems');
  const [first] = findings(reply);
  const sentence = vscode.l10n.t('{0} on PostgreSQL {1}: {2}.', folder, reply.serverVersion, summary(reply));
  const skipped = reply.migrations.some(it => it.state === 'skipped');
  const tell = !first ? skipped ? warn : inform : reply.migrations.some(it => it.state === 'failed') ? complain : warn;
  const answer = await tell(sentence, ...(first ? [look] : []), show);
  if (answer === show) log.show();
  if (answer !== look || !first) return;
  const { start, end } = first.found.range;
  await vscode.window.showTextDocument(vscode.Uri.parse(first.found.uri), { selection: new vscode.Range(start.line, start.character, end.line, end.character) });
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function summary({ migrations }: Replayed): string {
  const count = (state: ReplayedMigration['state']) => migrations.filter(it => it.state === state).length;
  const judged = (verdict: NonNullable<ReplayedMigration['down']>['verdict']) => migrations.filter(it => it.down?.verdict === verdict).length;
  const parts: readonly (readonly [number, (count: number) => string])[] = [
    [count('applied'), it => vscode.l10n.t('{0} applied', it)],
    [count('failed'), it => vscode.l10n.t('{0} failed', it)],
    [count('skipped'), it => vscode.l10n.t('{0} skipped', it)],
    [judged('restores'), it => vscode.l10n.t('ways back that restore: {0}', it)],
    [judged('differs'), it => vscode.l10n.t('that leave a difference: {0}', it)],
    [judged('fails'), it => vscode.l10n.t('that fail: {0}', it)],
  ];
  return parts.flatMap(([number, words]) => (number > 0 ? [words(number)] : [])).join(', ') || vscode.l10n.t('nothing to run');
}
