import type { Span } from '../../text/span.js';

/** As much of Python's expressions as migrations are written in. Spans count in the file. */
export type Expression =
  | Text
  | Call
  | Sequence
  | { readonly kind: 'number'; readonly span: Span; readonly text: string }
  /** `None`, `op`, `sa.Integer`: names, and attributes of names. */
  | { readonly kind: 'name'; readonly span: Span; readonly name: string }
  /** `op.get_bind().execute`: an attribute of what is no name. */
  | { readonly kind: 'attribute'; readonly span: Span; readonly of: Expression; readonly name: string }
  | { readonly kind: 'dict'; readonly span: Span; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
  /** Parts joined by `+` and by nothing else. */
  | { readonly kind: 'sum'; readonly span: Span; readonly parts: readonly Expression[] }
  /** Something else, whose value only Python could tell. What can be read of it is in `parts`. */
  | { readonly kind: 'other'; readonly span: Span; readonly parts: readonly Expression[] };

/** One literal or several that stand side by side; of an f-string also what is filled in. */
export interface Text {
  readonly kind: 'text';
  readonly span: Span;
  readonly pieces: readonly TextPiece[];
}

export type TextPiece =
  /** `raw`: a backslash is a backslash. `format`: in an f-string, where `{{` means `{`. */
  | { readonly kind: 'literal'; readonly span: Span; readonly raw: boolean; readonly format: boolean }
  | { readonly kind: 'filled'; readonly span: Span; readonly value: Expression };

export interface Call {
  readonly kind: 'call';
  readonly span: Span;
  readonly callee: Expression;
  readonly positional: readonly Expression[];
  readonly keywords: readonly Keyword[];
  /** It has `*args` or `**options`: more arguments than are written. */
  readonly spread: boolean;
  /** What stands behind each `**`. */
  readonly options: readonly Expression[];
  /** Of the arguments, inside the parentheses. */
  readonly inside: Span;
}

export interface Keyword {
  readonly name: string;
  readonly value: Expression;
  readonly span: Span;
}

export interface Sequence {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly span: Span;
  readonly items: readonly Expression[];
}
