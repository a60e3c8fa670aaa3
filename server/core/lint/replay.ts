import type { Catalog } from '../schema/catalog.js';
import type { Piece, Script } from '../sql/script.js';

/** The schema after a script, without a word about it. */
export function afterScript({ pieces }: Script, catalog: Catalog): Catalog {
  return pieces.reduce((so, piece) => afterPiece(so, piece), catalog);
}

export function afterPiece(catalog: Catalog, piece: Piece): Catalog {
  switch (piece.kind) {
    case 'statement':
      return catalog.after(piece.statement);
    case 'error':
      return catalog.afterUnknown();
    case 'opaque':
      return DATA.has(piece.keyword) ? catalog : catalog.afterUnknown();
    case 'psql':
    case 'copy-data':
      return catalog;
  }
}

/** Whether both scripts make the same schema from the same one, as far as a glance can tell: comments, blanks and data may differ. */
export function changeAlike(a: Script, b: Script): boolean {
  const [left, right] = [a, b].map(it => it.pieces.filter(changesSchema));
  return left!.length === right!.length && left!.every((piece, i) => isAlike(piece, right![i]!));
}

function isAlike(a: Piece, b: Piece): boolean {
  if (a.kind !== 'statement' || b.kind !== 'statement') return a.kind === b.kind;
  return a.statement === b.statement || JSON.stringify(a.statement, withoutPlaces) === JSON.stringify(b.statement, withoutPlaces);
}

function changesSchema(piece: Piece): boolean {
  switch (piece.kind) {
    case 'statement':
      return !DATA.has(piece.statement.kind) && piece.statement.kind !== 'comment';
    case 'error':
      return true;
    case 'opaque':
      return !DATA.has(piece.keyword);
    case 'psql':
    case 'copy-data':
      return false;
  }
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'span' || key === 'keyword' || key === 'body' ? undefined : value;
}

/** Of statements and of keywords. A SELECT may call what changes the schema, but then nobody knows how. */
const DATA: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge', 'select', 'values', 'copy']);
