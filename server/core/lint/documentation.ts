import { checks as fileChecks } from '../migrations/checks.js';
import { historyChecks } from '../migrations/history.js';
import { configurationChecks } from '../settings/checks.js';
import { checks as scriptChecks } from './checks.js';
import type { Documented } from './rule.js';
import { rules } from './rules.js';

/** Everything that can be found. */
const documented: readonly Documented[] = [...rules, ...scriptChecks, ...[...fileChecks, ...historyChecks, ...configurationChecks].map((it): Documented => ({ ...it, sources: [] }))];

/** An alias that several have is the first one's, and nobody's who could have it for an id. */
const pages: ReadonlyMap<string, Documented> = new Map([
  ...documented.toReversed().flatMap(it => (it.aliases ?? []).map(alias => [alias, it] as const)),
  ...documented.map(it => [it.id, it] as const),
]);

/** The ids, without aliases, in the order of the reference. */
export const documentedIds: readonly string[] = documented.map(it => it.id);

export function documentationOf(id: string): Documented | undefined {
  return pages.get(id);
}

/** The address of the page about a rule or check. */
export function docsOf(id: string): string {
  return `https://github.com/migration-lens/migration-lens/blob/main/server/RULES.md#${id}`;
}
