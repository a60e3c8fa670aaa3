import type { Script } from '../sql/script.js';
import { linesOf } from '../text/lines.js';
import type { Span } from '../text/span.js';
import type { Documented } from './rule.js';

/** The ignore comments of one script, and which of them have been of use. */
export interface Suppressions {
  /** Whether a comment silences the rule for a finding at `at` in the statement at `statement`; the comment is then used. */
  suppress(rule: Pick<Documented, 'id' | 'aliases'>, at: Span, statement: Span): boolean;
  /** Names in our own comments that silenced nothing; an empty one stands for a comment without names. To be asked last. */
  unused(): readonly { readonly name: string; readonly span: Span }[];
}

interface Ignore {
  readonly comment: Span;
  readonly file: boolean;
  readonly ours: boolean;
  /** Empty: all rules. */
  readonly names: readonly { readonly name: string; readonly span: Span }[];
  /** The lines on which a finding must begin. */
  readonly lines: readonly number[];
  readonly used: Set<string>;
}

/**
 * Reads `migration-lens-ignore` and `squawk-ignore`, with a list of rules or none for all, on the line of the
 * finding or above it; above a statement it holds for the whole statement. `…-ignore-file` holds for the file.
 * Squawk's grammar: its `crates/squawk_linter/src/ignore.rs`, 2.63.
 */
export function suppressionsOf(script: Script): Suppressions {
  const { text } = script;
  const marked = script.comments.filter(({ start, end }) => text.slice(start, end).includes('-ignore'));
  if (marked.length === 0) return NONE;

  const lineAt = linesOf(text);
  const ignores = marked.flatMap(read);
  return { suppress, unused };

  function suppress(rule: Pick<Documented, 'id' | 'aliases'>, at: Span, statement: Span): boolean {
    const names = [rule.id, ...(rule.aliases ?? [])];
    const line = lineAt.positionAt(at.start).line;
    const firstLine = lineAt.positionAt(statement.start).line;
    let suppressed = false;
    for (const ignore of ignores) {
      const here = ignore.file || ignore.lines.includes(line) || (ignore.comment.end <= statement.start && ignore.lines.includes(firstLine));
      if (!here) continue;
      const matching = ignore.names.filter(it => names.includes(it.name));
      if (ignore.names.length > 0 && matching.length === 0) continue;
      for (const { name } of matching) ignore.used.add(name);
      ignore.used.add('');
      suppressed = true;
    }
    return suppressed;
  }

  function unused(): readonly { readonly name: string; readonly span: Span }[] {
    return ignores.filter(it => it.ours).flatMap(({ comment, names, used }) =>
      (names.length > 0 ? names : [{ name: '', span: comment }]).filter(it => !used.has(it.name)));
  }

  function read(comment: Span): readonly Ignore[] {
    const { start, body } = bodyOf(text.slice(comment.start, comment.end));
    const directive = /^\s*(migration-lens|squawk)-ignore(-file)?(?![\w-])/.exec(body);
    if (!directive) return [];
    const ours = directive[1] === 'migration-lens';
    const list = listOf(body.slice(directive[0].length), ours);
    const offset = comment.start + start + directive[0].length;
    const names = [...list.matchAll(/[\w-]+/g)].map(it => ({ name: it[0], span: { start: offset + it.index, end: offset + it.index + it[0].length } }));
    return [{ comment, file: directive[2] !== undefined, ours, names, lines: linesCovered(comment), used: new Set() }];
  }

  /** The comment's own line, where code stands before it; else the next line that is neither blank nor comment. */
  function linesCovered(comment: Span): readonly number[] {
    const { line } = lineAt.positionAt(comment.start);
    const lineStart = lineAt.offsetAt({ line, character: 0 });
    if (text.slice(lineStart, comment.start).trim() !== '') return [line];
    let at = comment.end;
    for (;;) {
      while (at < text.length && /\s/.test(text[at]!)) at++;
      const next = script.comments.find(it => it.start === at);
      if (!next) return [line, lineAt.positionAt(at).line];
      at = next.end;
    }
  }
}

const NONE: Suppressions = { suppress: () => false, unused: () => [] };

function bodyOf(comment: string): { readonly start: number; readonly body: string } {
  return { start: 2, body: comment.startsWith('/*') ? comment.slice(2).replace(/\*\/$/, '') : comment.slice(2) };
}

/** Ours may give a reason after a colon; squawk's ends at another `--`. Names are parted by commas or blanks. */
function listOf(rest: string, ours: boolean): string {
  const end = rest.search(ours ? /:|--/ : /--/);
  return end < 0 ? rest : rest.slice(0, end);
}
