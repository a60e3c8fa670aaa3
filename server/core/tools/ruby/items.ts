import type { Cursor } from './cursor.js';
import type { Hash, Node, Pair } from './node.js';

/**
 * Reads what stands in brackets or behind the name of what is called: up to the closing bracket, which is taken; without one, to the end
 * of the line, and a `do` belongs to what is called by that name. Keywords are gathered in a hash at the end. `ends` is told where the last
 * argument ends.
 */
export function itemsOf(cursor: Cursor, expression: (blocks?: boolean) => Node): (close: string | undefined, ends?: (end: number) => void) => readonly Node[] {
  const { token, next, isKind, isWord, isOperator, take, skipLines, endBefore } = cursor;
  return items;

  function items(close: string | undefined, ends?: (end: number) => void): readonly Node[] {
    const found: Node[] = [];
    const pairs: Pair[] = [];
    for (;;) {
      if (close !== undefined) skipLines();
      ends?.(endBefore());
      if (isKind('end') || (close !== undefined && take(close))) break;
      if (close === undefined && (isKind('line') || isWord('do') || isOperator('}') || isOperator(')') || isOperator(']'))) break;
      const before = cursor.at;
      item(found, pairs, close !== undefined);
      ends?.(endBefore());
      if (close !== undefined) skipLines();
      if (take(',')) {
        skipLines();
        continue;
      }
      if (close === undefined) break;
      // What nobody understands is passed over; a `def` or `end` in the middle says that the bracket was never closed.
      if (cursor.at === before || (!isOperator(close) && !isKind('end'))) {
        if (isWord('end', 'def', 'class')) break;
        if (!isOperator(close)) next();
      }
    }
    return pairs.length === 0 ? found : [...found, { kind: 'hash', span: { start: pairs[0]!.span.start, end: pairs.at(-1)!.span.end }, pairs } satisfies Hash];
  }

  function item(found: Node[], pairs: Pair[], blocks: boolean): void {
    const { kind, text, start } = token();
    if (kind === 'label') {
      next();
      skipLines();
      const short = isOperator(',') || isOperator(')') || isOperator('}') || isKind('line');
      const value: Node = short ? { kind: 'call', span: { start, end: endBefore() }, name: text, args: [], argsEnd: endBefore() } : expression(blocks);
      pairs.push({ key: text, value, span: { start, end: endBefore() } });
      return;
    }
    if (take('**')) {
      const value = expression(blocks);
      pairs.push({ value, span: { start, end: endBefore() } });
      return;
    }
    const node = expression(blocks);
    if (!take('=>')) {
      found.push(node);
      return;
    }
    skipLines();
    const value = expression(blocks);
    const key = node.kind === 'symbol' ? node.name : node.kind === 'text' ? node.known?.text : undefined;
    pairs.push({ ...(key !== undefined && { key }), value, span: { start, end: endBefore() } });
  }
}
