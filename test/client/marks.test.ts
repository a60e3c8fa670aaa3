import { expect, it } from 'vitest';
import { markOf } from '../../client/marks.js';
import type { StatusRow } from '../../server/protocol.js';

it.each([
  ['', false, undefined],
  ['applied baseline ignored superseded', false, undefined],
  ['pending', false, 'P'],
  ['outdated', false, 'P'],
  ['applied', true, '?'],
  ['', true, '?'],
  ['pending', true, 'P?'],
  // A changelog is one file.
  ['applied pending modified pending', false, '≠'],
  ['pending outOfOrder', false, '⇅'],
  ['modified failed', false, '✗'],
] as const)('%j, unpaired: %j, is marked %j', (states, unpaired, badge) => {
  const rows = states.split(' ').filter(it => it !== '').map((state, i): StatusRow => ({ id: String(i), name: 'x', state: state as StatusRow['state'] }));
  expect(markOf(rows, unpaired)?.badge).toBe(badge);
});
