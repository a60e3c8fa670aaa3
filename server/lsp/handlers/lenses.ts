import type { CodeLens, Command, Range } from 'vscode-languageserver/node';
import type { Row, State } from '../../core/migrations/status.js';
import { linesOf } from '../../core/text/lines.js';
import { willRun } from '../../flows/plan.js';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { locate, textAt, uriOf } from '../convert.js';
import { activeRows, idOf } from '../session.js';
import type { Located, Snapshot } from '../session.js';
import { notesIn } from './lock-notes.js';
import type { Commands } from '../../protocol.js';

/** On the first line of a migration, or where its file names it, what the active connection has done with it; above a statement, who waits for it. */
export function serveLenses({ connection, session, reports }: Context): void {
  connection.onCodeLens(cancellable(async ({ textDocument: { uri } }): Promise<CodeLens[]> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return [];
    const { folder, path } = place;
    const indexes = (folder.workspace?.projects ?? []).filter(it => it.sources.has(path));
    const states = snapshot.settings.codeLens === false ? [] : indexes.flatMap(it => stateLenses(snapshot, { folder, index: it }, path));
    const notes = await notesIn(snapshot, reports, folder, path, snapshot.settings.lockLens ?? 'risky');
    const { rangeOf } = await textAt(snapshot, folder, path);
    return [...states, ...notes.map(({ span, sentence, rule }) => {
      const { start } = rangeOf(span);
      const range = { start, end: start };
      return rule === undefined ? { range, command: { title: sentence, command: '' } } : lensOf(range, sentence, 'migrationLens.explainRule', [rule]);
    })];
  }));
}

function stateLenses(snapshot: Snapshot, { folder, index }: Located, path: string): readonly CodeLens[] {
  const active = activeRows(snapshot, { folder, index });
  const rows = new Map(active?.rows.flatMap(it => (it.migration ? [[it.migration.id, it]] : [])));
  const previews = snapshot.trusted && index.tool.preview !== undefined;
  const { rangeOf } = linesOf(index.sources.get(path)?.text ?? '');
  return index.migrations.filter(it => it.up?.path === path).flatMap(({ id, at }) => {
    const row = rows.get(id);
    const range = rangeOf(at ?? { start: 0, end: 0 });
    const argument = { project: idOf(folder, index), id, uri: uriOf(snapshot, folder, path) };
    return [
      ...(row ? [lensOf(range, `${active!.connection}: ${described(row)}`, 'migrationLens.showState', [{ ...argument, state: row.state }])] : []),
      ...(row && willRun(row) ? [lensOf(range, 'Apply up to here', 'migrationLens.applyUpTo', [argument])] : []),
      ...(row?.state === 'failed' && index.tool.repairs ? [lensOf(range, 'Repair...', 'migrationLens.repair', [argument])] : []),
      ...(previews ? [lensOf(range, 'Preview SQL', 'migrationLens.previewSql', [argument])] : []),
    ];
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
