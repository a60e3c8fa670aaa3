import type { Name } from '../../sql/identifier.js';
import type { TypeName } from '../../sql/statement/expression.js';
import type { PersistentMap } from '../persistent-map.js';
import type { Column, Composite, FullName, Relation, Table, Type } from '../relations.js';
import { keyOfFull, sameName, type State } from './state.js';

export interface Resolved {
  /** Where it is, or where it would be created. */
  readonly name: FullName;
  readonly relation: Relation | undefined;
}

export function resolve(state: State, name: Name): Resolved {
  if (name.schema !== undefined) {
    const full = { schema: name.schema, name: name.name };
    return { name: full, relation: state.relations.get(keyOfFull(full)) };
  }
  const temporary = state.hasTemporary ? relationIn(state, 'pg_temp', name) : undefined;
  if (temporary) return { name: temporary.name, relation: temporary };
  for (const schema of state.searchPath) {
    const relation = relationIn(state, schema, name);
    if (relation) return { name: relation.name, relation };
  }
  return { name: { schema: creationSchema(state), name: name.name }, relation: undefined };
}

function relationIn(state: State, schema: string, { name }: Name): Relation | undefined {
  return state.relations.get(keyOfFull({ schema, name }));
}

export function tableOf(state: State, name: Name): Table | undefined {
  const { relation } = resolve(state, name);
  return relation?.kind === 'table' ? relation : undefined;
}

/** `Table.children` begins with it. */
export function defaultPartition(state: State, name: Name): Table | undefined {
  const [first] = tableOf(state, name)?.children ?? [];
  const child = first && tableOf(state, first);
  return child?.partitionOf?.isDefault ? child : undefined;
}

/** Where a new object goes whose name says no schema. */
export function creationSchema(state: State): string {
  return state.searchPath.find(it => !state.goneSchemas.get(it)) ?? state.searchPath[0] ?? 'public';
}

export function created(state: State, name: Name): FullName {
  return { schema: name.schema ?? creationSchema(state), name: name.name };
}

export function resolveType(state: State, name: Name): Type | undefined {
  return inPath(state, state.types, name);
}

/** The first in the session's search path. */
export function inPath<V>({ searchPath }: State, map: PersistentMap<V>, name: Name): V | undefined {
  for (const schema of name.schema === undefined ? searchPath : [name.schema]) {
    const found = map.get(keyOfFull({ schema, name: name.name }));
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isOfType(state: State, type: TypeName | undefined, wanted: FullName): boolean {
  if (type === undefined) return false;
  const found = resolveType(state, type) ?? (type.name === wanted.name ? compositeOf(state, type) : undefined);
  if (found === undefined) return false;
  if (found.name.name === wanted.name && found.name.schema === wanted.schema) return true;
  return found.kind === 'domain' && isOfType(state, found.type, wanted);
}

export function columnsOfType(state: State, name: Name): readonly { readonly table: Table; readonly column: Column }[] {
  const wanted = (resolveType(state, name) ?? compositeOf(state, name))?.name;
  if (wanted === undefined) return [];
  const found: { readonly table: Table; readonly column: Column }[] = [];
  for (const relation of state.relations.values()) {
    if (relation.kind !== 'table') continue;
    for (const column of relation.columns.values()) if (isOfType(state, column.type, wanted)) found.push({ table: relation, column });
  }
  return found.sort((a, b) => a.table.created - b.table.created);
}

export function compositeOf(state: State, name: Name): Composite | undefined {
  const { relation } = resolve(state, name);
  return relation?.kind === 'composite' ? relation : undefined;
}

/** The table and all that inherit from it or are parts of it, parents first. */
export function family(state: State, table: Table): readonly Table[] {
  const all = new Set([table]);
  // What is added meanwhile has its turn, too.
  for (const it of all) {
    for (const name of it.children) {
      const child = state.relations.get(keyOfFull(name));
      if (child?.kind === 'table') all.add(child);
    }
  }
  return [...all];
}

/** Those right above it that are known. */
export function parentsOf(state: State, { inherits, partitionOf }: Table): readonly Table[] {
  return [...inherits, ...(partitionOf ? [partitionOf.parent] : [])].map(it => state.relations.get(keyOfFull(it))).filter(it => it?.kind === 'table');
}

/** The tables that it is a partition of, the nearest first. */
export function partitionedAbove(state: Pick<State, 'relations'>, { partitionOf }: Table): readonly Table[] {
  const parent = partitionOf && state.relations.get(keyOfFull(partitionOf.parent));
  return parent?.kind === 'table' ? [parent, ...partitionedAbove(state, parent)] : [];
}

/** Whether the one would come to be above itself, which Postgres refuses. */
export function isAbove(state: State, table: FullName, other: FullName): boolean {
  const found = state.relations.get(keyOfFull(table));
  return found?.kind === 'table' && family(state, found).some(it => sameName(it.name, other));
}

/** What a star stands for where there is one relation alone, and all of it is known: its columns at that time. */
export function starred(state: State, reads: readonly Name[]): readonly string[] | undefined {
  const [only, ...more] = reads;
  const relation = only && more.length === 0 ? resolve(state, only).relation : undefined;
  if (relation?.kind === 'table') return relation.partial ? undefined : [...relation.columns.keys()];
  return relation && 'columns' in relation ? relation.columns : undefined;
}
