import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plain } from '../../client/plain.js';

// As VS Code looks for links in notifications and prompts, `src/vs/base/common/linkedText.ts` of 1.101.
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

it.each(['[a](command:x)', 'a](command:x)', '[a]](command:x?%5B1%5D)', '[a](https://example.com "b")', '[[a](file:///b)](command:c)'])('%s makes no link', text => {
  expect(plain(`Nothing was applied on ${text}: [b](c)`)).not.toMatch(LINK);
});

it('every notification goes that way', () => {
  const direct = readdirSync('client', { recursive: true, encoding: 'utf8' }).filter(it => it.endsWith('.ts') && it !== 'say.ts')
    .flatMap(it => [...readFileSync(join('client', it), 'utf8').matchAll(/show(?:Error|Warning|Information)Message\([^]{0,400}/g)].filter(([call]) => !call.includes('modal: true')).map(() => it));
  expect(direct).toEqual([]);
});
