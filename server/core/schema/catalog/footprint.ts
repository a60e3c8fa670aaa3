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

const MAPS = ['relations', 'dependents', 'types', 'constraintNames', 'functions', 'publications', 'statistics', 'collations', 'goneSchemas'] as const;
type MapName = (typeof MAPS)[number];

/** Of these, any work may have made use. What a transaction began with only matters where it ends: that is never followed. */
const SETTINGS = ['complete', 'created', 'hasTemporary', 'searchPath', 'timeZone', 'defaultSearchPath', 'beforeLocal'] as const;
type Settings = Pick<State, (typeof SETTINGS)[number]>;

/** `work` is given the schema and returns what it makes of it. `known`: an earlier look at one that answers the same, after which nothing is changed any more. */
export function observed(state: State, work: (watched: State) => State, known?: Footprint): Footprint {
  const answers: Entry[] = [...known?.answers ?? []];
  const maps: Partial<Record<MapName, Watched>> = {};
  for (const map of MAPS) maps[map] = new Watched(new Asked(map, state[map] as PersistentMap<unknown>, answers), emptyMap());
  const after = work({ ...state, ...(maps as Pick<State, MapName>) });
  if (known) return answers.length === known.answers.length ? known : { ...known, answers };

  const settings: Record<string, unknown> = {};
  const entries: Entry[] = [];
  for (const name of SETTINGS) if (after[name] !== state[name]) settings[name] = after[name];
  for (const map of MAPS) if ((after[map] as Watched).written.size > 0) entries.push(...(after[map] as Watched).written.values());
  return { settings: settingsOf(state), answers, changes: { settings: settings as Partial<Settings>, entries } };
}

function settingsOf({ complete, created, hasTemporary, searchPath, timeZone, defaultSearchPath, beforeLocal }: State): Settings {
  return { complete, created, hasTemporary, searchPath, timeZone, defaultSearchPath, beforeLocal };
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

/** Notes what is asked, unless it is what the work itself has written. A class, because a statement makes dozens of them. */
class Watched implements PersistentMap<unknown> {
  constructor(
    private readonly asked: Asked,
    readonly written: PersistentMap<Entry>,
  ) {}

  get size(): number {
    return this.whole().size;
  }

  values(): Iterable<unknown> {
    return this.whole().values();
  }

  get(key: string): unknown {
    const own = this.written.size === 0 ? undefined : this.written.get(key);
    return own ? own.value : this.asked.get(key);
  }

  with(key: string, value: unknown): Watched {
    return new Watched(this.asked, this.written.with(key, { map: this.asked.map, key, value }));
  }

  without(key: string): Watched {
    return this.with(key, undefined);
  }

  private whole(): PersistentMap<unknown> {
    let whole = this.asked.all();
    for (const { key, value } of this.written.values()) whole = value === undefined ? whole.without(key!) : whole.with(key!, value);
    return whole;
  }
}

/** One map before the work, and what was asked of it. */
class Asked {
  private readonly known = new Map<string | undefined, unknown>();

  constructor(
    readonly map: MapName,
    private readonly original: PersistentMap<unknown>,
    private readonly answers: Entry[],
  ) {
    for (const it of answers) if (it.map === map) this.known.set(it.key, it.value);
  }

  get(key: string): unknown {
    return this.known.has(key) ? this.known.get(key) : this.noted(key, this.original.get(key));
  }

  all(): PersistentMap<unknown> {
    return this.known.has(undefined) ? this.original : this.noted(undefined, this.original);
  }

  private noted<T>(key: string | undefined, value: T): T {
    this.answers.push({ map: this.map, key, value });
    this.known.set(key, value);
    return value;
  }
}
