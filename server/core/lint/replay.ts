import type { Catalog } from '../schema/catalog.js';
import type { Name } from '../sql/identifier.js';
import type { Piece, Script } from '../sql/script.js';
import type { Statement } from '../sql/statement.js';
import type { InnerStatement } from '../sql/statement/functions.js';

/** The schema after a script, without a word about it. */
export function afterScript({ pieces }: Script, catalog: Catalog): Catalog {
  return pieces.reduce((so, piece) => afterPiece(so, piece), catalog);
}

export function afterPiece(catalog: Catalog, piece: Piece): Catalog {
  switch (piece.kind) {
    case 'statement':
      return afterStatement(catalog, piece.statement);
    case 'error':
      return catalog.afterUnknown();
    case 'opaque':
      return DATA.has(piece.keyword) ? catalog : catalog.afterUnknown();
    case 'psql':
    case 'copy-data':
      return catalog;
  }
}

/** Of a script or, where `inner` is given, of a DO block in it. */
export function afterOne(catalog: Catalog, piece: Piece, inner: InnerStatement | undefined): Catalog {
  return inner ? afterInner(catalog, inner) : afterPiece(catalog, piece);
}

function afterStatement(catalog: Catalog, statement: Statement): Catalog {
  if (statement.kind === 'do' && statement.inner) return statement.inner.reduce(afterInner, catalog);
  return (isWitness(statement, catalog) ? catalog.afterUnknown() : catalog).after(statement);
}

/** What may not have run is taken to have, as guards mean it: where it was not needed, it was done before. But then nobody knows all. */
export function afterInner(catalog: Catalog, inner: InnerStatement): Catalog {
  if (inner.kind !== 'statement') return catalog.afterUnknown();
  const after = afterStatement(catalog, inner.statement);
  return inner.certain || after === catalog ? after : after.afterUnknown();
}

/** It needs a relation that no migration has made: the database was not empty when they began. */
function isWitness(statement: Statement, catalog: Catalog): boolean {
  if (!catalog.complete) return false;
  const needed = neededBy(statement);
  return needed !== undefined && catalog.relation(needed) === undefined;
}

function neededBy(statement: Statement): Name | undefined {
  switch (statement.kind) {
    case 'alter-table':
      return statement.ifExists || statement.of === 'type' ? undefined : statement.table;
    case 'rename':
      return statement.ifExists || !(statement.object === 'table' || statement.object === 'column') ? undefined : statement.name;
    case 'drop':
      return statement.ifExists || statement.object !== 'table' ? undefined : statement.names[0];
    case 'create-index':
    case 'create-trigger':
      return statement.table;
    default:
      return undefined;
  }
}

/** Whether both scripts make the same schema from the same one, as far as a glance can tell: comments, blanks and data may differ. */
export function changeAlike(a: Script, b: Script): boolean {
  const [left, right] = [a, b].map(it => it.pieces.filter(changesSchema));
  return left!.length === right!.length && left!.every((a, i) => {
    const b = right![i]!;
    return a.kind === 'statement' && b.kind === 'statement' ? isAlike(a.statement, b.statement) : a.kind === b.kind;
  });
}

/** They differ in places and comments at most. */
export function isAlike(a: Statement, b: Statement): boolean {
  return a === b || JSON.stringify(a, withoutPlaces) === JSON.stringify(b, withoutPlaces);
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
  return ['span', 'keyword', 'body', 'comments', 'errors'].includes(key) ? undefined : value;
}

/** Of statements and of keywords. A SELECT may call what changes the schema, but then nobody knows how. */
const DATA: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge', 'select', 'values', 'copy']);
