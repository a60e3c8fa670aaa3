import { expect, it } from 'vitest';
import { rowTitleOf, titleOf } from '../../client/title.js';

// id, version, name; in a sentence; in a row.
it.each([
  ['3', '3', 'add_order_status', '3 add order status', '3 add order status'],
  ['3.1', '3.1', '', '3.1', '3.1'],
  ['R__views', undefined, 'views', 'views', 'views'],
  ['R__', undefined, '', 'R__', 'R__'],
  ['20240101', '20240101', 'a day', '20240101 a day', '20240101 a day'],
  ['20240102000000', '20240102000000', 'add_slug', '20240102000000 add slug', 'add slug | 20240102000000'],
  ['8e5ebdfdaba8', '8e5ebdfdaba8', 'add price', '8e5ebdfdaba8 add price', 'add price | 8e5ebdfdaba8'],
  ['8e5ebdfdaba8', '8e5ebdfdaba8', '', '8e5ebdfdaba8', '8e5ebdfdaba8'],
  ['shop.0002_price', 'shop.0002_price', 'price', 'shop.0002_price', 'shop.0002_price'],
  ['users', 'users', 'users', 'users', 'users'],
])('%s, %s, %s', (id, version, name, sentence, row) => {
  const titled = { id, name, ...(version !== undefined && { version }) };
  expect(titleOf(titled)).toBe(sentence);
  expect(Object.values(rowTitleOf(titled)).join(' | ')).toBe(row);
});
