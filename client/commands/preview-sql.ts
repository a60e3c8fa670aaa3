import * as vscode from 'vscode';
import type { ProjectInfo } from '../../server/protocol.js';
import type { Connection } from '../connections.js';
import type { Lens } from '../lens.js';
import { plain } from '../plain.js';
import { complain, inform } from '../say.js';
import { titleOf } from '../title.js';
import type { Titled } from '../title.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';
import { sayRefused } from './refused.js';
import { saveFiles } from './save-files.js';

/** A migration, from a row of the tree, a lens, a preview that is asked for again; or the editor's, from the palette. */
export type OnMigration = (On & { readonly id?: string; readonly uri?: string; readonly direction?: 'up' | 'down'; readonly row?: Named; readonly migration?: Named }) | undefined;

interface Named extends Titled {
  readonly uri?: string;
}

/** Has the tool say what a migration sends, which runs the project's code. */
export async function previewSql(lens: Lens, on: OnMigration): Promise<void> {
  const project = await chooseProject(lens, on);
  if (!project) return;
  if (!project.previews) {
    await inform(vscode.l10n.t('{0} has no command that shows the SQL of a migration. "Show Plan" shows what would run.', project.title));
    return;
  }
  const migration = await chooseMigration(lens, project, on);
  if (!migration?.uri) return;
  const connection = await chooseDatabase(lens, project, on);
  if (project.previews !== 'nothing' && !connection) return;

  await saveFiles(lens, project);
  const { id, uri } = migration;
  const direction = on?.direction ?? 'up';
  const reply = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: plain(vscode.l10n.t('Asking {0} for the SQL of {1}', project.title, titleOf(migration))), cancellable: true },
    (_, cancelled) => connection
      ? lens.connections.ask('migrations/preview', { project: project.id, id, direction }, connection, cancelled)
      : lens.server.ask('migrations/preview', { project: project.id, id, direction }, cancelled),
  );
  switch (reply.kind) {
    case 'preview': return lens.previews.show({ project, id, uri, direction, reply, ...(connection && { connection }) });
    case 'refused': return sayRefused(lens, reply);
    case 'failed': {
      lens.log.error([reply.message, ...reply.said].join('\n'));
      const show = vscode.l10n.t('Open Log');
      const last = reply.said.at(-1);
      if ((await complain(last === undefined ? reply.message : `${reply.message}: ${last}`, show)) === show) lens.log.show();
    }
  }
}

async function chooseMigration(lens: Lens, project: ProjectInfo, on: OnMigration): Promise<Named | undefined> {
  const named = on?.row ?? on?.migration;
  if (named) return named;
  const all = await lens.server.ask('migrations/list', { project: project.id });
  const open = vscode.window.activeTextEditor?.document.uri.toString();
  const meant = all.find(it => (on?.id === undefined ? it.uri === open : it.id === on.id));
  if (meant || on?.id !== undefined) return meant;
  const picked = await vscode.window.showQuickPick(
    [...all].reverse().map(migration => ({ label: titleOf(migration), migration })),
    { title: vscode.l10n.t('The SQL of which migration?') },
  );
  return picked?.migration;
}

async function chooseDatabase(lens: Lens, project: ProjectInfo, on: OnMigration): Promise<Connection | undefined> {
  switch (project.previews) {
    case 'read': return chooseConnection(lens, project, on);
    case 'rolledBack': return chooseForRollback(lens, project, on?.connection);
    default: return undefined;
  }
}

/** Only what a person has named for it: a migration runs there, although nothing of it is left. */
async function chooseForRollback({ connections }: Lens, project: ProjectInfo, on: Connection | undefined): Promise<Connection | undefined> {
  const possible = connections.of(project).filter(it => it.level === 'normal');
  const named = possible.filter(it => it.preview);
  if (named.length > 0) return named.find(it => it.name === (on ?? connections.active(project))?.name) ?? named[0];

  const choose = possible.length === 0 ? vscode.l10n.t('Add Connection') : vscode.l10n.t('Choose Connection');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} shows the SQL of a migration only by running it.', project.title),
    {
      modal: true,
      detail: vscode.l10n.t('It runs in a transaction that is rolled back. Until then it holds its locks, and whatever its Ruby code does outside the database really happens. So this is done only on a connection that you choose for it: a database of your own, never one that others work with.'),
    },
    choose,
  );
  if (answer !== choose) return undefined;
  if (possible.length === 0) {
    await vscode.commands.executeCommand('migrationLens.addConnection', { project });
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    possible.map(connection => ({ label: connection.name, description: connection.url, connection })),
    { title: vscode.l10n.t('Where may previews run migrations and roll them back?') },
  );
  return picked && connections.allowPreviews(picked.connection);
}
