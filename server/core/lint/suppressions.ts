import { skipBlanks } from '../sql/lexer.js';
import { placeOf } from '../sql/script.js';
import type { Piece, Script } from '../sql/script.js';
import { linesOf } from '../text/lines.js';
import { contains } from '../text/span.js';
import type { Span } from '../text/span.js';
import type { Documented } from './rule.js';
import { directiveOf, mayDirect, means } from './suppressions/dialects.js';
import type { Directive } from './suppressions/dialects.js';

/** The ignore comments of one script, and which of them have been of use. */
export interface Suppressions {
  /** There is no such comment. */
  readonly none: boolean;
  /** Whether a comment silences the rule for a finding at `at` in the statement at `statement`; the comment is then used. */
  suppress(rule: Pick<Documented, 'id' | 'aliases'>, at: Span, statement: Span): boolean;
  /** Names in our own comments that silenced nothing; an empty one stands for a comment without names. To be asked last. */
  unused(): readonly { readonly name: string; readonly span: Span }[];
  /** Comments that could say why, and do not. */
  unexplained(): readonly Span[];
}

interface Ignore extends Directive {
  readonly comment: Span;
  /** The lines on which a finding must begin. */
  readonly lines: readonly number[];
  /** Of a `start`: the offset at which it no longer counts. */
  readonly until: number;
  readonly used: Set<string>;
}

/**
 * Reads our ignore comments and those of other linters (`suppressions/dialects.ts`), with a list of rules or none for all,
 * on the line of the finding or above it; above a statement they hold for the whole statement, and those for a file for the file.
 */
export function suppressionsOf(script: Script): Suppressions {
  const { text } = script;
  const comments = [...script.comments, ...script.pieces.flatMap(commentsInside)].sort((a, b) => a.start - b.start);
  const marked = comments.filter(({ start, end }) => mayDirect(text.slice(start, end)));
  if (marked.length === 0) return NONE;

  const lineAt = linesOf(text);
  const behind = codeBehind(text, comments);
  const ignores = bounded(marked.flatMap(read));
  const byLine = new Map<number, Ignore[]>();
  for (const ignore of ignores) {
    for (const line of new Set(ignore.lines)) {
      const others = byLine.get(line);
      if (others) others.push(ignore);
      else byLine.set(line, [ignore]);
    }
  }
  /** Those that may count for findings on any line. */
  const wide = ignores.filter(it => it.scope !== 'here' && it.scope !== 'end');
  return { none: ignores.length === 0, suppress, unused, unexplained: () => ignores.filter(it => it.reason === false).map(it => it.comment) };

  function suppress(rule: Pick<Documented, 'id' | 'aliases'>, at: Span, statement: Span): boolean {
    const line = lineAt.positionAt(at.start).line;
    const firstLine = lineAt.positionAt(statement.start).line;
    let suppressed = false;
    const above = (byLine.get(firstLine) ?? []).filter(it => it.comment.end <= statement.start);
    const near = new Set([...byLine.get(line) ?? [], ...above]);
    for (const ignore of new Set([...near, ...wide])) {
      if (!covers(ignore, near.has(ignore), at, statement)) continue;
      const matching = ignore.names === 'all' ? [] : ignore.names.filter(it => means(it.name, rule));
      if (ignore.names !== 'all' && matching.length === 0) continue;
      for (const { name } of matching) ignore.used.add(name);
      ignore.used.add('');
      suppressed = true;
    }
    return suppressed;
  }

  function covers({ scope, comment, until }: Ignore, onLine: boolean, at: Span, statement: Span): boolean {
    switch (scope) {
      case 'here': return onLine;
      case 'statement': return onLine || contains(statement, comment.start);
      case 'file': return true;
      case 'start': return comment.start < at.start && at.start <= until;
      case 'end': return false;
    }
  }

  function unused(): readonly { readonly name: string; readonly span: Span }[] {
    return ignores.filter(it => it.ours).flatMap(({ comment, names, used }) => {
      const spans = names === 'all' ? [{ name: '', span: comment }] : names.map(({ name, start }) => ({ name, span: { start: comment.start + start, end: comment.start + start + name.length } }));
      return spans.filter(it => !used.has(it.name));
    });
  }

  function read(comment: Span): readonly Ignore[] {
    const directive = directiveOf(text.slice(comment.start, comment.end), () => isOnTop(comment));
    return directive ? [{ ...directive, comment, lines: linesCovered(comment), until: Infinity, used: new Set() }] : [];
  }

  function isOnTop({ end, start }: Span): boolean {
    const first = script.pieces[0]?.span.start ?? text.length;
    return start < first && /^[^\S\n]*\n(?:[^\S\n]*--[^\n]*\n)*[^\S\n]*(?:\n|$)/.test(text.slice(end));
  }

  /** The comment's own line, where code stands before it; else the next line that is neither blank nor comment. */
  function linesCovered(comment: Span): readonly number[] {
    const { line } = lineAt.positionAt(comment.start);
    const lineStart = lineAt.offsetAt({ line, character: 0 });
    return text.slice(lineStart, comment.start).trim() !== '' ? [line] : [line, lineAt.positionAt(behind.get(comment.start)!).line];
  }
}

/** Behind each comment, by its start, the offset of what is neither blank nor comment. */
function codeBehind(text: string, comments: readonly Span[]): ReadonlyMap<number, number> {
  const behind = new Map<number, number>();
  for (const { start, end } of comments.toReversed()) {
    const at = skipBlanks(text, end);
    behind.set(start, behind.get(at) ?? at);
  }
  return behind;
}

/** Each `start` with the `end` of the same names that is the first behind it. */
function bounded(ignores: readonly Ignore[]): readonly Ignore[] {
  const ends = new Map<string, number>();
  return ignores.toReversed().map(it => {
    const names = it.names === 'all' ? 'all' : it.names.map(({ name }) => name).join();
    if (it.scope === 'end') ends.set(names, it.comment.start);
    return it.scope === 'start' ? { ...it, until: ends.get(names) ?? Infinity } : it;
  }).toReversed();
}

const NONE: Suppressions = { none: true, suppress: () => false, unused: () => [], unexplained: () => [] };

const NO_SPANS: readonly Span[] = [];

/** Those of a DO block's body, which is a string to others. */
function commentsInside(piece: Piece): readonly Span[] {
  if (piece.kind !== 'statement' || piece.statement.kind !== 'do' || !piece.statement.comments) return NO_SPANS;
  return piece.statement.comments.map(it => placeOf(piece, it));
}
