import * as vscode from 'vscode';
import type { PreviewReply, ProjectInfo } from '../server/protocol.js';
import type { Connection } from './connections.js';
import { comment, heading, prose } from './plan-text.js';

export const PREVIEW = 'migration-lens-preview';

/** What a tool said that a migration sends, with what it needs to be asked again. */
export interface Previewed {
  readonly project: ProjectInfo;
  readonly id: string;
  /** Of the migration. */
  readonly uri: string;
  readonly direction: 'up' | 'down';
  readonly connection?: Connection;
  readonly reply: Extract<PreviewReply, { kind: 'preview' }>;
}

/** Previews as read-only SQL documents; one for each migration and way, which a new preview replaces. */
export class PreviewDocuments implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #previewed = new Map<string, Previewed>();
  readonly #registrations: readonly vscode.Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(PREVIEW, this),
      vscode.languages.registerCodeLensProvider({ scheme: PREVIEW }, this),
      vscode.workspace.onDidCloseTextDocument(document => {
        if (document.uri.scheme === PREVIEW) this.#previewed.delete(document.uri.toString());
      }),
    ];
  }

  async show(previewed: Previewed): Promise<void> {
    const uri = uriOf(previewed);
    this.#previewed.set(uri.toString(), previewed);
    this.#changed.fire(uri);
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), 'sql');
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const previewed = this.#previewed.get(uri.toString());
    return previewed ? textOf(previewed) : vscode.l10n.t('-- This preview is gone. Ask for a new one: "Migrations: Preview SQL".');
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const previewed = this.#previewed.get(uri.toString());
    if (!previewed) return [];
    const { direction } = previewed;
    const lens = (title: string, way: Previewed['direction']) =>
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: 'migrationLens.previewSql', arguments: [{ ...previewed, direction: way }] });
    return [
      lens(`$(refresh) ${vscode.l10n.t('Refresh')}`, direction),
      direction === 'up' ? lens(vscode.l10n.t('Preview rollback'), 'down') : lens(vscode.l10n.t('Preview apply'), 'up'),
    ];
  }

  dispose(): void {
    this.#registrations.forEach(it => it.dispose());
    this.#changed.dispose();
  }
}

function textOf({ project, uri, direction, connection, reply: { title, sql, command, limit } }: Previewed): string {
  const path = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  const onDatabase = connection && (project.previews === 'rolledBack' ? vscode.l10n.t('{0}, run there and rolled back', connection.name) : vscode.l10n.t('{0}, only read', connection.name));
  return [
    ...heading(
      direction === 'up' ? vscode.l10n.t('What {0} sends for {1}', title, path) : vscode.l10n.t('What {0} sends to take back {1}', title, path),
      [[vscode.l10n.t('Command'), command], [vscode.l10n.t('Connection'), onDatabase ?? vscode.l10n.t('none')]],
    ),
    '--',
    prose(`${limit}.`),
    '',
    sql === '' ? comment(vscode.l10n.t('No SQL at all.')) : sql,
    '',
  ].join('\n');
}

function uriOf({ project, id, uri, direction }: Previewed): vscode.Uri {
  const file = vscode.Uri.parse(uri).path.split('/').at(-1)!;
  const name = direction === 'up' ? vscode.l10n.t('SQL of {0}', file) : vscode.l10n.t('SQL back from {0}', file);
  return vscode.Uri.from({ scheme: PREVIEW, path: `/${name}.sql`, query: JSON.stringify([project.id, id]) });
}
