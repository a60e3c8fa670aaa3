import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentationOf, documentedIds } from '../server/core/lint/documentation.js';
import { ruleReference } from '../server/core/lint/reference.js';

test('the rule reference is what the rules say', () => {
  const path = 'server/RULES.md';
  const expected = ruleReference(documentedIds.map(it => documentationOf(it)!));
  if (process.env['UPDATE']) writeFileSync(path, expected);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '', 'run `npm run update` and read the diff').toBe(expected);
});
