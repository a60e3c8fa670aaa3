import { WillRenameFilesRequest } from 'vscode-languageserver/node';
import { renamedDown } from '../../core/migrations/pairs.js';
import type { FileEdit } from '../../core/migrations/problem.js';
import type { Context } from '../context.js';
import { locate, workspaceEdit } from '../convert.js';

/** Renaming an up renames its down, in the same step. */
export function serveRenames({ connection, session, client }: Context): void {
  connection.onRequest(WillRenameFilesRequest.type, async ({ files }) => {
    const snapshot = session.now();
    const moving = new Set(files.map(it => locate(snapshot.folders, it.oldUri)?.path));
    const edits = files.flatMap(({ oldUri, newUri }) => {
      const from = locate(snapshot.folders, oldUri);
      const to = locate(snapshot.folders, newUri);
      if (from === undefined || to?.folder !== from.folder) return [];
      return (from.folder.workspace?.projects ?? []).flatMap(({ migrations, tool, project }) => {
        const migration = migrations.find(it => it.up?.path === from.path);
        const down = migration && renamedDown(migration, to.path, tool, project);
        return down === undefined || moving.has(migration!.down!.path) ? [] : [{ folder: from.folder, edit: { kind: 'rename', path: migration!.down!.path, to: down } satisfies FileEdit }];
      });
    });
    const [first] = edits;
    if (first === undefined || !client.edits.rename) return null;
    return workspaceEdit(snapshot, first.folder, edits.filter(it => it.folder === first.folder).map(it => it.edit), client.edits);
  });
}
