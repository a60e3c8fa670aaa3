import { checks as fileChecks } from '../migrations/checks.js';
import { historyChecks } from '../migrations/history.js';
import { configurationChecks } from '../settings/checks.js';
import { checks as scriptChecks } from './checks.js';
import type { Documented } from './rule.js';
import { rules } from './rules.js';

/** Everything that can be found, by id and alias. */
const pages: ReadonlyMap<string, Documented> = new Map(
  [...rules, ...scriptChecks, ...[...fileChecks, ...historyChecks, ...configurationChecks].map((it): Documented => ({ ...it, sources: [] }))]
    .flatMap(it => [...(it.aliases ?? []), it.id].map(id => [id, it] as const)),
);

/** The ids, without aliases, in the order of the reference. */
export const documentedIds: readonly string[] = [...new Set([...pages.values()].map(it => it.id))];

export function documentationOf(id: string): Documented | undefined {
  return pages.get(id);
}

/** The address of the page about a rule or check. */
export function docsOf(id: string): string {
  return `https://github.com/migration-lens/migration-lens/blob/main/server/RULES.md#${id}`;
}
