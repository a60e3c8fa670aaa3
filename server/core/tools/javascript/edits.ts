import type { TextEdit } from '../../text/span.js';
import type { Call, Function, Node } from './node.js';

/** `key: value` more in an object that a call is given as the argument `index`; `undefined` where something else stands there. */
export function withOption({ args }: Call, index: number, option: string, text: string): TextEdit | undefined {
  const given = args[index];
  if (!given) {
    const missing = Array.from({ length: index - args.length }, () => ', undefined').join('');
    const end = args.at(-1)?.span.end;
    return end === undefined ? undefined : { span: { start: end, end }, text: `${missing}, { ${option} }` };
  }
  return given.kind === 'dictionary' ? withEntry(given, option, text) : undefined;
}

/** Before the others, on a line of its own where they have such lines. */
export function withEntry({ span, entries }: Extract<Node, { kind: 'dictionary' }>, option: string, text: string): TextEdit {
  const [first] = entries;
  if (!first) return { span, text: `{ ${option} }` };
  return { span: { start: first.span.start, end: first.span.start }, text: `${option},${/^\s*/.exec(text.slice(span.start + 1, first.span.start))![0] || ' '}` };
}

/** A statement more at the beginning of a function; `undefined` where it has no braces. */
export function withStatement({ inside }: Function, statement: string, text: string): TextEdit | undefined {
  if (!inside) return undefined;
  const [, indentation] = /^[^\S\n]*\r?\n([^\S\n]*)/.exec(text.slice(inside.start, inside.end)) ?? [];
  return { span: { start: inside.start, end: inside.start }, text: indentation === undefined ? ` ${statement}` : `\n${indentation}${statement}` };
}

/** A text as JavaScript writes it. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\r?\n/g, '\\n')}'`;
}

/** A function of a new file with these lines in it, which is called so there. */
export function withLines(text: string, name: string, lines: readonly string[]): string {
  return text.replace(new RegExp(`(\\b${name}\\b[^\\n]*\\{\\n)(\\s*)\\}`), (_, head: string, margin: string) => `${head}${lines.map(it => `${margin}  ${it}\n`).join('')}${margin}}`);
}
