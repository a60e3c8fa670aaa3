import { shift } from '../text/span.js';
import type { Span, TextEdit } from '../text/span.js';
import type { Statement } from './statement.js';
import type { InnerStatement } from './statement/functions.js';

/**
 * A script cut into pieces, each parsed on its own, so that one broken statement hides nothing
 * of the others. `text` is what the author wrote; all spans of the script count in it.
 */
export interface Script {
  readonly text: string;
  /** The part of it that was read; absent, all. */
  readonly within?: Span;
  readonly pieces: readonly Piece[];
  /** Every comment, in order, without the line end. Suppressions are read from these. */
  readonly comments: readonly Span[];
}

export type Piece =
  | {
      readonly kind: 'statement';
      /** From the first token to the last, without the semicolon and without leading comments. */
      readonly span: Span;
      /** Its own spans count from `span.start`, so that an unchanged statement can be shared between edits. */
      readonly statement: Statement;
      /** Where the file is not written in SQL: the spans of `statement` then count in its text. */
      readonly sent?: Sent;
    }
  | {
      readonly kind: 'error';
      readonly span: Span;
      /** Postgres's own words. */
      readonly message: string;
      /** Where Postgres stopped reading, in the script; the token there. */
      readonly at: Span;
    }
  /** A `\command` of psql, or the rows that follow `COPY … FROM stdin`. */
  | { readonly kind: 'psql'; readonly span: Span }
  | { readonly kind: 'copy-data'; readonly span: Span }
  /** Too large to be parsed for its content (data, as a rule): only its first keyword is known. Without one, nothing is. */
  | { readonly kind: 'opaque'; readonly span: Span; readonly keyword: string };

/** A statement that a call or a string of another language sends. */
export interface Sent {
  readonly text: string;
  /** Of a string: the file's offset of each UTF-16 unit of `text`, and of its end. Absent, there is only the call. */
  readonly offsets?: readonly number[];
  /** By rule: how the tool writes the same without the danger. Edits count in the file. */
  readonly safeForms?: Readonly<Record<string, readonly SafeForm[]>>;
  /** To be followed, not judged. */
  readonly unjudged?: true;
}

export interface SafeForm {
  readonly title: string;
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
  /** What is to follow in a migration of its own, and what that one is called. `does`: other than validate what the form adds. */
  readonly followUp?: { readonly name: string; readonly code: Body; readonly does?: string; readonly required?: true };
}

/** What a migration in another language does: a line each, without indentation. */
export interface Body {
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly imports?: readonly string[];
}

export type StatementPiece = Extract<Piece, { readonly kind: 'statement' }>;

/** The statement's own text, in which its spans count. */
export function textOf({ span, sent }: StatementPiece, { text }: Pick<Script, 'text'>): string {
  return sent?.text ?? text.slice(span.start, span.end);
}

/** Where in the file a part of the statement is. */
export function placeOf({ span: whole, sent }: StatementPiece, span: Span): Span {
  if (!sent) return shift(span, whole.start);
  return sent.offsets ? placeIn(sent.offsets, span) : whole;
}

/** A statement inside a DO block, as a piece of the script that the block is in. */
export function innerPiece(block: StatementPiece, inner: Extract<InnerStatement, { readonly kind: 'statement' }>, script: Pick<Script, 'text'>): StatementPiece {
  const { span, statement, quoted } = inner;
  const { sent } = block;
  const at = placeOf(block, span);
  if (!sent && !quoted) return { kind: 'statement', span: at, statement };
  const offsets = sent ? sent.offsets?.slice(span.start, span.end + 1) : Array.from({ length: span.end - span.start + 1 }, (_, i) => at.start + i);
  return {
    kind: 'statement', span: at, statement,
    sent: { text: textOf(block, script).slice(span.start, span.end), ...(offsets && { offsets }), ...(sent?.unjudged && { unjudged: true as const }) },
  };
}

/** The end is told by the last unit: what follows it may stand in the next of several strings. */
export function placeIn(offsets: readonly number[], { start, end }: Span): Span {
  return { start: offsets[start]!, end: end > start ? offsets[end - 1]! + 1 : offsets[start]! };
}

/** In the order in which they run: what is in a DO block comes behind it. */
export function statementsOf({ pieces }: Script): readonly Statement[] {
  const all: Statement[] = [];
  for (const it of pieces) {
    if (it.kind !== 'statement') continue;
    all.push(it.statement);
    if (it.statement.kind === 'do') all.push(...innerOf(it.statement));
  }
  return all;
}

function innerOf(statement: Statement): readonly Statement[] {
  return statement.kind === 'do' ? (statement.inner ?? []).flatMap(it => it.kind === 'statement' ? [it.statement, ...innerOf(it.statement)] : []) : [];
}

/** What the server will see as statements, even those that cannot be parsed here. */
export function sentStatements({ pieces }: Script): number {
  return pieces.filter(it => it.kind === 'statement' || it.kind === 'error' || it.kind === 'opaque').length;
}
