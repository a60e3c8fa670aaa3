import type { Source } from '../../migrations/migration.js';
import type { Problem } from '../../migrations/problem.js';
import { fileOf } from '../../text/paths.js';
import { readChangelog } from './changelog.js';

/** A changelog that nothing includes, beside others that are all included one by one: forgotten, as a rule. */
export function forgotten(visited: ReadonlySet<string>, sources: ReadonlyMap<string, Source>): readonly Problem[] {
  if (![...sources.keys()].some(it => !visited.has(it) && isNumbered(it))) return [];
  const folders = new Map<string, { included: number; not: string[] }>();
  for (const path of sources.keys()) {
    const folder = `${path.slice(0, path.lastIndexOf('/') + 1)}${/\.\w+$/.exec(path)?.[0]}`;
    const found = folders.get(folder) ?? { included: 0, not: [] };
    if (visited.has(path)) found.included++;
    else found.not.push(path);
    folders.set(folder, found);
  }
  return [...folders.values()].flatMap(({ included, not }) => {
    const [path] = not;
    if (included < 3 || not.length !== 1 || !isNumbered(path!)) return [];
    const { items } = readChangelog(sources.get(path!)!);
    if (items.length === 0 || items.some(it => it.kind !== 'changeset') || isBodyOfAnother(path!, visited, sources)) return [];
    return [{ rule: 'changelog-not-included', severity: 'warning' as const, path: path!, span: { start: 0, end: 0 }, message: 'Nothing includes this changelog, as the others in its folder are: Liquibase never runs it' }];
  });
}

function isNumbered(path: string): boolean {
  return /\d/.test(fileOf(path));
}

/** Named by a `sqlFile`, say. */
function isBodyOfAnother(path: string, visited: ReadonlySet<string>, sources: ReadonlyMap<string, Source>): boolean {
  const file = fileOf(path);
  return [...visited].some(it => sources.get(it)!.text.includes(file));
}
