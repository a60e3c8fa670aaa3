import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Checked, Checker } from './check.js';
import type { CheckOptions } from './check/terms.js';
import type { Store } from './ports.js';

/** Where one check of a project is kept. */
export interface Slot {
  get(): Promise<Checked | undefined>;
  put(checked: Checked): Promise<void>;
}

/**
 * The check of a project as a run before has found it, where everything that it hangs on is the same: all texts, the settings,
 * the tool's configuration. `build` tells programs apart that would find something else.
 */
export function slotIn(store: Store, build: string, index: ProjectIndex, options: CheckOptions = {}): Slot {
  const key = keyOf(index, options, build);
  return {
    async get() {
      const known = await store.get(key);
      return known === undefined ? undefined : JSON.parse(known) as Checked;
    },
    put: checked => store.put(key, JSON.stringify(checked)),
  };
}

/** The check that asks what is kept first, and keeps what it finds. */
export function remembered(check: Checker['check'], store: Store, build: string): Checker['check'] {
  return async (index, options) => {
    const slot = slotIn(store, build, index, options);
    const known = await slot.get();
    if (known) return known;
    const checked = await check(index, options);
    await slot.put(checked);
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
