import type { InlayHint } from 'vscode-languageserver/node';
import { lockNotes } from '../../core/editor/lock-notes.js';
import type { LockNote, Shown } from '../../core/editor/lock-notes.js';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { locate, textAt } from '../convert.js';
import { optionsFor } from '../reports.js';
import type { Reports } from '../reports.js';
import type { Folder, Snapshot } from '../session.js';

/** Behind a statement, what it locks. */
export function serveInlayHints({ connection, session, reports }: Context): void {
  connection.languages.inlayHint.on(cancellable(async ({ textDocument: { uri }, range }): Promise<InlayHint[]> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return [];
    const { folder, path } = place;
    const notes = await notesIn(snapshot, reports, folder, path, snapshot.settings.inlayHints ?? 'risky');
    const { rangeOf, offsetAt, source } = await textAt(snapshot, folder, path);
    const asked = { start: offsetAt(range.start), end: offsetAt(range.end) };
    return notes.flatMap(({ span, short, markdown }) => {
      const end = behind(span.end, source?.text ?? '');
      if (end < asked.start || end > asked.end) return [];
      return { position: rangeOf({ start: end, end }).end, label: short, tooltip: { kind: 'markdown' as const, value: markdown }, paddingLeft: true };
    });
  }));
}

/** Of one file, whatever it holds. */
export async function notesIn(snapshot: Snapshot, reports: Reports, folder: Folder, path: string, shown: Shown): Promise<readonly LockNote[]> {
  const index = folder.workspace?.projects.find(it => it.sources.has(path));
  if (index === undefined || shown === 'off') return [];
  const parts = await reports.checkerOf(folder).partsOf(index, path, optionsFor(snapshot, folder, index));
  return parts.flatMap(it => lockNotes(it, it.postgres, shown));
}

/** Behind the semicolon, where there is one. */
function behind(end: number, text: string): number {
  return end + (/^[ \t]*;/.exec(text.slice(end, end + 20))?.[0].length ?? 0);
}
