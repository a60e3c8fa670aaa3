import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Checked, Checker, CheckOptions } from './check.js';
import type { Store } from './ports.js';

/**
 * The check of a project as a run before has found it, where everything that it hangs on is the same: all texts, the settings,
 * the tool's configuration. `build` tells programs apart that would find something else.
 */
export function remembered(check: Checker['check'], store: Store, build: string): Checker['check'] {
  return async (index, options = {}) => {
    const key = keyOf(index, options, build);
    const known = await store.get(key);
    if (known !== undefined) return JSON.parse(known) as Checked;
    const checked = await check(index, options);
    await store.put(key, JSON.stringify(checked));
    return checked;
  };
}

/** Versions of rewrites are of the day, which is new enough: what they follow is the same. */
function keyOf({ id, project, settings, problems, sources, released }: ProjectIndex, { applied, rewrites, ...options }: CheckOptions, build: string): readonly string[] {
  return [
    JSON.stringify([build, id, project, settings, problems, options, [...applied ?? []], released && [...sources.keys()].filter(it => released.has(it)), rewrites?.toISOString().slice(0, 10)]),
    ...[...sources.values()].flatMap(({ text, ...source }) => [JSON.stringify(source), text]),
  ];
}
