import { fromByteOffset, type Span } from '../../text/span.js';
import { endOf, kindAt, skipBlanks, tokens as tokensOf, type Token } from '../lexer.js';

/** One statement's text, and where things stand in it. Tokens are cut only when something asks for them: most statements never do. */
export interface Place {
  readonly text: string;
  /** The UTF-16 offset of a location in bytes. The parser leaves a location of 0 out. */
  offset(location: number | undefined): number;
  /** Without comments. */
  tokens(): readonly Token[];
  /** The index of the first token at or after an offset. */
  indexAt(offset: number): number;
  /** What the token says, in lower case where it is a word; empty past the end. */
  say(index: number): string;
}

export function placeOf(text: string): Place {
  const offsetOf = fromByteOffset(text);
  let cut: readonly Token[] | undefined;
  return { text, offset: location => offsetOf(location ?? 0), tokens, indexAt, say };

  function tokens(): readonly Token[] {
    return (cut ??= tokensOf(text).filter(token => token.kind !== 'comment'));
  }

  function indexAt(offset: number): number {
    const all = tokens();
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle]!.span.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function say(index: number): string {
    const token = tokens()[index];
    if (token === undefined) return '';
    const said = text.slice(token.span.start, token.span.end);
    return token.kind === 'word' ? said.toLowerCase() : said;
  }
}

/** A name that begins at `start`, qualified or not: `app . "Users"`. */
export function nameSpan(text: string, start: number): Span {
  let end = partEnd(text, start);
  for (;;) {
    const dot = skipAside(text, end);
    if (text[dot] !== '.') return { start, end };
    end = partEnd(text, skipAside(text, dot + 1));
  }
}

/** The offset of the next token that is no comment. */
function skipAside(text: string, from: number): number {
  let at = skipBlanks(text, from);
  while (at < text.length && kindAt(text, at) === 'comment') at = skipBlanks(text, endOf('comment', text, at));
  return at;
}

function partEnd(text: string, start: number): number {
  return start < text.length ? endOf(kindAt(text, start), text, start) : start;
}

const OBJECTS = new Set([
  'table', 'index', 'view', 'sequence', 'schema', 'type', 'domain', 'function', 'procedure', 'routine', 'trigger', 'policy', 'rule', 'statistics',
  'publication', 'subscription', 'extension', 'database', 'role', 'user', 'group', 'tablespace', 'aggregate', 'operator', 'collation', 'conversion',
  'language', 'server', 'cast', 'system', 'owned', 'privileges', 'search', 'wrapper', 'transform', 'method', 'large',
]);
const MAIN_VERBS = new Set(['select', 'insert', 'update', 'delete', 'merge', 'values', 'table']);

/** The words that say what the statement is: `CREATE UNIQUE INDEX`, `ALTER TABLE`, `INSERT INTO`. */
export function keywordOf(text: string): Span {
  const words = leadingWords(text, 10);
  const first = words[0];
  if (first === undefined) return { start: 0, end: 0 };
  const through = (count: number): Span => ({ start: first.start, end: words[Math.min(count, words.length) - 1]!.end });

  switch (first.word) {
    case 'create':
    case 'alter':
    case 'drop': {
      const object = words.findIndex(({ word }) => OBJECTS.has(word));
      return through(object === -1 ? 2 : object + 1);
    }
    case 'reindex':
    case 'truncate':
    case 'lock':
      return through(words[1] !== undefined && OBJECTS.has(words[1].word) ? 2 : 1);
    case 'refresh':
      return through(3);
    case 'comment': {
      const object = words.findIndex(({ word }) => OBJECTS.has(word) || word === 'column' || word === 'constraint');
      return through(object === -1 ? 2 : object + 1);
    }
    case 'security':
    case 'insert':
    case 'delete':
    case 'merge':
    case 'start':
      return through(2);
    case 'with':
      return mainVerb(text) ?? through(1);
    default:
      return through(1);
  }
}

interface Word extends Span {
  readonly word: string;
}

/** The words at the beginning, up to the first token that is none. */
function leadingWords(text: string, limit: number): readonly Word[] {
  const words: Word[] = [];
  for (let start = skipAside(text, 0); words.length < limit && start < text.length && kindAt(text, start) === 'word'; ) {
    const end = endOf('word', text, start);
    words.push({ start, end, word: text.slice(start, end).toLowerCase() });
    start = skipAside(text, end);
  }
  return words;
}

/** Behind a `WITH`: the verb of the statement itself. */
function mainVerb(text: string): Span | undefined {
  let depth = 0;
  for (let start = skipAside(text, 0); start < text.length; ) {
    const kind = kindAt(text, start);
    const end = endOf(kind, text, start);
    if (text[start] === '(') depth++;
    else if (text[start] === ')') depth--;
    else if (depth === 0 && kind === 'word' && MAIN_VERBS.has(text.slice(start, end).toLowerCase())) return { start, end };
    start = skipAside(text, end);
  }
  return undefined;
}
