import type { Span } from '../../text/span.js';

/** As much of Ruby as migrations are made of. What is not understood is `other`, with what was understood inside it. */
export type Node =
  | Call
  | Text
  | { readonly kind: 'symbol'; readonly span: Span; readonly name: string }
  | { readonly kind: 'number'; readonly span: Span; readonly text: string }
  | { readonly kind: 'constant'; readonly span: Span; readonly name: string }
  | { readonly kind: 'nil' | 'true' | 'false' | 'self'; readonly span: Span }
  | { readonly kind: 'array'; readonly span: Span; readonly items: readonly Node[] }
  | Hash
  | { readonly kind: 'lambda'; readonly span: Span; readonly body: readonly Node[] }
  | { readonly kind: 'assignment'; readonly span: Span; readonly name: string; readonly value: Node }
  /** `class` and `module`; `above` is the superclass as it is written. */
  | { readonly kind: 'class'; readonly span: Span; readonly name: string; readonly above?: string; readonly body: readonly Node[] }
  | { readonly kind: 'method'; readonly span: Span; readonly name: string; readonly body: readonly Node[] }
  /** `if`, `unless`, `case`, loops and what is rescued: each body may run or not. */
  | { readonly kind: 'branch'; readonly span: Span; readonly bodies: readonly (readonly Node[])[] }
  | { readonly kind: 'other'; readonly span: Span; readonly inside: readonly Node[] };

export interface Call {
  readonly kind: 'call';
  readonly span: Span;
  readonly name: string;
  readonly receiver?: Node;
  readonly args: readonly Node[];
  /** Where another argument could be written: behind the last one, or behind the name. */
  readonly argsEnd: number;
  readonly block?: Block;
}

export interface Block {
  readonly parameters: readonly string[];
  readonly body: readonly Node[];
}

/** The pairs of one call's keywords are a hash, too. */
export interface Hash {
  readonly kind: 'hash';
  readonly span: Span;
  readonly pairs: readonly Pair[];
}

export interface Pair {
  /** Absent where the key is neither a symbol nor a string, and for `**more`. */
  readonly key?: string;
  readonly value: Node;
  readonly span: Span;
}

/** A string as Ruby makes it. */
export interface Text {
  readonly kind: 'text';
  readonly span: Span;
  /** Of a string without `#{…}`. */
  readonly known?: Known;
  /** With a space for each `#{…}`. */
  readonly rough: string;
}

export interface Known {
  readonly text: string;
  /** The file's offset of each UTF-16 unit of `text`, and of its end: counted when somebody asks. */
  offsets(): readonly number[];
}
