import type { Span } from '../text/span.js';
import { tokens, type Token } from './lexer.js';
import { contentOf, decoded } from './plpgsql/literal.js';
import { isBuiltIn } from './volatility.js';

/** A body in PL/pgSQL, cut into what it runs, in the order of the text. Spans count in the body. */
export interface Body {
  readonly parts: readonly Part[];
  readonly comments: readonly Span[];
}

export interface Part {
  /**
   * `sql`: a statement. `literal`: the text of a string behind `EXECUTE`. `dynamic`: `EXECUTE` of what is put together as it runs.
   * `call`: an expression that calls a function of which Postgres knows nothing.
   */
  readonly kind: 'sql' | 'literal' | 'dynamic' | 'call';
  readonly span: Span;
  /** What is to be parsed, at the same length: without `INTO target`, and with `SELECT` for `PERFORM`. */
  readonly text: string;
  /** It runs, and once, whatever the data: in no branch, loop or handler, and behind no RETURN. */
  readonly certain: boolean;
}

/** https://www.postgresql.org/docs/current/plpgsql-structure.html. Never throws; a body that is no PL/pgSQL gives parts that nobody can parse. */
export function cutBody(text: string): Body {
  const all = tokens(text);
  return { parts: partsOf(text, all.filter(it => it.kind !== 'comment')), comments: all.flatMap(it => (it.kind === 'comment' ? [it.span] : [])) };
}

interface Open {
  readonly kind: 'block' | 'if' | 'loop' | 'case';
  /** How many parts there were before it. */
  readonly since: number;
}

function partsOf(text: string, words: readonly Token[]): readonly Part[] {
  const parts: Part[] = [];
  const open: Open[] = [];
  /** How many of these are no plain blocks. */
  let branches = 0;
  /** What a handler takes back, by the numbers of its parts. */
  const undone: Span[] = [];
  let returned = false;
  let i = 0;
  while (i < words.length) step();
  return doubted(parts, undone);

  function step(): void {
    const word = say(i);
    switch (word) {
      case ';': i++; return;
      case '<<': i = find(i, ['>>']) + 1; return;
      case '#': i += 3; return;
      case 'declare': return declarations();
      case 'begin': begin('block', i + 1); return;
      case 'loop': begin('loop', i + 1); return;
      case 'else': i++; return;
      case 'exception': return handlers();
      case 'when':
      case 'elsif':
      case 'elseif': expression(i + 1, ['then']); i++; return;
      case 'if': expression(i + 1, ['then']); begin('if', i + 1); return;
      case 'case': expression(i + 1, ['when']); begin('case', i); return;
      case 'while':
      case 'foreach': expression(i + 1, ['loop']); begin('loop', i + 1); return;
      case 'for': return forLoop();
      case 'end': end(); i = find(OPENERS.has(say(i + 1)) ? i + 2 : i + 1, [';']) + 1; return;
      case 'return': expression(i + 1, [';']); returned = true; return;
      case 'perform': return sql(i, find(i, [';']), 'select ');
      case 'execute': return execute(find(i, [';']));
      case 'raise': case 'assert': case 'get': case 'open': case 'fetch': case 'move': case 'close': case 'null': case 'exit': case 'continue':
        return expression(i + 1, [';']);
      default:
        return isAssignment() ? expression(i + 1, [';']) : sql(i, find(i, [';']));
    }
  }

  /** In lower case where it is a word that may be a keyword. */
  function say(at: number): string {
    const token = words[at];
    if (token === undefined) return '';
    const said = text.slice(token.span.start, token.span.end);
    return token.kind === 'word' ? said.toLowerCase() : said;
  }

  function begin(kind: Open['kind'], next: number): void {
    open.push({ kind, since: parts.length });
    if (kind !== 'block') branches++;
    i = next;
  }

  function end(): void {
    const ended = open.pop();
    if (ended && ended.kind !== 'block') branches--;
  }

  function declarations(): void {
    for (i++; i < words.length && say(i) !== 'begin'; i++) expression(i, [';']);
  }

  /** What a block with handlers has done is taken back when one of them runs. */
  function handlers(): void {
    const block = open.pop();
    undone.push({ start: block?.since ?? 0, end: parts.length });
    if (block === undefined || block.kind === 'block') branches++;
    open.push({ since: parts.length, kind: 'if' });
    i++;
  }

  function forLoop(): void {
    const from = find(i, ['in', 'loop']) + 1;
    const to = find(from, ['loop']);
    if (say(from) === 'execute') {
      i = from;
      execute(to);
    } else if (QUERIES.has(say(from))) {
      sql(from, to);
    } else {
      expression(from, ['loop']);
    }
    begin('loop', to + 1);
  }

  function execute(to: number): void {
    const [literal, next] = [words[i + 1], say(i + 2)];
    const fixed = literal?.kind === 'string' && (i + 2 >= to || next === 'into' || next === 'using');
    const span = fixed ? contentOf(literal, text) : undefined;
    if (span) add('literal', span, decoded(text, literal!, span));
    else if (words[i]) add('dynamic', { start: words[i]!.span.start, end: words[to - 1]?.span.end ?? text.length });
    i = to;
  }

  function sql(from: number, to: number, instead?: string): void {
    const first = words[from];
    const last = words[to - 1];
    i = Math.max(to, from + 1);
    if (!first || !last || to <= from) return;
    const span = { start: first.span.start, end: last.span.end };
    let code = text.slice(span.start, span.end);
    for (const { start, end } of intoClauses(from, to)) code = blanked(code, start - span.start, end - span.start);
    add('sql', span, instead === undefined ? code : instead + code.slice(instead.length));
  }

  /** `INTO [STRICT] target, …`, wherever it stands in the statement. */
  function intoClauses(from: number, to: number): readonly Span[] {
    const found: Span[] = [];
    for (let at = from + 1; at < to; at++) {
      if (say(at) !== 'into' || ['insert', 'merge'].includes(say(at - 1)) || /^(?:create|import)$/.test(say(from))) continue;
      let end = say(at + 1) === 'strict' ? at + 2 : at + 1;
      while (say(end + 1) === '.' || say(end + 1) === ',') end += 2;
      found.push({ start: words[at]!.span.start, end: words[Math.min(end, to - 1)]!.span.end });
    }
    return found;
  }

  /** Moves to the end of an expression; whom it calls may matter. */
  function expression(from: number, ends: readonly string[]): void {
    const to = find(from, ends);
    for (let at = from; at < to - 1; at++) {
      const name = say(at);
      if (words[at]!.kind === 'comment' || say(at + 1) !== '(' || !/^["\w\u0080-\uffff]/.test(name) || CALL_LIKE.has(name) || isBuiltIn({ name, arguments: 1 })) continue;
      add('call', { start: words[from]!.span.start, end: words[to - 1]!.span.end });
      break;
    }
    i = to;
  }

  function add(kind: Part['kind'], span: Span, code = ''): void {
    parts.push({ kind, span, text: code, certain: !returned && branches === 0 });
  }

  /** The first of these words outside parentheses and CASE expressions; the end of the body where there is none. */
  function find(from: number, wanted: readonly string[]): number {
    let depth = 0;
    let cases = 0;
    for (let at = from; at < words.length; at++) {
      const word = say(at);
      if (depth <= 0 && cases === 0 && wanted.includes(word)) return at;
      if (word === '(' || word === '[') depth++;
      else if (word === ')' || word === ']') depth--;
      else if (word === 'case') cases++;
      else if (word === 'end' && cases > 0) cases--;
      // Whatever this is, it ends here.
      else if (word === ';' && depth <= 0) return at;
    }
    return words.length;
  }

  /** `a := …`, `a.b[1] = …`. */
  function isAssignment(): boolean {
    let at = i + 1;
    for (;;) {
      if (say(at) === '.') at += 2;
      else if (say(at) === '[') at = find(at + 1, [']']) + 1;
      else return say(at) === ':=' || say(at) === '=';
    }
  }
}

function doubted(parts: readonly Part[], undone: readonly Span[]): readonly Part[] {
  if (undone.length === 0) return parts;
  const steps = new Map<number, number>();
  for (const { start, end } of undone) {
    steps.set(start, (steps.get(start) ?? 0) + 1);
    steps.set(end, (steps.get(end) ?? 0) - 1);
  }
  let depth = 0;
  return parts.map((part, i) => {
    depth += steps.get(i) ?? 0;
    return depth > 0 ? { ...part, certain: false } : part;
  });
}

/** Behind END: what it ends. */
const OPENERS: ReadonlySet<string> = new Set(['if', 'loop', 'case']);

/** What a FOR may run through, besides an EXECUTE. */
const QUERIES: ReadonlySet<string> = new Set(['select', 'with', 'values', 'table', '(', 'insert', 'update', 'delete', 'merge']);

/** Words that may stand before a parenthesis and call nothing that could change the schema. */
const CALL_LIKE: ReadonlySet<string> = new Set(`
  all and any array as between by case cast coalesce cursor decimal distinct else exists extract filter for from greatest if in is join least
  like nextval not notice nullif numeric on or over overlay position row select setof some substring then trim using values varchar char
  character varying bit time timestamp interval when where within lateral limit offset having union`.trim().split(/\s+/));

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}
