import type { CodeAction, CodeActionContext, Diagnostic, WorkspaceEdit } from 'vscode-languageserver/node';
import { actionsAt, wantsDown } from '../../core/editor/actions.js';
import type { Action } from '../../core/editor/actions.js';
import { pastOf } from '../../core/migrations/history.js';
import type { FileEdit, Fix, Problem } from '../../core/migrations/problem.js';
import type { Span } from '../../core/text/span.js';
import { downText } from '../../flows/down.js';
import { rewritesFor } from '../../flows/rewrites.js';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { locate, textAt, workspaceEdit } from '../convert.js';
import { optionsFor } from '../reports.js';
import { activeRows } from '../session.js';
import type { Folder, Snapshot } from '../session.js';

const KINDS: Readonly<Record<Action['kind'], string>> = { quickfix: 'quickfix', refactor: 'refactor.rewrite' };
/** Of a selection; nobody reads more in a menu. */
const MOST_REWRITTEN = 10;
const FIX_ALL = 'source.fixAll.migrationLens';

/** What an action is found by when it is chosen: the file may have changed since it was offered. */
interface Chosen {
  readonly uri: string;
  readonly span: Span;
  /** Absent for all safe fixes at once. */
  readonly title?: string;
  readonly problem?: { readonly rule: string; readonly start: number };
}

/** What can be done at a place. Edits are computed when one is chosen, where the client can wait for them. */
export function serveActions({ connection, session, reports, parser, scripts, client }: Context): void {
  connection.onCodeAction(cancellable(async ({ textDocument: { uri }, range, context }): Promise<CodeAction[]> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return [];
    const { folder, path } = place;
    const { offsetAt } = await textAt(snapshot, folder, path);
    const span = { start: offsetAt(range.start), end: offsetAt(range.end) };

    const offered: CodeAction[] = [];
    for (const action of await actionsIn(snapshot, folder, path, span)) {
      const { kind, fix, fix: { title }, problem } = action;
      if (!wants(context, KINDS[kind]) || !canCarryOut(fix.edits)) continue;
      const own = problem === undefined ? [] : context.diagnostics.filter(it => isOf(it, problem));
      offered.push(await withEdit({
        title, kind: KINDS[kind],
        ...(own.length > 0 && { diagnostics: own }),
        ...(isOnlyAnswer(action) && { isPreferred: true }),
      }, { uri, span, title, ...(problem !== undefined && { problem: { rule: problem.rule, start: problem.span.start } }) }, fix));
    }
    // Only when asked for by name: on every save, say.
    const safe = context.only !== undefined && wants(context, FIX_ALL) ? safeEdits(await reports.of(snapshot, folder, path)) : [];
    if (safe.length > 0) offered.push(await withEdit({ title: 'Fix all that is safe to fix', kind: FIX_ALL }, { uri, span }, { edits: safe }));
    return offered;

    async function withEdit(action: CodeAction, chosen: Chosen, fix: Whole): Promise<CodeAction> {
      return client.resolveEdits ? { ...action, data: chosen } : { ...action, edit: await editOf(snapshot, folder, fix) };
    }
  }));

  connection.onCodeActionResolve(cancellable(async action => {
    const chosen = action.data as Chosen;
    const snapshot = session.now();
    const place = locate(snapshot.folders, chosen.uri);
    if (place === undefined) return action;
    const { folder, path } = place;
    const fix = chosen.title === undefined
      ? { edits: safeEdits(await reports.of(snapshot, folder, path)) }
      : again(await actionsIn(snapshot, folder, path, chosen.span), chosen)?.fix;
    return fix === undefined ? action : { ...action, edit: await editOf(snapshot, folder, fix) };
  }));

  async function actionsIn(snapshot: Snapshot, folder: Folder, path: string, span: Span): Promise<readonly Action[]> {
    const problems = await reports.of(snapshot, folder, path);
    const index = folder.workspace?.projects.find(it => it.sources.has(path));
    const file = index && await reports.checkerOf(folder).file(index, path, optionsFor(snapshot, folder, index), span.start);
    if (index === undefined || file === undefined) return [];
    const now = new Date();
    const near = file.findings.filter(it => it.span.start <= span.end && span.start <= it.span.end).slice(0, MOST_REWRITTEN);
    const rewrites = new Map(await Promise.all(near.map(async it => [it, await rewritesFor(it, index, file, now, scripts)] as const)));
    const request = { index, file, span, problems, now, rewrites };
    return actionsAt(wantsDown(request) ? { ...request, down: await downText(file.script, file.catalog, parser) } : request);
  }

  /** An applied file is not changed without a word; what is more than an edit or two is shown first. */
  function editOf(snapshot: Snapshot, folder: Folder, { edits, preview }: Whole): Promise<WorkspaceEdit> {
    const touched = new Set(edits.filter(it => it.kind !== 'create').map(it => it.path));
    const applied = (folder.workspace?.projects ?? []).flatMap(index => {
      const active = activeRows(snapshot, { folder, index });
      const past = pastOf(active?.rows ?? []);
      return index.migrations.some(it => past.has(it.id) && it.up !== undefined && touched.has(it.up.path)) ? [active!.connection] : [];
    });
    return workspaceEdit(snapshot, folder, edits, client.edits, { confirm: applied[0] && `Changes a file that ${applied[0]} has applied`, preview });
  }

  /** Half of an edit would be worse than none: what the client cannot do is not offered. */
  function canCarryOut(edits: readonly FileEdit[]): boolean {
    return edits.every(it => it.kind === 'edit' || client.edits[it.kind]);
  }
}

type Whole = Pick<Fix, 'edits' | 'preview'>;

function again(actions: readonly Action[], { title, problem }: Chosen): Action | undefined {
  const same = actions.filter(it => it.fix.title === title && it.problem?.rule === problem?.rule);
  // The text may have moved a little: the nearest of its kind is meant.
  return [...same].sort((a, b) => distance(a) - distance(b))[0];

  function distance(action: Action): number {
    return Math.abs((action.problem?.span.start ?? 0) - (problem?.start ?? 0));
  }
}

function isOnlyAnswer({ fix, problem }: Action): boolean {
  return fix.safety === 'safe' && problem?.fixes?.length === 1;
}

/** Every problem's only fix, where it is safe; of two that meet, the first. */
function safeEdits(problems: readonly Problem[]): readonly FileEdit[] {
  const chosen: Extract<FileEdit, { readonly kind: 'edit' }>[] = [];
  for (const { fixes = [] } of problems) {
    const [fix, other] = fixes;
    if (fix === undefined || other !== undefined || fix.safety !== 'safe') continue;
    const edits = fix.edits.flatMap(it => it.kind === 'edit' ? [it] : []);
    if (edits.length === fix.edits.length && !edits.some(it => chosen.some(known => known.path === it.path && meet(known.span, it.span)))) chosen.push(...edits);
  }
  return chosen;
}

function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.some(it => kind === it || kind.startsWith(`${it}.`));
}

function meet(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function isOf({ code, data }: Diagnostic, { rule, span }: Problem): boolean {
  const start = (data as { readonly span?: Span } | undefined)?.span?.start;
  return code === rule && (start === undefined || start === span.start);
}
