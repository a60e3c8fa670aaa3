import type { KnownSpans, RawNode } from './raw.js';
import type { Statement } from './statement.js';

/** Lowers one statement of the parser's tree. `text` is exactly what was parsed. Never throws: what it does not know is `other`. */
export function lower(node: RawNode, text: string, spans: KnownSpans): Statement {
  void [text, spans];
  return { kind: 'other', node: Object.keys(node)[0] ?? '', outsideTransactionOnly: false, keyword: { start: 0, end: 0 } };
}
