import type { Node, Text } from '../../document.js';

export interface Content {
  readonly value?: Text;
  readonly children: readonly Node[];
  readonly end: number;
}

export interface Key {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly colon: number;
}

export function pairOf(key: Key, content: Content): Node {
  return { name: key.name, span: { start: key.start, end: Math.max(key.colon + 1, content.end) }, key: { start: key.start, end: key.end }, ...(content.value && { value: content.value }), children: content.children };
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
