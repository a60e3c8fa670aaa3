import type { Span } from '../../text/span.js';
import type { Known } from './node.js';
import { charactersAt, quotedAt } from './strings.js';

export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'pattern' | 'operator' | 'end';
  readonly start: number;
  readonly end: number;
  /** As it is written; of a text, its quote. */
  readonly text: string;
  /** A line end stands before it. */
  readonly onNewLine: boolean;
  /** Of a text. */
  readonly pieces?: readonly Piece[];
  /** Of a bracket that opens: which token closes it, or stands where it should be closed. */
  closing?: number;
}

/** What is in the braces of a template has tokens of its own. */
export type Piece = Known | { readonly kind: 'hole'; readonly span: Span; readonly tokens: readonly Token[] };

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: readonly Span[];
}

/** Cuts a file into tokens in one pass. Whatever the text is, it comes to an end. */
export function tokensOf(source: string): Tokens {
  const comments: Span[] = [];
  const { tokens } = read(source.startsWith('#!') ? lineEnd(source, 0) : 0, 0);
  return { tokens, comments };

  /** Up to the end, or to the brace that closes the one of a template. */
  function read(from: number, depth: number): { readonly tokens: readonly Token[]; readonly end: number } {
    const tokens: Token[] = [];
    const brackets = bracketsOf(tokens);
    let at = from;
    let onNewLine = true;
    const add = (kind: Token['kind'], end: number, pieces?: readonly Piece[]) => {
      tokens.push({ kind, start: at, end, text: kind === 'text' ? source[at]! : source.slice(at, end), onNewLine, ...(pieces && { pieces }) });
      at = end;
      onNewLine = false;
    };
    while (at < source.length) {
      const character = source[at]!;
      if (BLANK.test(character)) {
        onNewLine ||= character === '\n';
        at++;
      } else if (character === '/' && (source[at + 1] === '/' || source[at + 1] === '*')) {
        const end = commentEnd(source, at);
        comments.push({ start: at, end });
        onNewLine ||= source.slice(at, end).includes('\n');
        at = end;
      } else if (character === '"' || character === "'") {
        const { known, end } = quotedAt(source, at);
        add('text', end, [known]);
      } else if (character === '`') {
        const { pieces, end } = template(at, depth);
        add('text', end, pieces);
      } else if (character === '/' && !isValue(tokens.at(-1))) add('pattern', patternEnd(source, at));
      else {
        const [kind, end] = plain(at);
        if (depth > 0 && character === '}' && !brackets.isOpen('{')) break;
        add(kind, end);
        if (kind === 'operator') brackets.see(character);
      }
    }
    tokens.push({ kind: 'end', start: at, end: at, text: '', onNewLine: true });
    brackets.end();
    return { tokens, end: at };
  }

  function plain(from: number): readonly [Token['kind'], number] {
    for (const [kind, pattern] of PLAIN) {
      pattern.lastIndex = from;
      const found = pattern.exec(source);
      if (found) return [kind, from + found[0].length];
    }
    return ['operator', from + 1];
  }

  function template(from: number, depth: number): { readonly pieces: readonly Piece[]; readonly end: number } {
    const pieces: Piece[] = [];
    const stops = (it: number) => source[it] === '`' || (source[it] === '$' && source[it + 1] === '{');
    let at = from + 1;
    for (;;) {
      const { known, end } = charactersAt(source, at, stops);
      pieces.push(known);
      if (end >= source.length || source[end] === '`' || depth >= DEEPEST) return { pieces, end: Math.min(source.length, end + 1) };
      const hole = read(end + 2, depth + 1);
      at = Math.min(source.length, hole.end + 1);
      pieces.push({ kind: 'hole', span: { start: end, end: at }, tokens: hole.tokens });
    }
  }
}

/** Templates in templates, deeper than people write them. */
const DEEPEST = 20;

/** Which token closes which: a bracket of another kind closes those that were left open inside. */
function bracketsOf(tokens: Token[]): { see(character: string): void; isOpen(kind: string): boolean; end(): void } {
  const open: Token[] = [];
  const counts: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  const pop = () => {
    const token = open.pop()!;
    counts[token.text]!--;
    token.closing = tokens.length - 1;
    return token.text;
  };
  return {
    isOpen: kind => counts[kind]! > 0,
    see(character) {
      if (character in counts) {
        open.push(tokens.at(-1)!);
        counts[character]!++;
        return;
      }
      const opens = OPENS[character];
      if (opens !== undefined && counts[opens]! > 0) while (pop() !== opens);
    },
    end() {
      while (open.length > 0) pop();
    },
  };
}

const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** What a division may follow; behind all else a slash begins a regular expression. */
function isValue(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.kind === 'word') return !/^(?:return|typeof|case|in|of|await|else|do|void|delete|throw|new)$/.test(token.text);
  return token.kind === 'operator' ? /^[)\]}]$/.test(token.text) : true;
}

function commentEnd(source: string, from: number): number {
  if (source[from + 1] === '/') return lineEnd(source, from);
  const found = source.indexOf('*/', from + 2);
  return found < 0 ? source.length : found + 2;
}

function lineEnd(source: string, from: number): number {
  const found = source.indexOf('\n', from);
  return found < 0 ? source.length : found;
}

function patternEnd(source: string, from: number): number {
  let inClass = false;
  const end = Math.min(source.length, from + LONGEST_PATTERN);
  for (let to = from + 1; to < end && source[to] !== '\n'; to++) {
    if (source[to] === '\\') to++;
    else if (source[to] === '[') inClass = true;
    else if (source[to] === ']') inClass = false;
    else if (source[to] === '/' && !inClass) {
      FLAGS.lastIndex = to + 1;
      return to + 1 + (FLAGS.exec(source)?.[0].length ?? 0);
    }
  }
  return from + 1;
}

/** Nobody writes a longer one: a text of slashes must not be read to its end at each. */
const LONGEST_PATTERN = 2_000;
const BLANK = /\s|\uFEFF/;
const FLAGS = /[a-z]*/y;
const PLAIN: readonly (readonly [Token['kind'], RegExp])[] = [
  ['word', /[\p{ID_Start}$_#][\p{ID_Continue}$\u200C\u200D]*/uy],
  ['number', /(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?|\.\d)[\d_]*(?:[eE][+-]?\d+)?)n?/y],
  // `>` alone: it may close the brackets of a type.
  ['operator', /=>|\.\.\.|\?\.(?!\d)|\?\?=?|\|\|=?|&&=?|===?|!==?|<=|\+\+|--|\*\*|[-+*/%&|^]=|[^\s]/y],
];
