import type { Index } from '../schema/catalog.js';
import { tokens } from '../sql/lexer.js';
import { itemEnd } from '../sql/lower/tables.js';
import { placeOf } from '../sql/lower/place.js';
import type { Expression } from '../sql/statement/expression.js';
import type { CreateIndex, IndexKey } from '../sql/statement/indexes.js';
import type { Span } from '../text/span.js';

/** An index, and one that is to be made, as far as they can be compared. */
export type Keyed = Pick<Index, 'columns' | 'include' | 'method' | 'where'> & { readonly unique: boolean; readonly keys?: readonly IndexKey[] };

/** One text for each key: equal where Postgres would sort and compare by the same thing. */
export function keyTexts({ columns, keys }: Pick<Keyed, 'columns' | 'keys'>): readonly string[] {
  return keys === undefined ? columns.map(it => JSON.stringify([it, null, null, false, false])) : keys.map(keyText);
}

function keyText({ column, expression, operatorClass, collation, descending, nullsFirst }: IndexKey): string {
  return JSON.stringify([column ?? null, ...(expression ? [normal(expression)] : []), operatorClass?.name ?? null, collation?.name ?? null, descending, nullsFirst]);
}

/** Without blanks and comments, and with keywords in small letters. */
export function normal({ text }: Expression): string {
  return tokens(text).filter(it => it.kind !== 'comment').map(it => (it.kind === 'word' ? text.slice(it.span.start, it.span.end).toLowerCase() : text.slice(it.span.start, it.span.end))).join(' ');
}

/** Where each key stands in the statement. */
export function keySpans({ table }: CreateIndex, text: string): readonly Span[] {
  const place = placeOf(text);
  let open = place.indexAt(table.span?.end ?? 0);
  while (open < place.tokens().length && place.say(open) !== '(') open++;
  const spans: Span[] = [];
  for (let start = place.tokens()[open + 1]?.span.start; start !== undefined; ) {
    const end = itemEnd(place, start);
    spans.push({ start, end });
    const next = place.indexAt(end);
    start = place.say(next) === ',' ? place.tokens()[next + 1]?.span.start : undefined;
  }
  return spans;
}
