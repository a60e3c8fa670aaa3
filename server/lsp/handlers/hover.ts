import { hoverAt } from '../../core/editor/hover.js';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { locate, textAt } from '../convert.js';
import { optionsFor } from '../reports.js';

/** What the statement does to others, and why what is found in it matters. */
export function serveHover({ connection, session, reports }: Context): void {
  connection.onHover(cancellable(async ({ textDocument: { uri }, position }) => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    const index = place?.folder.workspace?.projects.find(it => it.sources.has(place.path));
    if (place === undefined || index === undefined) return null;

    const { folder, path } = place;
    const { offsetAt, rangeOf } = await textAt(snapshot, folder, path);
    const file = await reports.checkerOf(folder).file(index, path, optionsFor(snapshot, folder, index), offsetAt(position));
    if (file === undefined) return null;
    const hover = hoverAt(file, offsetAt(position), file.postgres);
    return hover === undefined ? null : { contents: { kind: 'markdown', value: hover.markdown }, range: rangeOf(hover.span) };
  }));
}
