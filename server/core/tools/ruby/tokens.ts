import type { Span } from '../../text/span.js';
import { heredoc, quoted } from './strings.js';
import type { Quoted } from './strings.js';

export interface Token {
  /** `label`: the `null:` of a keyword. `list`: `%w[a b]`. `line`: a line end that ends a statement, or a semicolon. */
  readonly kind: 'word' | 'constant' | 'label' | 'symbol' | 'text' | 'number' | 'list' | 'operator' | 'line' | 'end';
  readonly start: number;
  readonly end: number;
  /** The word, the symbol's name, the operator. Of a list, its words with blanks between. */
  readonly text: string;
  /** A blank stands before it. */
  readonly spaced: boolean;
  /** Of a text, and of a symbol in quotes. */
  readonly content?: Omit<Quoted, 'end'>;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: readonly Span[];
}

/** Cuts Ruby into tokens, heredocs at their beginnings. Whatever the text is, it comes to an end. */
export function tokensOf(source: string): Tokens {
  const tokens: Token[] = [];
  const comments: Span[] = [];
  /** Heredocs that were opened in this line: their texts begin with the next. */
  let waiting: { readonly at: number; readonly word: string; readonly indented: boolean; readonly squiggly: boolean; readonly double: boolean }[] = [];
  let at = source.startsWith('=begin') ? blockComment(0) : 0;
  let spaced = false;

  while (at < source.length) {
    const character = source[at]!;
    if (character === '\n') {
      if (!continues()) add('line', at, at + 1, '\n');
      at = readHeredocs(at + 1);
      if (source.startsWith('=begin', at)) at = blockComment(at);
      if (source.startsWith('__END__', at)) break;
      spaced = true;
    } else if (character === ' ' || (character !== '\\' && (character < '!' || character > '~') && /\s/.test(character))) {
      at++;
      spaced = true;
    } else if (character === '\\' && /^\\\r?\n/.test(source.slice(at, at + 3))) {
      at = source.indexOf('\n', at) + 1;
      spaced = true;
    } else if (character === '#') {
      const end = lineEnd(at);
      comments.push({ start: at, end });
      at = end;
    } else {
      at = token(character);
      spaced = false;
    }
  }
  add('end', source.length, source.length, '');
  return { tokens, comments };

  function add(kind: Token['kind'], start: number, end: number, text: string, content?: Omit<Quoted, 'end'>): number {
    tokens.push(content ? { kind, start, end, text, spaced, content } : { kind, start, end, text, spaced });
    return end;
  }

  function token(character: string): number {
    const previous = tokens.at(-1);
    if (character === '"' || character === "'" || character === '`') {
      const read = quoted(source, at + 1, character, character, character !== "'");
      // `"a": 1`
      const label = source[read.end] === ':' && source[read.end + 1] !== ':' && character !== '`';
      return label ? add('label', at, read.end + 1, read.rough) : add('text', at, read.end, '', read);
    }
    if (character === '%' && !isValue(previous)) {
      const percent = percentLiteral();
      if (percent !== undefined) return percent;
    }
    if (character === '<') {
      const opened = HEREDOC.exec(source.slice(at, at + 100));
      if (opened && (opened[1] !== '' || !isValue(previous) || (spaced && /^<<[A-Z"']/.test(opened[0])))) {
        const [all, mark, quote, word] = opened;
        waiting.push({ at: tokens.length, word: word!, indented: mark !== '', squiggly: mark === '~', double: quote !== "'" });
        return add('text', at, at + all.length, '', { rough: '' });
      }
    }
    if (character === ':' && /^:["'A-Za-z_\u0080-\uffff]/.test(source.slice(at, at + 2))) {
      const quote = source[at + 1]!;
      if (quote === '"' || quote === "'") {
        const read = quoted(source, at + 2, quote, quote, quote === '"');
        return add('symbol', at, read.end, read.rough, read);
      }
      NAME.lastIndex = at + 1;
      const name = NAME.exec(source)?.[0];
      if (name !== undefined) return add('symbol', at, at + 1 + name.length, name);
    }
    if (/[0-9]/.test(character)) {
      NUMBER.lastIndex = at;
      const text = NUMBER.exec(source)![0];
      return add('number', at, at + text.length, text);
    }
    WORD.lastIndex = at;
    const text = WORD.exec(source)?.[0];
    if (text !== undefined) {
      const end = at + text.length;
      if (source[end] === ':' && source[end + 1] !== ':' && previous?.text !== '?' && previous?.text !== '.') return add('label', at, end + 1, text);
      return add(/^[A-Z]/.test(text) && !/[?!]$/.test(text) ? 'constant' : 'word', at, end, text);
    }
    if (character === '/' && !isValue(previous)) {
      const end = regexEnd();
      if (end !== undefined) return add('number', at, end, source.slice(at, end));
    }
    if (character === ';') return add('line', at, at + 1, ';');
    OPERATOR.lastIndex = at;
    const operator = OPERATOR.exec(source)![0];
    return add('operator', at, at + operator.length, operator);
  }

  /** Whether the token ends a value, so that what follows is an operator between two. */
  function isValue(previous: Token | undefined): boolean {
    if (!previous) return false;
    if (previous.kind === 'word') return !KEYWORDS.has(previous.text) && !(spaced && !/\s/.test(source[at + 1] ?? ' '));
    return previous.kind === 'constant' || previous.kind === 'symbol' || previous.kind === 'text' || previous.kind === 'number' || previous.kind === 'list'
      || (previous.kind === 'operator' && /^[)\]}]$/.test(previous.text));
  }

  function percentLiteral(): number | undefined {
    const opened = /^%([wWiIqQ]?)([(\[{<|!\/])/.exec(source.slice(at, at + 3));
    if (!opened) return undefined;
    const [all, kind = '', open] = opened;
    const close = CLOSING[open!] ?? open!;
    const read = quoted(source, at + all.length, open!, close, kind !== 'q' && kind !== 'w' && kind !== 'i');
    if (/[wWiI]/.test(kind)) return add('list', at, read.end, read.rough.trim().replace(/\s+/g, ' '));
    return add('text', at, read.end, '', read);
  }

  function regexEnd(): number | undefined {
    const end = lineEnd(at);
    for (let i = at + 1; i < end; i++) {
      if (source[i] === '\\') i++;
      else if (source[i] === '/') return i + 1 + /^[imxounse]*/.exec(source.slice(i + 1, i + 8))![0].length;
    }
    return undefined;
  }

  /** What a line end does not end: an expression that waits for more, or one that the next line goes on with. */
  function continues(): boolean {
    const previous = tokens.at(-1);
    if (!previous || previous.kind === 'line') return true;
    if (previous.kind === 'operator' && /^(?:,|\.|&\.|::|=>?|\|\||&&|[-+*/%<>&(\[]|\+=|<<|==|!=|->|\?|!)$/.test(previous.text)) return true;
    GOES_ON.lastIndex = at;
    return waiting.length === 0 && GOES_ON.test(source);
  }

  /** The texts of the heredocs that were waiting; where the line after them begins. */
  function readHeredocs(from: number): number {
    let start = from;
    for (const { at: index, word, indented, squiggly, double } of waiting) {
      const lines: Span[] = [];
      while (start < source.length) {
        const end = Math.min(source.length, lineEnd(start) + 1);
        const line = source.slice(start, end).replace(/\r?\n$/, '');
        if ((indented ? line.trimStart() : line) === word) {
          start = end;
          break;
        }
        lines.push({ start, end });
        start = end;
      }
      tokens[index] = { ...tokens[index]!, content: heredoc(source, lines, squiggly, double) };
    }
    waiting = [];
    return start;
  }

  function blockComment(from: number): number {
    const closing = /^=end.*$/m.exec(source.slice(from));
    const end = closing ? from + closing.index + closing[0].length : source.length;
    comments.push({ start: from, end });
    return end;
  }

  function lineEnd(from: number): number {
    const found = source.indexOf('\n', from);
    return found < 0 ? source.length : found;
  }
}

export const KEYWORDS: ReadonlySet<string> = new Set([
  'alias', 'and', 'begin', 'break', 'case', 'class', 'def', 'do', 'else', 'elsif', 'end', 'ensure', 'for', 'if', 'in', 'module', 'next', 'not', 'or',
  'redo', 'rescue', 'retry', 'return', 'then', 'undef', 'unless', 'until', 'when', 'while', 'yield',
]);

const HEREDOC = /^<<([~-]?)(["'`]?)([A-Za-z_]\w*)\2/;
const NAME = /[\p{L}_][\p{L}\p{N}_]*[?!=]?(?![=>~])|[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /0[xXbBoO][0-9a-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[ri]?/y;
const WORD = /(?:@@?|\$)?[\p{L}_$][\p{L}\p{N}_]*(?:[?!](?!=))?|[@$]\S/uy;
const OPERATOR = /\*\*=?|<=>|===?|=>|=~|!=|!~|&&=?|\|\|=?|&\.|->|::|\.\.\.?|<<=?|>>=?|[-+*\/%|&^<>]=|[\s\S]/uy;
const GOES_ON = /(?:\s|#[^\n]*\n)*(?:\.(?=[\p{L}_])|&\.)/uy;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
