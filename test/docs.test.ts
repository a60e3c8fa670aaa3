import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentationOf, documentedIds } from '../server/core/lint/documentation.js';
import { ruleReference } from '../server/core/lint/reference.js';
import { toolsReference } from '../server/core/tools/reference.js';
import { tools } from '../server/core/tools/tools.js';

test.each([
  ['server/RULES.md', ruleReference(documentedIds.map(it => documentationOf(it)!))],
  ['server/TOOLS.md', toolsReference(tools)],
])('%s is what the code says', (path, expected) => {
  if (process.env['UPDATE']) writeFileSync(path, expected);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '', 'run `npm run update` and read the diff').toBe(expected);
});
