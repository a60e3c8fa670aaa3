import type { Span } from '../../text/span.js';
import { bindingsOf } from './bindings.js';
import { cursorOf } from './cursor.js';
import { definitionsOf, type Definitions } from './definitions.js';
import { expressionsOf, type Expressions } from './expression.js';
import type { Node, Statement } from './node.js';
import { tokensOf, type Token } from './tokens.js';
import { skipAnnotation, skipTypeDeclaration } from './types.js';

export interface Module {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly comments: readonly Span[];
}

/** Reads a file as far as it can be understood: what is half typed costs its own statement, seldom more. */
export function parseJavaScript(source: string): Module {
  const { tokens, comments } = tokensOf(source);
  return { text: source, statements: parserOf(source, tokens, 0).parser.statements(tokens.length), comments };
}

export interface Parser extends Definitions {
  statements(end: number): readonly Statement[];
  /** What is in the braces of a template. */
  hole(tokens: readonly Token[]): Node;
  /** The other where brackets lie deeper than people write them. */
  nested<T>(read: () => T, otherwise: T): T;
}

const DEEPEST = 100;
const TAKES_PARENTHESES = /^(?:if|for|while|switch|return|throw|case|function|import)$/;

function parserOf(source: string, tokens: readonly Token[], above: number): { readonly parser: Parser; readonly expressions: Expressions } {
  const cursor = cursorOf(tokens);
  const { token, next, isEnd, isWord, isOperator, take, endBefore } = cursor;
  let depth = above;
  const definitions = definitionsOf(source, cursor, { nested, block, spanFrom, expressions: () => expressions });
  const parser: Parser = { statements, hole, nested, ...definitions };
  const expressions = expressionsOf(cursor, parser);
  return { parser, expressions };

  function nested<T>(read: () => T, otherwise: T): T {
    if (depth >= DEEPEST) return otherwise;
    depth++;
    const found = read();
    depth--;
    return found;
  }

  function hole(inner: readonly Token[]): Node {
    return nested(() => parserOf(source, inner, depth).expressions.expression(), { kind: 'other', span: { start: inner[0]!.start, end: inner[0]!.start }, inside: [] });
  }

  /** Up to the token `end`, which is left. */
  function statements(end: number): readonly Statement[] {
    const found: Statement[] = [];
    while (cursor.at < end && !isEnd()) {
      const before = cursor.at;
      found.push(...statement());
      if (cursor.at === before) next();
    }
    cursor.at = Math.min(end, tokens.length - 1);
    return found;
  }

  function statement(): readonly Statement[] {
    const { start, kind, text } = token();
    if (take(';')) return [];
    if (isOperator('{')) return [{ kind: 'block', bodies: [block()], span: spanFrom(start) }];
    // A decorator.
    if (isOperator('@')) next();
    if (kind !== 'word' || isName()) return [expressionFrom(start)];
    switch (text) {
      case 'const':
      case 'let':
      case 'var':
        next();
        if (!isWord('enum')) return declarations(start);
        skipTypeDeclaration(cursor);
        return [];
      case 'if': {
        next();
        const test = inParentheses();
        const yes = block();
        const no = take('else') ? block() : [];
        return [{ kind: 'if', span: spanFrom(start), test, yes, no }];
      }
      case 'for':
        next();
        take('await');
        return loop(start);
      case 'while': {
        next();
        const head = [inParentheses()];
        return [{ kind: 'loop', bindings: [], head, body: block(), span: spanFrom(start) }];
      }
      case 'do': {
        next();
        const body = block();
        return [{ kind: 'loop', bindings: [], head: take('while') ? [inParentheses()] : [], body, span: spanFrom(start) }];
      }
      case 'try': {
        next();
        const bodies = [block()];
        if (take('catch')) {
          if (isOperator('(')) cursor.skipBrackets();
          // What is done where something goes wrong.
          block();
        }
        if (take('finally')) bodies.push(block());
        return [{ kind: 'block', span: spanFrom(start), bodies }];
      }
      case 'switch': {
        next();
        const test = inParentheses();
        return [{ kind: 'if', test, yes: block(), no: [], span: spanFrom(start) }];
      }
      case 'case':
        next();
        expressions.expression();
        take(':');
        return [];
      case 'return':
      case 'throw':
      case 'break':
      case 'continue': {
        next();
        const value = token().onNewLine || isOperator(';', '}') ? undefined : expressions.sequence();
        take(';');
        return [{ kind: 'leaving', span: spanFrom(start), word: text, ...(value && { value }) }];
      }
      case 'async':
      case 'function':
      case 'class':
      case 'abstract': {
        if (text === 'abstract' || (text === 'async' && token(1).text !== 'function')) {
          if (text === 'async') return [expressionFrom(start)];
          next();
        }
        const value = expressions.expression();
        const { name } = value.kind === 'function' || value.kind === 'class' ? value : {};
        return [name === undefined ? { kind: 'expression', span: spanFrom(start), value } : { kind: 'declaration', span: spanFrom(start), bindings: [{ name, path: [] }], value }];
      }
      case 'export':
        next();
        return exported(start);
      case 'interface':
      case 'type':
      case 'enum':
      case 'declare':
      case 'namespace':
        if (token(1).kind !== 'word' || token(1).onNewLine) return [expressionFrom(start)];
        skipTypeDeclaration(cursor);
        return [];
      case 'import':
        if (token(1).text === '(') return [expressionFrom(start)];
        next();
        return imported();
      default:
        return [expressionFrom(start)];
    }
  }

  /** `up = …`, `type.a`, `case(…)`: whatever a name is called. */
  function isName(): boolean {
    const { kind, text } = token(1);
    return kind === 'operator' && (/^(?:[:.=,)?]|\?\.)$/.test(text) || (text === '(' && !TAKES_PARENTHESES.test(token().text)));
  }

  function expressionFrom(start: number): Statement {
    const value = expressions.sequence();
    take(';');
    return { kind: 'expression', span: spanFrom(start), value };
  }

  /** In braces, or one statement. */
  function block(): readonly Statement[] {
    if (!isOperator('{')) return nested(statement, []);
    const end = cursor.closing();
    next();
    const found = nested(() => statements(end), []);
    cursor.at = Math.max(cursor.at, end);
    take('}');
    return found;
  }

  /** What is in the parentheses that stand here. */
  function inParentheses(): Node {
    const end = cursor.closing();
    if (!take('(')) return expressions.nothing();
    const found = nested(() => expressions.sequence(), expressions.nothing());
    cursor.at = Math.max(cursor.at, end);
    take(')');
    return found;
  }

  function spanFrom(start: number): Span {
    return { start, end: Math.max(start, endBefore()) };
  }

  function declarations(start: number): readonly Statement[] {
    const found: Statement[] = [];
    do {
      const bindings = bindingsOf(expressions.pattern());
      take('!');
      skipAnnotation(cursor);
      const value = take('=') ? expressions.expression() : undefined;
      found.push({ kind: 'declaration', span: spanFrom(start), bindings, ...(value && { value }) });
    } while (take(','));
    take(';');
    return found;
  }

  function loop(start: number): readonly Statement[] {
    const end = cursor.closing();
    if (!take('(')) return [];
    const declared = isWord('const', 'let', 'var');
    if (declared) next();
    const pattern = nested(() => expressions.pattern(), expressions.nothing());
    skipAnnotation(cursor);
    const over = take('of') ? expressions.expression() : undefined;
    const head = over || isWord('in') ? [] : nested(() => statements(end), []).flatMap(it => (it.kind === 'expression' ? [it.value] : []));
    cursor.at = Math.max(cursor.at, end);
    take(')');
    const body = block();
    return [{ kind: 'loop', span: spanFrom(start), bindings: declared ? bindingsOf(pattern) : [], ...(over && { over }), head, body }];
  }

  function exported(start: number): readonly Statement[] {
    const declared = (value: Node): readonly Statement[] => [{ kind: 'declaration', span: spanFrom(start), bindings: [{ name: 'default', path: [] }], value }];
    if (take('default')) {
      const value = expressions.expression();
      take(';');
      // A function that has a name is known by it, too.
      const { name } = value.kind === 'function' || value.kind === 'class' ? value : {};
      return name === undefined ? declared(value) : [...declared(value), { kind: 'declaration', span: spanFrom(start), bindings: [{ name, path: [] }], value }];
    }
    if (take('=')) return declared(expressions.expression());
    return isOperator('{', '*') ? imported() : statement();
  }

  /** What comes of another file, or is handed on from there: nothing of it is known here. */
  function imported(): readonly Statement[] {
    while (!isEnd() && token().kind !== 'text' && !isOperator(';', '(')) {
      if (isOperator('{')) cursor.skipBrackets();
      else next();
      if (token().onNewLine && !isWord('from')) return [];
    }
    if (isOperator('(')) cursor.skipBrackets();
    else if (token().kind === 'text') next();
    take(';');
    return [];
  }
}
