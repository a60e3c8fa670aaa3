import type { Span } from '../../text/span.js';

/** What a file of JavaScript or TypeScript hands to somebody, as far as it can be read without running it. */
export interface Scan {
  /** In the order of the text. */
  readonly calls: readonly Call[];
  readonly comments: readonly Span[];
}

/** A call of a method. */
export interface Call {
  readonly name: string;
  /** From the name to the end of what is known of its first argument. */
  readonly span: Span;
  /** The function `up` or `down` that it stands in. */
  readonly way: 'up' | 'down' | undefined;
  /** Its first argument, where that is a string or several joined by `+`. */
  readonly text?: Literal;
  /** It has more than one. */
  readonly more: boolean;
  /** It is handed to another call, or is a value in an object: `defaultTo(knex.raw('now()'))`. */
  readonly isValue: boolean;
}

export interface Literal {
  readonly span: Span;
  /** With a blank for each `${…}`, where there is one. */
  readonly text: string;
  /** The file's offset of each UTF-16 unit of `text`, and of its end. */
  readonly offsets: readonly number[];
  /** It has a `${…}`, or is joined with something that is no string. */
  readonly dynamic: boolean;
}

/** Reads a file in one pass. Whatever the text is, it comes to an end. */
export function scan(source: string): Scan {
  const calls: Call[] = [];
  const comments: Span[] = [];
  let way: Call['way'];
  let previous = '';
  /** Before the chain of names and calls that is being read: `knex.schema`, `knex('t')`. */
  let beforeChain = '';
  /** What is open: of a call of a method, its name. */
  const open: string[] = [];
  let called = '';
  let at = 0;
  while (at < source.length) {
    const start = at;
    const character = source[at]!;
    if (/\s/.test(character)) at++;
    else if (isComment(at)) {
      at = commentEnd(at);
      comments.push({ start, end: at });
    } else if (/["'`]/.test(character)) {
      at = stringAt(at).end;
      previous = '"';
    } else if (character === '/' && !/[\w)\]"]/.test(previous)) {
      at = regexEnd(at);
      previous = '"';
    } else if (/[\w$]/.test(character)) {
      WORD.lastIndex = at;
      const word = WORD.exec(source)![0];
      at += word.length;
      if (previous !== '.') beforeChain = previous;
      if ((word === 'up' || word === 'down') && isDefinition(start, at)) way = word;
      else if (previous === '.' && source[skipped(at)] === '(') {
        const text = literalAt(skipped(skipped(at) + 1));
        const end = text?.span.end ?? at;
        calls.push({ name: word, span: { start, end }, way, ...(text && { text }), more: text !== undefined && source[skipped(end)] === ',', isValue: isValue(beforeChain) });
        called = word;
      }
      previous = /^(?:return|typeof|case|in|of|await)$/.test(word) ? '' : 'a';
    } else {
      if (/[([{]/.test(character)) open.push(character === '(' && called !== '' ? called : character);
      else if (/[)\]}]/.test(character)) open.pop();
      called = '';
      previous = character === '>' && previous === '=' ? '' : character;
      at++;
    }
  }
  return { calls, comments };

  /** Right behind the parenthesis of a method, or a comma in it; behind the colon of an object. A list of statements is handed on by `Promise.all([…])`. */
  function isValue(before: string): boolean {
    const within = open.at(-1) ?? '';
    return before === ':' ? within === '{' : /[(,]/.test(before) && !/^[([{]?$/.test(within);
  }

  /** `exports.up =`, `async up(`, `up:`, `function up`: not a call of somebody else's. */
  function isDefinition(start: number, end: number): boolean {
    if (source[start - 1] === '.' && !/exports\.$/.test(source.slice(Math.max(0, start - 10), start))) return false;
    return /[(:=]/.test(source[skipped(end)] ?? '');
  }

  function isComment(from: number): boolean {
    return source[from] === '/' && (source[from + 1] === '/' || source[from + 1] === '*');
  }

  function commentEnd(from: number): number {
    const found = source[from + 1] === '/' ? source.indexOf('\n', from) : source.indexOf('*/', from + 2);
    return found < 0 ? source.length : found + (source[from + 1] === '/' ? 0 : 2);
  }

  /** Behind blanks and comments. */
  function skipped(from: number): number {
    let to = from;
    while (to < source.length && (/\s/.test(source[to]!) || isComment(to))) to = isComment(to) ? commentEnd(to) : to + 1;
    return to;
  }

  function regexEnd(from: number): number {
    let inClass = false;
    for (let to = from + 1; to < source.length && source[to] !== '\n'; to++) {
      if (source[to] === '\\') to++;
      else if (source[to] === '[') inClass = true;
      else if (source[to] === ']') inClass = false;
      else if (source[to] === '/' && !inClass) return to + 1;
    }
    return from + 1;
  }

  /** Strings joined by `+`, from the first on. */
  function literalAt(from: number): Literal | undefined {
    if (!/["'`]/.test(source[from] ?? '')) return undefined;
    let { text, offsets, dynamic, end } = stringAt(from);
    for (let plus = skipped(end); source[plus] === '+'; plus = skipped(end)) {
      const next = skipped(plus + 1);
      if (!/["'`]/.test(source[next] ?? '')) return { span: { start: from, end }, text, offsets: [...offsets, end - 1], dynamic: true };
      const more = stringAt(next);
      text += more.text;
      offsets = [...offsets, ...more.offsets];
      dynamic ||= more.dynamic;
      end = more.end;
    }
    return { span: { start: from, end }, text, offsets: [...offsets, end - 1], dynamic };
  }

  function stringAt(from: number, depth = 0): { readonly text: string; readonly offsets: readonly number[]; readonly dynamic: boolean; readonly end: number } {
    const quote = source[from]!;
    const offsets: number[] = [];
    let text = '';
    let dynamic = false;
    let to = from + 1;
    const add = (meant: string, length: number) => {
      text += meant;
      for (let i = 0; i < meant.length; i++) offsets.push(to);
      to += length;
    };
    while (to < source.length && source[to] !== quote) {
      if (quote !== '`' && source[to] === '\n') break;
      if (quote === '`' && source.startsWith('${', to)) {
        dynamic = true;
        const end = afterBraces(to + 2, depth);
        add(' ', end - to);
      } else if (source[to] === '\\') {
        ESCAPE.lastIndex = to;
        const [all, code, character] = ESCAPE.exec(source) ?? ['\\'];
        if (code !== undefined) add(String.fromCodePoint(Math.min(0x10ffff, parseInt(code.replace(/[ux{}]/g, ''), 16))), all.length);
        else add(character === '\n' || character === '\r\n' ? '' : SINGLE[character ?? ''] ?? character ?? '', all.length);
      } else add(source[to]!, 1);
    }
    return { text, offsets, dynamic, end: Math.min(source.length, to + 1) };
  }

  /** Behind the `}` that closes what was opened right before. */
  function afterBraces(from: number, depth: number): number {
    let open = 1;
    for (let to = from; to < source.length; to++) {
      if (source[to] === '{') open++;
      else if (source[to] === '}' && --open === 0) return to + 1;
      else if (/["'`]/.test(source[to]!) && depth < DEEPEST) to = stringAt(to, depth + 1).end - 1;
    }
    return source.length;
  }
}

/** Templates in templates, deeper than people write them. */
const DEEPEST = 20;

const WORD = /[\w$]+/y;
const ESCAPE = /\\(?:(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})|(\r\n|[\s\S]))/y;
const SINGLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };
