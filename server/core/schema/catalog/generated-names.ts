import type { Column, FullName, Table } from '../relations.js';
import { isTaken } from './constraint-names.js';
import { freeName, joined, madeName } from './made-names.js';
import { keyOfFull, type State } from './state.js';

/** Index and sequence names share the schema with tables. */
export function freeRelationName(state: State, schema: string, table: string, columns: readonly string[], label: string): string {
  const owner = state.relations.get(keyOfFull({ schema, name: table }));
  const near = owner && 'indexes' in owner ? owner.indexes : [];
  const taken = (name: string): boolean => state.relations.get(keyOfFull({ schema, name })) !== undefined || (KEYS.has(label) && isTaken(state.constraintNames, { schema, name }));
  return freeName(table, joined(columns), label, taken, near.map(it => it.name.name));
}

/** What the index is called of a constraint, which has its name. */
const KEYS: ReadonlySet<string> = new Set(['pkey', 'key', 'excl']);

export function freeConstraintName(state: State, { name, constraints }: Table, columns: readonly string[], label: string): string {
  const { schema } = name;
  return freeName(name.name, joined(columns), label, it => isTaken(state.constraintNames, { schema, name: it }), constraints.map(it => it.name));
}

export function freeDomainConstraintName(state: State, { schema, name }: FullName, more: readonly string[]): string {
  return freeName(name, '', 'check', it => more.includes(it) || isTaken(state.constraintNames, { schema, name: it }));
}

export function freeStatisticsName(state: State, { schema, name: table }: FullName, columns: readonly (string | undefined)[]): string {
  return freeName(table, joined(columns.map(it => it ?? 'expr')), 'stat', name => state.statistics.get(keyOfFull({ schema, name })) !== undefined);
}

export function notNullNameOf({ name, constraints }: Table, column: Column): string {
  const said = constraints.find(it => it.kind === 'not-null' && it.columns[0] === column.name);
  return said?.name ?? impliedName({ name }, column);
}

function impliedName({ name }: Pick<Table, 'name'>, column: Column): string {
  return column.notNullName ?? madeName(name.name, column.name, 'not_null');
}

/** Columns whose NOT NULL keeps its name where the table gets another, or where they are copied. */
export function withNotNullNames(table: Table): Table['columns'] {
  const said = new Map(table.constraints.flatMap(it => (it.kind === 'not-null' ? [[it.columns[0], it.name]] : [])));
  return new Map([...table.columns].map(([key, it]) => [key, it.notNull ? { ...it, notNullName: said.get(it.name) ?? impliedName(table, it) } : it]));
}
