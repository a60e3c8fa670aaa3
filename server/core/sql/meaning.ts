import { tokens } from './lexer.js';

/** Whether both texts say the same to Postgres: they differ in blanks, comments, empty statements and the case of what is not quoted at most. */
export function meansTheSame(a: string, b: string): boolean {
  const left = meaningOf(a);
  const right = meaningOf(b);
  return left.length === right.length && left.every((word, i) => word === right[i]);
}

/** The words that Postgres reads. */
function meaningOf(text: string): readonly string[] {
  const words = tokens(text)
    .filter(it => it.kind !== 'comment')
    .map(({ kind, span }) => (kind === 'word' ? text.slice(span.start, span.end).toLowerCase() : text.slice(span.start, span.end)));
  return words.filter((word, i) => word !== ';' || (i + 1 < words.length && words[i + 1] !== ';'));
}
