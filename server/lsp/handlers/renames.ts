import { WillRenameFilesRequest } from 'vscode-languageserver/node';
import { renamedMentions, renamedSidecars } from '../../core/editor/renamed.js';
import { renamedDown } from '../../core/migrations/pairs.js';
import type { FileEdit } from '../../core/migrations/problem.js';
import type { Context } from '../context.js';
import { locate, workspaceEdit } from '../convert.js';
import type { Folder } from '../session.js';

/** Renaming a migration renames its down, its sidecar, and what names it in other files, in the same step. */
export function serveRenames({ connection, session, client }: Context): void {
  connection.onRequest(WillRenameFilesRequest.type, async ({ files }) => {
    const snapshot = session.now();
    const moving = new Set(files.map(it => locate(snapshot.folders, it.oldUri)?.path));
    const edits = files.flatMap(({ oldUri, newUri }): readonly { readonly folder: Folder; readonly edit: FileEdit }[] => {
      const from = locate(snapshot.folders, oldUri);
      const to = locate(snapshot.folders, newUri);
      if (from === undefined || to?.folder !== from.folder) return [];
      return (from.folder.workspace?.projects ?? []).filter(it => it.sources.has(from.path)).flatMap(index => {
        const { migrations, tool, project } = index;
        const mentions = renamedMentions(index, from.path, to.path);
        const migration = migrations.find(it => it.up?.path === from.path);
        const down = migration && renamedDown(migration, to.path, tool, project);
        const others = [
          ...(down === undefined ? [] : [{ kind: 'rename' as const, path: migration!.down!.path, to: down }]),
          ...renamedSidecars(index, from.path, to.path),
        ].filter(it => client.edits.rename && !moving.has(it.path));
        return [...mentions, ...others].map(edit => ({ folder: from.folder, edit }));
      });
    });
    const [first] = edits;
    if (first === undefined) return null;
    return workspaceEdit(snapshot, first.folder, edits.filter(it => it.folder === first.folder).map(it => it.edit), client.edits);
  });
}
