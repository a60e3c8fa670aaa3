import type { Node, Text } from '../../document.js';

export interface Content {
  readonly value: Text | undefined;
  readonly children: readonly Node[];
  readonly end: number;
}

export interface Key {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly colon: number;
}

export function pairOf({ name, start, end, colon }: Key, { value, children, end: last }: Content): Node {
  const [span, keySpan] = [{ start, end: Math.max(colon + 1, last) }, { start, end }];
  return value ? { name, span, key: keySpan, value, children } : { name, span, key: keySpan, children };
}

/** What an item of a list adds to it. */
export function itemsOf({ value, children, end }: Content, start: number): readonly Node[] {
  return children.length > 0 || value === undefined ? children : [{ name: '', span: { start, end }, key: { start, end: start }, value, children: [] }];
}

export function isNull({ text }: Text): boolean {
  return text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL';
}

export function weightOf(nodes: readonly Node[]): number {
  return nodes.reduce((sum, it) => sum + 1 + weightOf(it.children), 0);
}
