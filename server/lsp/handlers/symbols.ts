import type { DocumentSymbol } from 'vscode-languageserver/node';
import type { Context } from '../context.js';
import { locate, textAt } from '../convert.js';

/** Longer names are cut by editors anyway. */
const LONGEST = 80;

/** One symbol a statement, called by its own first words. */
export function serveSymbols({ connection, session, scripts }: Context): void {
  connection.onDocumentSymbol(async ({ textDocument: { uri } }): Promise<DocumentSymbol[]> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return [];
    const { source, rangeOf } = await textAt(snapshot, place.folder, place.path);
    if (source === undefined) return [];

    const { pieces } = await scripts.read(source.text);
    return pieces.flatMap((piece): DocumentSymbol[] => {
      if (piece.kind === 'psql' || piece.kind === 'copy-data') return [];
      const range = rangeOf(piece.span);
      const name = source.text.slice(piece.span.start, Math.min(piece.span.end, piece.span.start + 4 * LONGEST)).replace(/\s+/g, ' ').slice(0, LONGEST).trim();
      return name === '' ? [] : [{ name, kind: kindOf(name), range, selectionRange: range }];
    });
  });
}

/** `SymbolKind`s: a structure, a key, a function, or something that happens. */
function kindOf(statement: string): DocumentSymbol['kind'] {
  if (/^(create|alter|drop)\s.*?\b(table|view|type|domain)\b/i.test(statement)) return 23;
  if (/^(create|drop)\s.*?\bindex\b/i.test(statement)) return 20;
  return /^create\s.*?\b(function|procedure|trigger)\b/i.test(statement) ? 12 : 24;
}
