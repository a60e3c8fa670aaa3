import { emptyMap, type PersistentMap } from '../persistent-map.js';
import type { State } from './state.js';

/** What a piece of work was answered by a schema, and what it changed in it: so it goes for every schema that gives the same answers. */
export interface Footprint {
  readonly settings: Settings;
  readonly answers: readonly Entry[];
  readonly changes: Changes;
}

interface Changes {
  readonly settings: Partial<Settings>;
  readonly entries: readonly Entry[];
}

/** One of a map, `undefined` where it is not there; without a key, the whole map. */
interface Entry {
  readonly map: MapName;
  readonly key: string | undefined;
  readonly value: unknown;
}

const MAPS = ['relations', 'dependents', 'types', 'functions', 'publications', 'statistics', 'collations'] as const;
type MapName = (typeof MAPS)[number];

/** Of these, any work may have made use. What a transaction began with only matters where it ends: that is never followed. */
const SETTINGS = ['complete', 'created', 'searchPath', 'timeZone', 'defaultSearchPath', 'beforeLocal'] as const;
type Settings = Pick<State, (typeof SETTINGS)[number]>;

/** `work` is given the schema and returns what it makes of it. `known`: an earlier look at one that answers the same, after which nothing is changed any more. */
export function observed(state: State, work: (watched: State) => State, known?: Footprint): Footprint {
  const answers: Entry[] = [...known?.answers ?? []];
  const maps: Partial<Record<MapName, Watched>> = {};
  for (const map of MAPS) maps[map] = watched(map, state[map] as PersistentMap<unknown>, answers);
  const after = work({ ...state, ...(maps as Pick<State, MapName>) });
  if (known) return answers.length === known.answers.length ? known : { ...known, answers };

  const settings: Record<string, unknown> = {};
  const entries: Entry[] = [];
  for (const name of SETTINGS) if (after[name] !== state[name]) settings[name] = after[name];
  for (const map of MAPS) entries.push(...(after[map] as Watched).written.values());
  return { settings: settingsOf(state), answers, changes: { settings: settings as Partial<Settings>, entries } };
}

function settingsOf({ complete, created, searchPath, timeZone, defaultSearchPath, beforeLocal }: State): Settings {
  return { complete, created, searchPath, timeZone, defaultSearchPath, beforeLocal };
}

export function answersAlike(state: State, { settings, answers }: Footprint): boolean {
  return SETTINGS.every(name => state[name] === settings[name]) && answers.every(({ map, key, value }) => (key === undefined ? state[map] : state[map].get(key)) === value);
}

/** What the work would make of this schema, which answers alike. */
export function following(state: State, { changes: { settings, entries } }: Footprint): State {
  const changed: Partial<Record<MapName, PersistentMap<unknown>>> = {};
  let isSame = true;
  for (const { map, key, value } of entries) {
    const before = changed[map] ?? (state[map] as PersistentMap<unknown>);
    changed[map] = value === undefined ? before.without(key!) : before.with(key!, value);
    isSame = false;
  }
  for (const _ in settings) isSame = false;
  return isSame ? state : { ...state, ...(changed as Partial<State>), ...settings };
}

interface Watched extends PersistentMap<unknown> {
  readonly written: PersistentMap<Entry>;
}

/** Notes what is asked, unless it is what the work itself has written. */
function watched(map: MapName, original: PersistentMap<unknown>, answers: Entry[]): Watched {
  const known = new Map<string | undefined, unknown>();
  for (const it of answers) if (it.map === map) known.set(it.key, it.value);
  return having(original, emptyMap());

  function having(now: PersistentMap<unknown>, written: Watched['written']): Watched {
    return {
      written,
      get size() { return noted(undefined, original) && now.size; },
      values: () => noted(undefined, original) && now.values(),
      get(key) {
        const own = written.size === 0 ? undefined : written.get(key);
        if (own) return own.value;
        return known.has(key) ? known.get(key) : noted(key, original.get(key));
      },
      with: (key, value) => having(now.with(key, value), written.with(key, { map, key, value })),
      without: key => having(now.without(key), written.with(key, { map, key, value: undefined })),
    };
  }

  function noted<T>(key: string | undefined, value: T): T {
    if (!known.has(key)) answers.push({ map, key, value });
    known.set(key, value);
    return value;
  }
}
