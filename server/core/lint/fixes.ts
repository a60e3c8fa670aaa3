import type { Source } from '../migrations/migration.js';
import type { Fix } from '../migrations/problem.js';
import type { ProjectIndex } from '../migrations/project-index.js';
import { placeOf } from '../sql/script.js';
import type { Script, StatementPiece } from '../sql/script.js';
import type { OutsideTransaction } from '../tools/tool/execution.js';
import type { ScriptFinding } from './lint.js';
import type { StatementFix } from './rule.js';

/** Where fixes will be applied. */
export interface FixSite {
  readonly index: ProjectIndex;
  readonly source: Source;
  readonly script: Script;
}

/** Of a finding in this file, the fixes that are whole in it, or with a file beside it that the tool wants; others are code actions. */
export function completeFixes(site: FixSite): (finding: Pick<ScriptFinding, 'fixes' | 'transactionBy'>) => readonly Fix[] {
  const { path } = site.source;
  /** The same for all of them, and asked of the whole text. */
  let known: { readonly out: OutsideTransaction | undefined } | undefined;

  return ({ fixes, transactionBy }) => fixes.filter(it => !it.followUp?.required).flatMap(({ title, safety, edits, takesOutOfTransaction }): readonly Fix[] => {
    const here = edits.map(({ span, text }) => ({ kind: 'edit' as const, path, span, text }));
    if (!takesOutOfTransaction || transactionBy === undefined) return [{ title, safety, edits: here }];

    const { out } = transactionBy === 'script' ? { out: undefined } : known ??= { out: wayOut(site) };
    if (!out) return [];
    const also = (out.edits ?? []).map(it => ({ kind: 'edit' as const, path, ...it }));
    return [{ title: out.files.length + also.length === 0 ? title : `${title}, ${out.how}`, safety, edits: [...here, ...also, ...out.files.map(it => ({ kind: 'create' as const, ...it }))] }];
  });
}

/** Edits in the file. In another language the tool's own form takes the place of SQL, which only a string has room for. */
export function fixesIn(piece: StatementPiece, rule: string, fixes: readonly StatementFix[]): readonly StatementFix[] {
  const own = piece.sent?.safeForms?.[rule];
  if (own) return own;
  const fitting = piece.sent ? fixes.filter(it => piece.sent?.offsets && !it.takesOutOfTransaction && !it.followUp && it.edits.every(({ text }) => !/['"\\\r\n]/.test(text))) : fixes;
  return fitting.map(fix => ({ ...fix, edits: fix.edits.map(it => ({ ...it, span: placeOf(piece, it.span) })) }));
}

/** How the tool runs this file outside a transaction; undefined where it cannot, or where what is to be written exists. */
function wayOut({ index, source, script }: FixSite): OutsideTransaction | undefined {
  const out = index.tool.outsideTransaction?.(source, script, index.project);
  const statements = script.pieces.filter(it => it.kind === 'statement' || it.kind === 'opaque').length;
  if (!out || (out.alone && statements > 1) || out.files.some(it => index.sources.has(it.path))) return undefined;
  return out;
}
