import type { Span } from '../../text/span.js';
import { AUGMENTED, bare, expressionIn } from './expression.js';
import { type Expression } from './node.js';
import type { Line, Module } from './lines.js';
import { lexer, type Lexer } from './tokens.js';

/** What a line says, as far as migrations need to know. */
export type Statement =
  | { readonly kind: 'assignment'; readonly span: Span; readonly targets: readonly Expression[]; readonly value: Expression }
  | { readonly kind: 'expression'; readonly span: Span; readonly value: Expression }
  | { readonly kind: 'function'; readonly span: Span; readonly name: string; readonly parameters: readonly string[]; readonly body: readonly Line[] }
  | { readonly kind: 'class'; readonly span: Span; readonly name: string; readonly bases: readonly Expression[]; readonly body: readonly Line[] }
  | { readonly kind: 'with'; readonly span: Span; readonly items: readonly { readonly value: Expression; readonly as?: string }[]; readonly body: readonly Line[] }
  | { readonly kind: 'for'; readonly span: Span; readonly target: Expression; readonly over: Expression; readonly body: readonly Line[] }
  | { readonly kind: 'if'; readonly span: Span; readonly word: 'if' | 'elif' | 'while'; readonly test: Expression; readonly body: readonly Line[] }
  /** `else`, `try`, `except`, `finally`, `match`, `case`. */
  | { readonly kind: 'block'; readonly span: Span; readonly word: string; readonly body: readonly Line[] }
  | { readonly kind: 'leaving'; readonly span: Span; readonly word: 'return' | 'raise'; readonly value: Expression | undefined }
  /** `from a.b import c as d`: the last parts of the names, by what they are called here. */
  | { readonly kind: 'imported'; readonly span: Span; readonly from: string; readonly names: ReadonlyMap<string, string> }
  | { readonly kind: 'other'; readonly span: Span };

export function statementOf(module: Module, line: Line): Statement {
  const { span } = line;
  const lex = lexer(module, span);
  const word = lex.kind === 'word' ? lex.text : '';
  if (word === 'async') lex.next();
  const keyword = lex.kind === 'word' ? lex.text : '';
  switch (keyword) {
    case 'def': return definition(line, lex);
    case 'class': return classDefinition(module, line, lex);
    case 'with': return context(module, line, lex);
    case 'for': return loop(module, line, lex);
    case 'if': case 'elif': case 'while': {
      lex.next();
      const test = bare(lex);
      return { kind: 'if', span, word: keyword, test, body: suite(line, lex) };
    }
    case 'else': case 'try': case 'finally': case 'except': {
      while (!lex.ended() && !lex.is(':')) lex.next();
      return { kind: 'block', span, word: keyword, body: suite(line, lex) };
    }
    case 'return': case 'raise': {
      lex.next();
      return { kind: 'leaving', span, word: keyword, value: lex.ended() ? undefined : bare(lex) };
    }
    case 'pass': case 'del': case 'global': case 'nonlocal': case 'assert': case 'break': case 'continue': return { kind: 'other', span };
    default:
      if (/^(?:from|import)$/.test(keyword)) return imported(line, lex);
      return line.body.length > 0 && /^(?:match|case)\b/.test(keyword) ? { kind: 'block', span, word: keyword, body: line.body } : plain(lex, span);
  }
}

export function statementsOf(module: Module, lines: readonly Line[]): readonly Statement[] {
  return lines.map(it => statementOf(module, it));
}

function plain(lex: Lexer, span: Span): Statement {
  if (lex.is('@')) return { kind: 'other', span };
  const first = bare(lex);
  if (lex.is(':')) {
    lex.next();
    bare(lex);
  }
  if (AUGMENTED.test(lex.text)) {
    lex.next();
    return { kind: 'assignment', span, targets: [first], value: { kind: 'other', span, parts: [first, bare(lex)] } };
  }
  if (!lex.is('=')) return { kind: 'expression', span, value: first };
  const chain = [first];
  while (lex.take('=')) chain.push(bare(lex));
  return { kind: 'assignment', span, targets: chain.slice(0, -1), value: chain.at(-1)! };
}

function definition(line: Line, lex: Lexer): Statement {
  lex.next();
  const name = lex.text;
  lex.next();
  const parameters: string[] = [];
  let level = 0;
  let expected = false;
  while (!lex.ended() && !(level === 0 && lex.is(':'))) {
    if (lex.is('(') || lex.is('[') || lex.is('{')) expected = level++ === 0;
    else if (lex.is(')') || lex.is(']') || lex.is('}')) level--;
    else if (lex.is(',')) expected = level === 1;
    else if (!lex.is('*') && !lex.is('**')) {
      if (expected && level === 1 && lex.kind === 'word') parameters.push(lex.text);
      expected = false;
    }
    lex.next();
  }
  return { kind: 'function', span: line.span, name, parameters, body: suite(line, lex) };
}

function classDefinition(module: Module, line: Line, lex: Lexer): Statement {
  lex.next();
  const { text: name, start, end } = lex;
  lex.next();
  const head = expressionIn(module, { start, end: lex.is('(') ? line.span.end : end });
  while (!lex.ended() && !lex.is(':')) lex.next();
  return { kind: 'class', span: line.span, name, bases: head.kind === 'call' ? head.positional : [], body: suite(line, lex) };
}

/** Items may stand in parentheses (Python 3.10). */
function context(module: Module, line: Line, lex: Lexer): Statement {
  lex.next();
  const items: { value: Expression; as?: string }[] = [];
  const bracketed = lex.is('(') && /^\(\s*[\w.]+\(/.test(module.text.slice(lex.start, lex.start + 200)) && lex.take('(');
  while (!lex.ended() && !lex.is(':')) {
    const start = lex.start;
    const parts = aliased(lex);
    items.push(parts);
    if (!lex.take(',') && bracketed) lex.take(')');
    if (lex.start === start) lex.next();
  }
  return { kind: 'with', span: line.span, items, body: suite(line, lex) };
}

/** `as` ends an expression only here: everywhere else it is read as a name that follows one. */
function aliased(lex: Lexer): { value: Expression; as?: string } {
  const value = bareUntilAs(lex);
  if (!isWord(lex, 'as')) return { value };
  lex.next();
  const name = lex.text;
  lex.next();
  return { value, as: name };
}

function bareUntilAs(lex: Lexer): Expression {
  const { start } = lex;
  let level = 0;
  while (!lex.ended()) {
    if (lex.is('(') || lex.is('[') || lex.is('{')) level++;
    else if (lex.is(')') || lex.is(']') || lex.is('}')) {
      if (level === 0) break;
      level--;
    } else if (level === 0 && (lex.is(',') || lex.is(':') || isWord(lex, 'as'))) break;
    lex.next();
  }
  return expressionIn({ text: lex.source, broken: lex.broken }, { start, end: Math.max(start, lex.before) });
}

function loop(module: Module, line: Line, lex: Lexer): Statement {
  lex.next();
  const { start } = lex;
  while (!lex.ended() && !isWord(lex, 'in')) lex.next();
  const target = expressionIn(module, { start, end: Math.max(start, lex.before) });
  lex.next();
  const over = bare(lex);
  return { kind: 'for', span: line.span, target, over, body: suite(line, lex) };
}

function imported(line: Line, lex: Lexer): Statement {
  const names = new Map<string, string>();
  let from = '';
  if (/^from$/.test(lex.text)) {
    lex.next();
    for (; !lex.ended() && !/^import$/.test(lex.text); lex.next()) from += lex.text;
  }
  lex.next();
  while (!lex.ended()) {
    if (lex.kind !== 'word') {
      lex.next();
      continue;
    }
    let name = lex.text;
    lex.next();
    while (lex.take('.')) {
      name += `.${lex.text}`;
      lex.next();
    }
    let alias = name;
    if (isWord(lex, 'as')) {
      lex.next();
      alias = lex.text;
      lex.next();
    }
    names.set(alias, name);
  }
  return { kind: 'imported', span: line.span, from, names };
}

/** What follows the colon on the same line, or what is indented below. */
function suite({ span, indent, body }: Line, lex: Lexer): readonly Line[] {
  if (!lex.is(':')) return body;
  lex.next();
  return lex.ended() ? body : [{ span: { start: lex.start, end: span.end }, indent: indent + 1, body: [] }, ...body];
}

function isWord({ kind, text }: Lexer, word: string): boolean {
  return kind === 'word' && text === word;
}
