import type { DocumentLink } from 'vscode-languageserver/node';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { locate, textAt, uriOf } from '../convert.js';

/** From a file to those that it names. */
export function serveLinks({ connection, session }: Context): void {
  connection.onDocumentLinks(cancellable(async ({ textDocument: { uri } }): Promise<DocumentLink[]> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    const index = place?.folder.workspace?.projects.find(it => it.tool.links && it.sources.has(place.path));
    if (place === undefined || index === undefined) return [];
    const { source, rangeOf } = await textAt(snapshot, place.folder, place.path);
    if (source === undefined) return [];
    return index.tool.links!(source, index.sources, index.project).map(({ span, path }) => ({ range: rangeOf(span), target: uriOf(snapshot, place.folder, path) }));
  }));
}
