import { SymbolKind } from 'vscode-languageserver/node';
import type { DocumentSymbol, WorkspaceSymbol } from 'vscode-languageserver/node';
import { pathOf } from '../../core/migrations/migration.js';
import type { StatementKind } from '../../core/sql/statement.js';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { isSql, locate, textAt, uriOf } from '../convert.js';

/** Longer names are cut by editors anyway. */
const LONGEST = 80;

/** One symbol a statement, called by its own first words; in the workspace, one a migration. */
export function serveSymbols({ connection, session, scripts }: Context): void {
  connection.onDocumentSymbol(cancellable(async ({ textDocument: { uri } }): Promise<DocumentSymbol[]> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return [];
    // The symbols of another language are for its own extension to tell.
    if (!isSql(place)) return [];
    const { source, rangeOf } = await textAt(snapshot, place.folder, place.path);
    if (source === undefined) return [];

    const { pieces } = await scripts.read(source.text);
    return pieces.flatMap((piece): DocumentSymbol[] => {
      if (piece.kind === 'psql' || piece.kind === 'copy-data') return [];
      const range = rangeOf(piece.span);
      const name = source.text.slice(piece.span.start, Math.min(piece.span.end, piece.span.start + 4 * LONGEST)).replace(/\s+/g, ' ').slice(0, LONGEST).trim();
      const kind = (piece.kind === 'statement' ? KINDS[piece.statement.kind] : undefined) ?? SymbolKind.Event;
      return name === '' ? [] : [{ name, kind, range, selectionRange: range }];
    });
  }));

  connection.onWorkspaceSymbol(cancellable(async ({ query }): Promise<WorkspaceSymbol[]> => {
    const snapshot = session.now();
    // Editors match what was typed once more, in their own way.
    const letters = query.toLowerCase().replace(/[\s_]+/g, '');
    return snapshot.folders.flatMap(folder => (folder.workspace?.projects ?? []).flatMap(({ migrations, project, tool }) =>
      migrations.map((it): WorkspaceSymbol => ({
        name: it.version === undefined || it.version.endsWith(it.name) ? it.version ?? it.name : `${it.version} ${it.name}`,
        kind: SymbolKind.Event, containerName: `${tool.title} · ${project.folder}`, location: { uri: uriOf(snapshot, folder, pathOf(it)) },
      })))).filter(it => it.name.toLowerCase().replace(/[\s_]+/g, '').includes(letters)).slice(0, MOST);
  }));
}

/** Nobody looks through more. */
const MOST = 500;

/** What is not here happens, and makes nothing. */
const KINDS: Partial<Readonly<Record<StatementKind, SymbolKind>>> = {
  'create-table': SymbolKind.Struct, 'create-table-as': SymbolKind.Struct, 'alter-table': SymbolKind.Struct, 'create-view': SymbolKind.Interface,
  'create-type': SymbolKind.Enum, 'alter-enum': SymbolKind.Enum, 'create-domain': SymbolKind.TypeParameter, 'create-index': SymbolKind.Key,
  'create-function': SymbolKind.Function, 'create-schema': SymbolKind.Namespace, 'create-extension': SymbolKind.Package,
};
