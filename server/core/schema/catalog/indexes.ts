import type { CreateIndex } from '../../sql/statement/indexes.js';
import type { FullName, Index, Table } from '../relations.js';
import { mentionedTable } from './create-table.js';
import { freeRelationName, numbered } from './generated-names.js';
import { resolve, tableOf } from './look-up.js';
import { changeTable, keyOfFull, sameName, withoutRelation, withRelation, type State } from './state.js';

type Shape = Omit<Index, 'name' | 'table'>;

export function createIndex(before: State, statement: CreateIndex): State {
  const known = mentionedTable(before, statement.table);
  const { schema } = known.name;
  if (statement.ifNotExists && statement.name && known.state.relations.get(keyOfFull({ schema, name: statement.name.name }))) return before;
  const reads = [...(statement.keys ?? []).flatMap(it => it.expression?.columns ?? []), ...(statement.where?.columns ?? [])];
  const shape: Shape = {
    unique: statement.unique, method: statement.method, columns: statement.columns, include: statement.include, keyNames: (statement.keys ?? []).map(it => it.column ?? it.label ?? 'expr'), reads, only: false,
    ...(statement.keys && { keys: statement.keys }), ...(statement.nullsNotDistinct && { nullsNotDistinct: true }),
    ...(statement.where && { where: statement.where }),
  };
  const partitioned = tableOf(known.state, known.name)?.partitioned === true;
  const name = statement.name?.name ?? nameFor(known.state, known.name, shape);
  return addIndex(known.state, known.name, { ...shape, only: statement.only && partitioned }, name);
}

/** On a partitioned table also on each partition, under names of their own. */
export function addIndex(before: State, tableName: FullName, shape: Shape, wanted?: string, parent?: FullName): State {
  const { relation } = resolve(before, tableName);
  if (relation === undefined || !('indexes' in relation)) return before;
  const name = { schema: tableName.schema, name: wanted ?? nameFor(before, tableName, shape) };
  const { parent: _, constraint, ...own } = shape;
  const index: Index = { ...own, name, table: relation.name, ...(constraint !== undefined && { constraint: name.name }), ...(parent && { parent }) };
  let state = withRelation(before, { ...relation, indexes: [...relation.indexes, index] });
  if (parent && constraint !== undefined) state = inheritKey(state, relation.name, parent, constraint, name.name);
  state = withRelation(state, { kind: 'index', name, table: relation.name });
  if (relation.kind !== 'table' || !relation.partitioned || shape.only) return state;
  for (const child of relation.children) state = joinIndex(state, child, index);
  return state;
}

/** The part of a key that a partition has is a constraint of the partition, under the name of its index. */
function inheritKey(state: State, partition: FullName, index: FullName, constraint: string, name: string): State {
  const entry = state.relations.get(keyOfFull(index));
  const owner = entry?.kind === 'index' ? tableOf(state, entry.table) : undefined;
  const key = owner?.constraints.find(it => it.name === constraint);
  return key === undefined ? state : changeTable(state, partition, it => ({ ...it, constraints: [...it.constraints.filter(part => part.name !== name), { ...key, name, inherited: true }] }));
}

function nameFor(state: State, table: FullName, { keyNames, include, constraint, unique }: Shape): string {
  const label = constraint === undefined ? 'idx' : constraint.endsWith('_pkey') ? 'pkey' : unique ? 'key' : 'excl';
  return freeRelationName(state, table.schema, table.name, label === 'pkey' ? [] : numbered([...keyNames, ...include]), label);
}

/** Every index of the parent gets its part: an index that fits, else a new one. */
export function indexPartition(before: State, parent: Table, partition: FullName): State {
  return parent.indexes.reduce((state, it) => joinIndex(state, partition, it), before);
}

function joinIndex(state: State, partition: FullName, of: Index): State {
  const table = tableOf(state, partition);
  if (table === undefined) return state;
  const fitting = fittingIndex(table, of);
  return fitting
    ? changeTable(state, table.name, it => ({ ...it, indexes: it.indexes.map(index => (index === fitting ? { ...index, parent: of.name } : index)) }))
    : addIndex(state, table.name, of, undefined, of.name);
}

/** An index of the partition that can be its part of the parent's: `CompareIndexInfo` in `src/backend/catalog/index.c`. */
export function fittingIndex(partition: Table, of: Index): Index | undefined {
  return partition.indexes.find(it =>
    it.parent === undefined && it.unique === of.unique && it.method === of.method && it.where?.text === of.where?.text
    && it.columns.join() === of.columns.join() && !it.columns.includes(undefined) && (of.constraint === undefined || it.constraint !== undefined));
}

export function attachIndex(state: State, parent: Index, child: Index): State {
  return changeTable(state, child.table, table => ({
    ...table, indexes: table.indexes.map(it => (sameName(it.name, child.name) ? { ...it, parent: parent.name } : it)),
  }));
}

export function renameIndex(before: State, index: Index, to: string): State {
  const owner = before.relations.get(keyOfFull(index.table));
  if (owner === undefined || !('indexes' in owner)) return before;
  const name = { schema: index.name.schema, name: to };
  const state = withRelation(withoutRelation(before, index.name), { kind: 'index', name, table: index.table });
  return withRelation(state, { ...owner, indexes: owner.indexes.map(it => (sameName(it.name, index.name) ? { ...it, name } : it)) });
}

/** And its parts, on the partitions. */
export function dropIndex(before: State, index: Index): State {
  const owner = before.relations.get(keyOfFull(index.table));
  let state = withoutRelation(before, index.name);
  if (owner && 'indexes' in owner) state = withRelation(state, { ...owner, indexes: owner.indexes.filter(it => !sameName(it.name, index.name)) });
  if (owner?.kind !== 'table') return state;
  for (const child of owner.children) {
    const part = tableOf(state, child)?.indexes.find(it => it.parent && sameName(it.parent, index.name));
    if (part) state = dropIndex(state, part);
  }
  return state;
}
