import type { CodeLens, Command, Range } from 'vscode-languageserver/node';
import type { Row, State } from '../../core/migrations/status.js';
import { linesOf } from '../../core/text/lines.js';
import { willRun } from '../../flows/plan.js';
import type { Context } from '../context.js';
import { locate, uriOf } from '../convert.js';
import { activeRows, idOf } from '../session.js';
import type { Commands } from '../../protocol.js';

/** On the first line of a migration, or where its file names it: what the active connection has done with it, and the way to apply it. */
export function serveLenses({ connection, session }: Context): void {
  connection.onCodeLens(({ textDocument: { uri } }): CodeLens[] => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined || snapshot.settings.codeLens === false) return [];

    return (place.folder.workspace?.projects ?? []).flatMap(index => {
      if (!index.sources.has(place.path)) return [];
      const active = activeRows(snapshot, { folder: place.folder, index });
      const rows = active?.rows.filter(it => it.migration?.up?.path === place.path) ?? [];
      const { rangeOf } = linesOf(index.sources.get(place.path)?.text ?? '');
      return rows.flatMap(row => {
        const { id, at } = row.migration!;
        const range = rangeOf(at ?? { start: 0, end: 0 });
        const argument = { project: idOf(place.folder, index), id, uri: uriOf(snapshot, place.folder, place.path) };
        const lenses = [lensOf(range, `${active!.connection}: ${described(row)}`, 'migrationLens.showState', [{ ...argument, state: row.state }])];
        if (willRun(row)) lenses.push(lensOf(range, 'Apply up to here', 'migrationLens.applyUpTo', [argument]));
        return lenses;
      });
    });
  });
}

function lensOf<C extends keyof Commands>(range: Range, title: string, command: C, args: Commands[C]): CodeLens {
  const named: Command = { title, command, arguments: [...args] };
  return { range, command: named };
}

const WORDS: Readonly<Record<State, string>> = {
  pending: 'pending', applied: 'applied', modified: 'applied, then modified', outdated: 'changed since its last run', outOfOrder: 'out of order',
  failed: 'failed', missing: 'missing', undone: 'undone', baseline: 'baseline', ignored: 'ignored', superseded: 'superseded',
};

function described({ state, applied }: Row): string {
  const when = applied?.appliedAt?.slice(0, 10);
  return state === 'applied' && when !== undefined ? `applied ${when}` : WORDS[state];
}
