import type { Span } from '../../text/span.js';

/** As much of JavaScript and TypeScript as migrations are made of. What is not understood is `other`, with what was understood inside it. */
export type Node =
  | Call
  | Text
  | Function
  | { readonly kind: 'name'; readonly span: Span; readonly name: string }
  | { readonly kind: 'number'; readonly span: Span; readonly value: number }
  | { readonly kind: 'constant'; readonly span: Span; readonly value: boolean | null | undefined }
  | { readonly kind: 'array'; readonly span: Span; readonly items: readonly Node[] }
  | Dictionary
  /** `a.b`, and `a['b']`; `at` is where the name is written. */
  | { readonly kind: 'member'; readonly span: Span; readonly of: Node; readonly name: string; readonly at: Span }
  | { readonly kind: 'element'; readonly span: Span; readonly of: Node; readonly index: Node }
  | { readonly kind: 'spread'; readonly span: Span; readonly of: Node }
  | { readonly kind: 'assignment'; readonly span: Span; readonly target: Node; readonly value: Node }
  /** `a + b`, `a || b`; one operator less than parts. */
  | { readonly kind: 'operation'; readonly span: Span; readonly operators: readonly string[]; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly span: Span; readonly of: Node }
  | { readonly kind: 'choice'; readonly span: Span; readonly test: Node; readonly yes: Node; readonly no: Node }
  | Class
  | { readonly kind: 'other'; readonly span: Span; readonly inside: readonly Node[] };

export interface Call {
  readonly kind: 'call';
  readonly span: Span;
  readonly callee: Node;
  readonly args: readonly Node[];
  /** Between its parentheses. */
  readonly inside: Span;
  /** With `new`. */
  readonly makes: boolean;
}

export interface Dictionary {
  readonly kind: 'dictionary';
  readonly span: Span;
  /** Without a key: `[computed]`, or `...more`. */
  readonly entries: readonly { readonly key?: string; readonly computed?: Node; readonly value: Node; readonly span: Span }[];
}

/** Also a method. */
export interface Function {
  readonly kind: 'function';
  readonly span: Span;
  readonly name?: string;
  /** For each parameter, what it binds. */
  readonly parameters: readonly (readonly Binding[])[];
  readonly body: readonly Statement[];
  /** Between its braces; absent where it is an expression. */
  readonly inside?: Span;
}

export interface Class {
  readonly kind: 'class';
  readonly span: Span;
  readonly name?: string;
  readonly members: readonly { readonly name: string; readonly value: Node }[];
}

/** A name, and what of the value it is bound to: `{ context: { a } }` binds `a` by `context`, `a`. */
export interface Binding {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly otherwise?: Node;
}

/** A string; of a template, texts and expressions by turns. */
export interface Text {
  readonly kind: 'text';
  readonly span: Span;
  readonly pieces: readonly (Known | Node)[];
}

export interface Known {
  readonly kind: 'known';
  readonly text: string;
  /** The file's offset of each UTF-16 unit of `text`, and of its end. */
  readonly offsets: readonly number[];
}

export type Statement =
  | { readonly kind: 'expression'; readonly span: Span; readonly value: Node }
  /** A variable, a function or a class; of `export default`, called `default`. */
  | { readonly kind: 'declaration'; readonly span: Span; readonly bindings: readonly Binding[]; readonly value?: Node }
  | { readonly kind: 'leaving'; readonly span: Span; readonly word: string; readonly value?: Node }
  | { readonly kind: 'if'; readonly span: Span; readonly test: Node; readonly yes: readonly Statement[]; readonly no: readonly Statement[] }
  /** `for (bindings of over)`; other loops have neither. */
  | { readonly kind: 'loop'; readonly span: Span; readonly bindings: readonly Binding[]; readonly over?: Node; readonly head: readonly Node[]; readonly body: readonly Statement[] }
  /** What runs in order: a block, `try` with its `finally`, the cases of a `switch`. */
  | { readonly kind: 'block'; readonly span: Span; readonly bodies: readonly (readonly Statement[])[] };
