import type { CodeAction, CodeActionContext, Diagnostic } from 'vscode-languageserver/node';
import type { FileEdit, Fix, Problem } from '../../core/migrations/problem.js';
import type { Span } from '../../core/text/span.js';
import type { Context } from '../context.js';
import { locate, textAt, workspaceEdit } from '../convert.js';

const QUICK_FIX = 'quickfix';
const FIX_ALL = 'source.fixAll.migrationLens';

/** What an action is made of again when it is chosen: the file may have changed since it was offered. */
interface Chosen {
  readonly uri: string;
  /** Absent for all safe fixes at once. */
  readonly fix?: { readonly rule: string; readonly start: number; readonly title: string };
}

/** Fixes of the problems in view. Edits are computed when one is chosen, where the client can wait for them. */
export function serveActions({ connection, session, reports, client }: Context): void {
  connection.onCodeAction(async ({ textDocument: { uri }, range, context }): Promise<CodeAction[]> => {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return [];
    const { folder, path } = place;
    const problems = await reports.of(snapshot, folder, path);
    const { offsetAt } = await textAt(snapshot, folder, path);
    const shown = { start: offsetAt(range.start), end: offsetAt(range.end) };

    const actions: CodeAction[] = [];
    if (wants(context, QUICK_FIX)) {
      for (const problem of problems.filter(it => touches(it.span, shown))) {
        const fixes = problem.fixes ?? [];
        for (const fix of fixes) {
          const only = fixes.length === 1 && fix.safety === 'safe';
          const own = context.diagnostics.filter(it => isOf(it, problem));
          actions.push(await actionOf(fix.title, QUICK_FIX, { uri, fix: { rule: problem.rule, start: problem.span.start, title: fix.title } }, fix.edits, {
            ...(own.length > 0 && { diagnostics: own }),
            ...(only && { isPreferred: true }),
          }));
        }
      }
    }
    // Only when asked for by name: on every save, say.
    const safe = safeEdits(problems);
    if (context.only !== undefined && wants(context, FIX_ALL) && safe.length > 0) {
      actions.push(await actionOf('Fix all that is safe to fix', FIX_ALL, { uri }, safe, {}));
    }
    return actions.filter(it => it.edit !== undefined || it.data !== undefined);

    async function actionOf(title: string, kind: string, data: Chosen, edits: readonly FileEdit[], more: Partial<CodeAction>): Promise<CodeAction> {
      // What the client cannot carry out is not offered, so resolving always finds an edit.
      if (client.resolveEdits) return canApply(edits) ? { title, kind, data, ...more } : { title, kind };
      const edit = await workspaceEdit(snapshot, folder, edits, client.edits);
      return { title, kind, ...more, ...(edit !== undefined && { edit }) };
    }
  });

  connection.onCodeActionResolve(async action => {
    const { uri, fix } = action.data as Chosen;
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return action;
    const problems = await reports.of(snapshot, place.folder, place.path);
    const edits = fix === undefined ? safeEdits(problems) : editsOf(problems, fix);
    const edit = edits && await workspaceEdit(snapshot, place.folder, edits, client.edits);
    return edit === undefined ? action : { ...action, edit };
  });

  function canApply(edits: readonly FileEdit[]): boolean {
    return edits.every(it => it.kind === 'edit' || client.edits[it.kind]);
  }
}

function editsOf(problems: readonly Problem[], { rule, start, title }: NonNullable<Chosen['fix']>): Fix['edits'] | undefined {
  const same = problems.filter(it => it.rule === rule && (it.fixes ?? []).some(fix => fix.title === title));
  // The text may have moved a little since: the nearest of its kind is meant.
  const nearest = [...same].sort((a, b) => Math.abs(a.span.start - start) - Math.abs(b.span.start - start))[0];
  return nearest?.fixes?.find(it => it.title === title)?.edits;
}

/** Every problem's only fix, where it is safe; of two that meet, the first. */
function safeEdits(problems: readonly Problem[]): readonly FileEdit[] {
  const chosen: Extract<FileEdit, { readonly kind: 'edit' }>[] = [];
  for (const { fixes = [] } of problems) {
    const [fix, other] = fixes;
    if (fix === undefined || other !== undefined || fix.safety !== 'safe') continue;
    const edits = fix.edits.flatMap(it => it.kind === 'edit' ? [it] : []);
    if (edits.length === fix.edits.length && !edits.some(it => chosen.some(known => known.path === it.path && touches(known.span, it.span)))) chosen.push(...edits);
  }
  return chosen;
}

function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.some(it => kind === it || kind.startsWith(`${it}.`));
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function isOf({ code, data }: Diagnostic, { rule, span }: Problem): boolean {
  const start = (data as { readonly span?: Span } | undefined)?.span?.start;
  return code === rule && (start === undefined || start === span.start);
}
