import type { FoldingRange } from 'vscode-languageserver/node';
import { foldsIn } from '../../core/editor/folding.js';
import type { Fold } from '../../core/editor/folding.js';
import { skipBlanks } from '../../core/sql/lexer.js';
import type { Span } from '../../core/text/span.js';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { isSql, locate, textAt } from '../convert.js';
import type { Folder } from '../session.js';

/** Where a long file can be folded. Of other languages it says nothing, and the editor folds as it did. */
export function serveFolding({ connection, session, scripts }: Context): void {
  connection.onFoldingRanges(cancellable(async ({ textDocument: { uri } }): Promise<FoldingRange[] | null> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined || !isSql(place)) return null;
    const { source } = await textAt(snapshot, place.folder, place.path);
    if (source === undefined) return null;
    const folds = foldsIn(await scripts.read(source.text), sectionsOf(place.folder, place.path));
    return folds.map(({ first, last, what }) => ({ startLine: first, endLine: last, ...KINDS[what] }));
  }));
}

const KINDS: Readonly<Record<Fold['what'], Pick<FoldingRange, 'kind'>>> = { section: { kind: 'region' }, comment: { kind: 'comment' }, statement: {}, block: {} };

/** Of a file that is both ways of a migration, or several migrations. */
function sectionsOf({ workspace }: Folder, path: string): readonly Span[] {
  const ours = (workspace?.projects ?? []).filter(it => it.parts.set.at(path) !== undefined);
  const parts = ours.flatMap(({ migrations }) => migrations.flatMap(({ up, down }) => [up, down]))
    .flatMap(it => (it?.path === path ? [it.within ?? { start: skipBlanks(it.text, 0), end: it.text.length }] : []));
  return parts.length > 1 ? parts : [];
}
