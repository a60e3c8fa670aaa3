import type { Call, Expression } from './node.js';

/** The calls of an expression in the order in which Python makes them: what is called and given first, then the call. */
export function* callsIn(expression: Expression): Iterable<Call> {
  switch (expression.kind) {
    case 'call':
      yield* callsIn(expression.callee);
      for (const it of expression.positional) yield* callsIn(it);
      for (const it of expression.keywords) yield* callsIn(it.value);
      yield expression;
      return;
    case 'attribute':
      yield* callsIn(expression.of);
      return;
    case 'list': case 'tuple': case 'set':
      for (const it of expression.items) yield* callsIn(it);
      return;
    case 'sum': case 'other':
      for (const it of expression.parts) yield* callsIn(it);
      return;
    case 'dict':
      for (const { key, value } of expression.entries) {
        yield* callsIn(key);
        yield* callsIn(value);
      }
      return;
    case 'text': case 'number': case 'name':
      return;
  }
}

/** The names and the last attributes that an expression has in it, for what only needs to be suspected. */
export function mentions(expression: Expression, pattern: RegExp, text: string): boolean {
  return pattern.test(text.slice(expression.span.start, expression.span.end));
}
