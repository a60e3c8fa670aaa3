import type { CodeLens, Command } from 'vscode-languageserver/node';
import type { Row, State } from '../../core/migrations/status.js';
import { willRun } from '../../flows/plan.js';
import type { Context } from '../context.js';
import { locate, uriOf } from '../convert.js';
import { activeRows, idOf } from '../session.js';
import type { Commands } from '../../protocol.js';

const RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** On the first line of a migration: what the active connection has done with it, and the way to apply it. */
export function serveLenses({ connection, session }: Context): void {
  connection.onCodeLens(({ textDocument: { uri } }): CodeLens[] => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined || snapshot.settings.codeLens === false) return [];

    return (place.folder.workspace?.projects ?? []).flatMap(index => {
      if (!index.sources.has(place.path)) return [];
      const active = activeRows(snapshot, { folder: place.folder, index });
      const row = active?.rows.find(it => it.migration?.up?.path === place.path);
      if (active === undefined || row?.migration === undefined) return [];

      const argument = { project: idOf(place.folder, index), id: row.migration.id, uri: uriOf(snapshot, place.folder, place.path) };
      const lenses = [lensOf(`${active.connection}: ${described(row)}`, 'migrationLens.showState', [{ ...argument, state: row.state }])];
      if (willRun(row)) lenses.push(lensOf('Apply up to here', 'migrationLens.applyUpTo', [argument]));
      return lenses;
    });
  });
}

function lensOf<C extends keyof Commands>(title: string, command: C, args: Commands[C]): CodeLens {
  const named: Command = { title, command, arguments: [...args] };
  return { range: RANGE, command: named };
}

const WORDS: Readonly<Record<State, string>> = {
  pending: 'pending', applied: 'applied', modified: 'applied, then modified', outdated: 'changed since its last run', outOfOrder: 'out of order',
  failed: 'failed', missing: 'missing', undone: 'undone', baseline: 'baseline', ignored: 'ignored', superseded: 'superseded',
};

function described({ state, applied }: Row): string {
  const when = applied?.appliedAt?.slice(0, 10);
  return state === 'applied' && when !== undefined ? `applied ${when}` : WORDS[state];
}
