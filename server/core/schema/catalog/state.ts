import { recounted, withFreeNotNullNames, type ConstraintNames } from './constraint-names.js';
import { emptyMap, type PersistentMap } from '../persistent-map.js';
import type { Collation, FullName, PublishedTables, Relation, StatisticsObject, Table, Type, UserFunction } from '../relations.js';

/** Keys are `schema.name`. */
export interface State {
  readonly complete: boolean;
  readonly relations: PersistentMap<Relation>;
  /** One of them was temporary: such names come before all others. */
  readonly hasTemporary: boolean;
  /** What would go with a relation: views that read it, sequences it owns, tables whose policies read it or that are of this type. */
  readonly dependents: PersistentMap<readonly FullName[]>;
  readonly types: PersistentMap<Type>;
  readonly constraintNames: ConstraintNames;
  readonly functions: PersistentMap<UserFunction>;
  readonly publications: PersistentMap<PublishedTables>;
  readonly statistics: PersistentMap<StatisticsObject>;
  readonly collations: PersistentMap<Collation>;
  /** Schemas that were there and are no more, by name: nothing is created in them. */
  readonly goneSchemas: PersistentMap<true>;
  /** How many relations were created so far. */
  readonly created: number;
  readonly searchPath: readonly string[];
  readonly timeZone: string | undefined;
  /** What the connection began with, for `RESET` and the next session. */
  readonly defaultSearchPath: readonly string[];
  /** What `SET LOCAL` changed goes back to this when the transaction ends. */
  readonly beforeLocal: Pick<State, 'searchPath' | 'timeZone'> | undefined;
  /** Since `BEGIN`: where ROLLBACK goes back to, and the savepoints since. */
  readonly transaction: { readonly start: State; readonly savepoints: readonly { readonly name: string; readonly state: State }[] } | undefined;
}

export function emptyState(searchPath: readonly string[]): State {
  return {
    complete: true,
    relations: emptyMap(),
    hasTemporary: false,
    dependents: emptyMap(),
    types: emptyMap(),
    constraintNames: emptyMap(),
    functions: emptyMap(),
    publications: emptyMap(),
    statistics: emptyMap(),
    collations: emptyMap(),
    goneSchemas: emptyMap(),
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

export function withRelation(state: State, changed: Relation): State {
  const key = keyOfFull(changed.name);
  const before = state.relations.get(key);
  const relation = changed.kind === 'table' ? withFreeNotNullNames(state.constraintNames, before, changed) : changed;
  const hasTemporary = state.hasTemporary || relation.name.schema === 'pg_temp';
  return {
    ...state, relations: state.relations.with(key, relation), hasTemporary,
    dependents: relinked(state.dependents, before, relation), constraintNames: recounted(state.constraintNames, before, relation),
  };
}

export function withoutRelation(state: State, name: FullName): State {
  const key = keyOfFull(name);
  const before = state.relations.get(key);
  if (before === undefined) return state;
  return { ...state, relations: state.relations.without(key), dependents: relinked(state.dependents, before, undefined), constraintNames: recounted(state.constraintNames, before, undefined) };
}

export function withType(state: State, type: Type): State {
  const key = keyOfFull(type.name);
  return { ...state, types: state.types.with(key, type), constraintNames: recounted(state.constraintNames, state.types.get(key), type) };
}

export function withoutType(state: State, name: FullName): State {
  const key = keyOfFull(name);
  return { ...state, types: state.types.without(key), constraintNames: recounted(state.constraintNames, state.types.get(key), undefined) };
}

function relinked(dependents: State['dependents'], before: Relation | undefined, after: Relation | undefined): State['dependents'] {
  const was = before ? needs(before) : [];
  const is = after ? needs(after) : [];
  if (was.length === 0 && is.length === 0) return dependents;
  let next = dependents;
  for (const name of was) next = next.with(keyOfFull(name), (next.get(keyOfFull(name)) ?? []).filter(it => !sameName(it, before!.name)));
  for (const name of is) next = next.with(keyOfFull(name), [...(next.get(keyOfFull(name)) ?? []).filter(it => !sameName(it, after!.name)), after!.name]);
  return next;
}

function needs(relation: Relation): readonly FullName[] {
  switch (relation.kind) {
    case 'view':
    case 'materialized-view': return relation.reads;
    case 'sequence': return relation.ownedBy ? [relation.ownedBy.table] : [];
    case 'table': return [...relation.policies.flatMap(it => it.reads), ...(relation.ofType ? [relation.ofType] : [])];
    case 'index':
    case 'composite': return [];
  }
}

export function dependentsOf(state: State, name: FullName): readonly Relation[] {
  return (state.dependents.get(keyOfFull(name)) ?? []).map(it => state.relations.get(keyOfFull(it))).filter(it => it !== undefined);
}

/** Changes a table if it is known. */
export function changeTable(state: State, name: FullName, change: (table: Table) => Table): State {
  const found = state.relations.get(keyOfFull(name));
  return found?.kind === 'table' ? withRelation(state, change(found)) : state;
}
