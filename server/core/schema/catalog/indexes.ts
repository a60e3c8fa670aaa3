import type { CreateIndex } from '../../sql/statement/indexes.js';
import type { FullName, Index, Table, TableConstraint, View } from '../relations.js';
import { mentionedTable } from './create-table.js';
import { fittingIndex } from './fitting.js';
import { freeRelationName } from './generated-names.js';
import { resolve, tableOf } from './look-up.js';
import { numbered } from './made-names.js';
import { changeTable, keyOfFull, sameName, withoutRelation, withRelation, type State } from './state.js';

type Shape = Omit<Index, 'name' | 'table'>;

export function createIndex(before: State, statement: CreateIndex): State {
  const known = mentionedTable(before, statement.table);
  const { schema } = known.name;
  if (statement.ifNotExists && statement.name && known.state.relations.get(keyOfFull({ schema, name: statement.name.name }))) return before;
  const reads = [...(statement.keys ?? []).flatMap(it => it.expression?.columns ?? []), ...(statement.where?.columns ?? [])];
  const shape: Shape = {
    unique: statement.unique, method: statement.method, columns: statement.columns, include: statement.include, keyNames: numbered([...(statement.keys ?? []).map(it => it.column ?? it.label ?? 'expr'), ...statement.include]), reads, only: false,
    ...(statement.keys && { keys: statement.keys }), ...(statement.nullsNotDistinct && { nullsNotDistinct: true }),
    ...(statement.where && { where: statement.where }),
  };
  const table = tableOf(known.state, known.name);
  const incomplete = statement.only && table?.partitioned === true && (table.partial || table.children.length > 0);
  const name = statement.name?.name ?? nameFor(known.state, known.name, shape);
  return addIndex(known.state, known.name, { ...shape, only: incomplete }, name);
}

/** On a partitioned table also on each partition, under names of their own. */
export function addIndex(before: State, tableName: FullName, shape: Shape, wanted?: string, parent?: FullName, key?: TableConstraint): State {
  const { relation } = resolve(before, tableName);
  if (relation === undefined || !('indexes' in relation)) return before;
  const name = { schema: tableName.schema, name: wanted ?? nameFor(before, tableName, shape, key?.kind) };
  const { parent: _, constraint, ...own } = shape;
  const index: Index = { ...own, name, table: relation.name, ...(constraint !== undefined && { constraint: name.name }), ...(parent && { parent }) };
  let state = withRelation(before, { ...relation, indexes: [...relation.indexes, index] });
  if (key) state = changeTable(state, relation.name, it => ({ ...it, constraints: [...it.constraints.filter(part => part.name !== name.name), { ...key, name: name.name, inherited: true }] }));
  state = withRelation(state, { kind: 'index', name, table: relation.name });
  if (relation.kind !== 'table' || !relation.partitioned || shape.only) return state;
  for (const child of relation.children) state = joinIndex(state, child, index);
  return state;
}

/** The name that Postgres makes for it, where it has none. */
export function nameFor(state: State, table: FullName, { keyNames }: Shape, kind?: TableConstraint['kind']): string {
  const label = kind === 'primary-key' ? 'pkey' : kind === 'unique' ? 'key' : kind === 'exclude' ? 'excl' : 'idx';
  return freeRelationName(state, table.schema, table.name, label === 'pkey' ? [] : keyNames, label);
}

/** Every index of the parent gets its part: an index that fits, else a new one. */
export function indexPartition(before: State, parent: Table, partition: FullName): State {
  return parent.indexes.reduce((state, it) => joinIndex(state, partition, it), before);
}

function joinIndex(state: State, partition: FullName, of: Index): State {
  const table = tableOf(state, partition);
  if (table === undefined) return state;
  const fitting = fittingIndex(table, tableOf(state, of.table), of);
  return fitting
    ? changeTable(state, table.name, it => ({ ...it, indexes: it.indexes.map(index => (index === fitting ? { ...index, parent: of.name } : index)) }))
    : addIndex(state, table.name, { ...of, only: false }, undefined, of.name, keyBehind(state, of));
}

/** The constraint that an index enforces. The part that a partition has is a constraint of the partition, under the name of its index. */
function keyBehind(state: State, { table, constraint }: Index): TableConstraint | undefined {
  return constraint === undefined ? undefined : tableOf(state, table)?.constraints.find(it => it.name === constraint);
}

export function attachIndex(state: State, parent: Index, child: Index): State {
  const attached = changeTable(state, child.table, table => ({
    ...table, indexes: table.indexes.map(it => (sameName(it.name, child.name) ? { ...it, parent: parent.name } : it)),
  }));
  return completed(attached, parent);
}

/** `validatePartitionedIndex` in `src/backend/commands/tablecmds.c`: with the last partition's part it is whole, and may be the last part itself. */
function completed(before: State, index: Index): State {
  const table = tableOf(before, index.table);
  const hasPart = (child: Table | undefined): boolean => child?.indexes.some(it => it.parent && sameName(it.parent, index.name) && !it.only) === true;
  if (!index.only || table === undefined || table.partial || !table.children.every(it => hasPart(tableOf(before, it)))) return before;
  const state = changeTable(before, table.name, it => ({ ...it, indexes: it.indexes.map(other => (sameName(other.name, index.name) ? { ...other, only: false } : other)) }));
  const above = index.parent && state.relations.get(keyOfFull(index.parent));
  const whole = above?.kind === 'index' ? tableOf(state, above.table)?.indexes.find(it => sameName(it.name, above.name)) : undefined;
  return whole ? completed(state, whole) : state;
}

export function renameIndex(before: State, index: Index, to: string): State {
  const owner = before.relations.get(keyOfFull(index.table));
  if (owner === undefined || !('indexes' in owner)) return before;
  const name = { schema: index.name.schema, name: to };
  const state = withParentName(withRelation(withoutRelation(before, index.name), { kind: 'index', name, table: index.table }), owner, index.name, name);
  return withRelation(state, { ...owner, indexes: owner.indexes.map(it => (sameName(it.name, index.name) ? { ...it, name } : it)) });
}

/** The parts that partitions have of an index of `owner` know it by its name. */
export function withParentName(state: State, owner: Table | View, from: FullName, to: FullName): State {
  if (owner.kind !== 'table' || !owner.partitioned) return state;
  return owner.children.reduce((all, child) => changeTable(all, child, it => ({
    ...it, indexes: it.indexes.map(index => (index.parent && sameName(index.parent, from) ? { ...index, parent: to } : index)),
  })), state);
}

/** And its parts, on the partitions. */
export function dropIndex(before: State, index: Index): State {
  const owner = before.relations.get(keyOfFull(index.table));
  let state = withoutRelation(before, index.name);
  if (owner && 'indexes' in owner) state = withRelation(state, { ...owner, indexes: owner.indexes.filter(it => !sameName(it.name, index.name)) });
  if (owner?.kind !== 'table') return state;
  // The part of a key goes with the whole.
  if (index.parent && index.constraint !== undefined) state = changeTable(state, owner.name, it => ({ ...it, constraints: it.constraints.filter(part => part.name !== index.constraint) }));
  for (const child of owner.children) {
    const part = tableOf(state, child)?.indexes.find(it => it.parent && sameName(it.parent, index.name));
    if (part) state = dropIndex(state, part);
  }
  return state;
}
