import type { Span } from '../../text/span.js';
import type { Token } from '../lexer.js';

/** What stands between the quotes, where it is what the string says, save that quotes may be doubled. */
export function contentOf({ span }: Token, text: string): Span | undefined {
  const said = text.slice(span.start, span.end);
  const tag = /^\$[^$]*\$/.exec(said)?.[0].length;
  if (tag !== undefined) return { start: span.start + tag, end: span.end - tag };
  return /^'(?:[^']|'')*'$/.test(said) ? { start: span.start + 1, end: span.end - 1 } : undefined;
}

/** The text of a literal at its own length: `''a''` becomes ` 'a' `, so that offsets stay. */
export function decoded(text: string, literal: Token, { start, end }: Span): string {
  const said = text.slice(start, end);
  if (text[literal.span.start] === '$') return said;
  let inside = false;
  return said.replace(/(?:'')+/g, run => {
    let text = '';
    for (let pairs = run.length / 2; pairs > 0; pairs--) {
      const escaped = inside && pairs > 1;
      text += escaped ? `''  ` : inside ? `' ` : ` '`;
      if (escaped) pairs--;
      else inside = !inside;
    }
    return text;
  });
}
