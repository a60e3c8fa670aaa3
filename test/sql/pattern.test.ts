import { expect, test } from 'vitest';
import { fits, patternOf } from '../../server/core/text/pattern.js';

const WORDS = { table: 'orders', columns: 'user_id', other: undefined };

const does = (source: string, text: string): boolean | string => {
  const pattern = patternOf(source, Object.keys(WORDS));
  return 'problem' in pattern ? pattern.problem : fits(pattern, text, WORDS);
};

const SOURCES = [
  '^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$', 'b', '^a', 'a$', '^$', '', '^(a|b|)c$', 'a{2}', '^a{2,}$', '^a{1,3}$', '^(ab?)*c+?$', '^.$', '^[^a-c]+$', '^\\w+\\d$', '^\\p{Lu}', '^[\\]\\-a]+$', '^a|b$',
  '^(?<name>a)\\.$', '^(a*)*$', '^(a|a)+b$', '^\\u0061', '^[\\d_]$', 'é{2}', '^[😀-😂]$', '(((a)))', '^a{0}b$', '^(a{2}){2}$', '^(?:)$',
];
const TEXTS = ['', 'a', 'b', 'aa', 'aaaa', 'abc', 'ac', 'snake_case_2', 'Snake', '_x', 'a.', ']-a', 'x9', 'éé', '😁', 'bc', 'c', '5', 'ababc', 'aaab'];

test.each(SOURCES)('%s is what the language takes it for', source => {
  for (const text of TEXTS) expect(does(source, text), text).toBe(new RegExp(source, 'u').test(text));
});

test.each([
  ['^{table}_{columns}_idx$', 'orders_user_id_idx', true],
  ['^{table}_{columns}_idx$', 'users_user_id_idx', false],
  ['^{other}_idx$', 'anything_idx', true],
  ['^({table}|x){2}$', 'ordersx', true],
  ['{tables}', 'x', '`{tables}` is none of `{table}`, `{columns}`, `{other}`'],
  ['a(?=b)', 'x', 'it looks ahead or behind, which is not understood here'],
  ['(?<!a)b', 'x', 'it looks ahead or behind, which is not understood here'],
  ['(a)\\1', 'x', 'it looks ahead or behind, which is not understood here'],
  ['(a', 'x', 'unterminated group'],
  ['a**', 'x', 'nothing to repeat'],
  ['(((a{99}){99}){99}){99}', 'x', 'it repeats too much'],
  ['a{999999999}', 'x', 'it repeats too much'],
  ['a'.repeat(1_001), 'x', 'longer than 1,000 characters'],
])('%s on %s', (source, text, expected) => {
  expect(does(source, text)).toBe(expected);
});

test.each(['^(a+)+$', '^(a|aa)+$', '^(a*)*b$', 'a*a*a*a*a*a*a*a*b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y'])('%s cannot run away', source => {
  const { user } = process.cpuUsage();
  expect(does(source, `${'a'.repeat(5_000)}!`)).toBe(false);
  expect(process.cpuUsage().user - user).toBeLessThan(2e6);
});
