import { emptyMap, type PersistentMap } from '../persistent-map.js';
import type { FullName, PublishedTables, Relation, StatisticsObject, Table, Type, UserFunction } from '../relations.js';

/** Keys are `schema.name`. */
export interface State {
  readonly complete: boolean;
  readonly relations: PersistentMap<Relation>;
  readonly types: PersistentMap<Type>;
  readonly functions: PersistentMap<UserFunction>;
  readonly publications: PersistentMap<PublishedTables>;
  readonly statistics: PersistentMap<StatisticsObject>;
  /** How many relations were created so far. */
  readonly created: number;
  readonly searchPath: readonly string[];
  readonly timeZone: string | undefined;
  /** What the connection began with, for `RESET` and the next session. */
  readonly defaultSearchPath: readonly string[];
  /** What `SET LOCAL` changed goes back to this when the transaction ends. */
  readonly beforeLocal: Pick<State, 'searchPath' | 'timeZone'> | undefined;
  /** Since `BEGIN`: where ROLLBACK goes back to, and the savepoints since. */
  readonly transaction: { readonly start: State; readonly savepoints: readonly State[] } | undefined;
}

export function emptyState(searchPath: readonly string[]): State {
  return {
    complete: true,
    relations: emptyMap(),
    types: emptyMap(),
    functions: emptyMap(),
    publications: emptyMap(),
    statistics: emptyMap(),
    created: 0,
    searchPath,
    timeZone: undefined,
    defaultSearchPath: searchPath,
    beforeLocal: undefined,
    transaction: undefined,
  };
}

export function incomplete(state: State): State {
  return state.complete ? { ...state, complete: false } : state;
}

export function newSession(state: State): State {
  return { ...state, searchPath: state.defaultSearchPath, timeZone: undefined, beforeLocal: undefined, transaction: undefined };
}

export function keyOfFull({ schema, name }: FullName): string {
  return `${schema}.${name}`;
}

export function sameName(a: FullName, b: FullName): boolean {
  return a.name === b.name && a.schema === b.schema;
}

export function withRelation(state: State, relation: Relation): State {
  return { ...state, relations: state.relations.with(keyOfFull(relation.name), relation) };
}

export function withoutRelation(state: State, name: FullName): State {
  return { ...state, relations: state.relations.without(keyOfFull(name)) };
}

/** Changes a table if it is known. */
export function changeTable(state: State, name: FullName, change: (table: Table) => Table): State {
  const found = state.relations.get(keyOfFull(name));
  return found?.kind === 'table' ? withRelation(state, change(found)) : state;
}
