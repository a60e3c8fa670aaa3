import { documentationOf } from '../../core/lint/documentation.js';
import { ruleHover } from '../../core/lint/reference.js';
import { contains } from '../../core/text/span.js';
import type { Context } from '../context.js';
import { locate, textAt } from '../convert.js';

export function serveHover({ connection, session, reports }: Context): void {
  connection.onHover(async ({ textDocument: { uri }, position }) => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return null;
    const { offsetAt, rangeOf } = await textAt(snapshot, place.folder, place.path);
    const offset = offsetAt(position);
    const problem = (await reports.of(snapshot, place.folder, place.path)).find(it => contains(it.span, offset));
    const page = problem && documentationOf(problem.rule);
    return page === undefined ? null : { contents: { kind: 'markdown', value: ruleHover(page) }, range: rangeOf(problem!.span) };
  });
}
