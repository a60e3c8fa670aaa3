import { afterAll, expect, test } from 'vitest';
import { lint } from '../../server/core/lint/lint.js';
import type { Rule } from '../../server/core/lint/rule.js';
import { rules } from '../../server/core/lint/rules.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import { emptyCatalog } from '../../server/core/schema/catalog.js';
import type { Script } from '../../server/core/sql/script.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import { casesOf } from './cases.js';
import { withoutMarkers } from './markers.js';

const parser = startParser();
const { read } = scripts(parser);
afterAll(() => parser.close());

/** Every rule, also those that are opt-in. */
const severities = Object.fromEntries(rules.map(it => [it.id, 'warning' as const]));
const askedAlways = rules.map(({ actions: _, ...rule }): Rule => rule);
const all = rules.flatMap(rule => [...rule.examples, ...casesOf(rule)].map(it => ({ ...it, id: rule.id })));

test('a rule that is not asked about an action would have found nothing in it', async () => {
  const wrong: string[] = [];
  let found = 0;
  for (const { id, title, before = '', sql, postgres = 18, transaction = true, settings = {} } of all) {
    const script = await read(`${before}\n;${withoutMarkers(sql)}`);
    const [own, always] = [rules, askedAlways].map(it => findings(script, it, { postgres, transaction, settings: { [id]: settings } }));
    if (own !== always) wrong.push(`${id}: ${title}`);
    found += JSON.parse(always!).length;
  }
  expect(wrong).toEqual([]);
  // That nothing is lost means something only where much is found.
  expect(found).toBeGreaterThan(5_000);
});

function findings(script: Script, asked: readonly Rule[], { postgres, transaction, settings }: { readonly postgres: number; readonly transaction: boolean; readonly settings: object }): string {
  const execution = { wraps: transaction, sends: 'statement' } as const;
  return JSON.stringify(lint(script, rulesOn(asked, severities), {
    postgres, execution, catalog: emptyCatalog(), suppressions: suppressionsOf(script), severities, ruleSettings: settings as never,
  }).findings);
}
