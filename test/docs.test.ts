import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checks } from '../server/core/lint/checks.js';
import { ruleReference } from '../server/core/lint/reference.js';
import { rules } from '../server/core/lint/rules.js';

test('the rule reference is what the rules say', () => {
  const path = 'server/RULES.md';
  const expected = ruleReference(rules, checks);
  if (process.env['UPDATE']) writeFileSync(path, expected);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '', 'run `npm run update` and read the diff').toBe(expected);
});
