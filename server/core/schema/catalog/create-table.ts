import type { Name } from '../../sql/identifier.js';
import type { ColumnDefinition, Constraint } from '../../sql/statement/definitions.js';
import type { CreateTable, CreateTableAs, LikeSource } from '../../sql/statement/tables.js';
import type { Column, FullName, Index, Table, TableConstraint } from '../relations.js';
import { addConstraint, copyConstraint, distinctKeys } from './constraints.js';
import { ownedSequences } from './drop.js';
import { freeRelationName, withNotNullNames } from './generated-names.js';
import { addIndex, indexPartition, nameFor } from './indexes.js';
import { addStatistics } from './listed.js';
import { compositeOf, created, creationSchema, resolve, starred, tableOf } from './look-up.js';
import { changeTable, keyOfFull, sameName, withoutRelation, withRelation, type State } from './state.js';

export function createTable(all: State, statement: CreateTable): State {
  const name = newName(all, statement.table, statement.persistence === 'temporary');
  const there = all.relations.get(keyOfFull(name));
  if (statement.ifNotExists && there) return all;
  // The statement has succeeded: somebody has dropped the one that was there, and the names that went with it are free.
  const gone = there?.kind === 'table' ? [name, ...there.indexes.map(it => it.name), ...ownedSequences(all, name)] : [];
  const before = gone.reduce(withoutRelation, all);

  const parents = [...statement.inherits, ...(statement.partitionOf ? [statement.partitionOf.parent] : [])].map(it => resolve(before, it).name);
  const inherited = parents.map(it => before.relations.get(keyOfFull(it))).filter(it => it?.kind === 'table');
  const sources = statement.like.map(it => ({ like: it, table: sourceOf(before, it) }));
  const typed = statement.ofType && compositeOf(before, statement.ofType);
  const columns = new Map<string, Column>();
  for (const column of typed?.attributes.values() ?? []) columns.set(column.name, column);
  const ownKey = [...statement.constraints, ...statement.columns.flatMap(it => it.constraints)].find(it => it.kind === 'primary-key')?.columns;
  for (const table of inherited) {
    for (const column of (statement.partitionOf ? withNotNullNames(table) : withoutIdentity(withNotNullNames(table))).values()) {
      // What a key of its own makes NOT NULL has its own name.
      const { notNullName, ...bare } = column;
      columns.set(column.name, { ...(ownKey?.includes(column.name) && !statement.partitionOf ? bare : column), inherited: true });
    }
  }
  const copy = (place: number): void => {
    for (const { like, table } of sources) if (like.before === place) for (const column of table ? withNotNullNames(table).values() : []) columns.set(column.name, merged(copied(column, like), columns.get(column.name)));
  };
  statement.columns.forEach((column, i) => {
    copy(i);
    const { inherited: byParent, ...own } = merged(columnOf(column), columns.get(column.name));
    columns.set(column.name, byParent && statement.partitionOf ? { ...own, inherited: true } : own);
  });
  copy(statement.columns.length);
  // The rows that are there may break it in a parent, and there are none here.
  for (const it of inherited) for (const part of it.constraints) if (part.kind === 'not-null' && !part.noInherit) for (const name of part.columns) columns.set(name, { ...(columns.get(name) ?? { name }), notNull: true });

  const { partitionOf } = statement;
  const table: Table = {
    ...emptyTable(name, before.created),
    persistence: statement.persistence,
    columns,
    constraints: inherited.flatMap(it => it.constraints.filter(part => passesOn(part, partitionOf !== undefined)).map(part => ({ ...part, validated: part.kind === 'foreign-key' ? part.validated : part.enforced, inherited: true }))),
    partial: inherited.length < parents.length || inherited.some(it => it.partial) || sources.some(it => it.table?.partial !== false) || (statement.ofType !== undefined && typed === undefined),
    partitioned: statement.partitionedBy,
    ...(statement.partitionKey && { partitionKey: statement.partitionKey }),
    ...(partitionOf && { partitionOf: { parent: parents[0]!, isDefault: partitionOf.isDefault, ...(partitionOf.bounds && { bounds: partitionOf.bounds }) } }),
    inherits: partitionOf ? [] : parents,
    foreign: statement.foreign === true,
    ...(statement.tablespace !== undefined && { tablespace: statement.tablespace }),
    ...(statement.ofType && { ofType: resolve(before, statement.ofType).name }),
  };
  let state: State = withRelation({ ...before, created: before.created + 1 }, table);
  for (const parent of parents) state = adopt(state, parent, name, partitionOf?.isDefault === true);
  state = referTo(state, name);
  for (const { like, table: source } of sources) if (source) state = copyExtras(state, name, source, like);
  if (partitionOf && inherited[0]) state = indexPartition(state, inherited[0], name);
  for (const column of statement.columns) state = addOwnSequence(state, name, column);
  for (const constraint of distinctKeys([...statement.columns.flatMap(it => it.constraints), ...statement.constraints])) state = addConstraint(state, name, constraint, { onCreate: true });
  return state;
}

export function createTableAs(before: State, statement: CreateTableAs): State {
  const name = newName(before, statement.table, statement.persistence === 'temporary');
  if (statement.ifNotExists && before.relations.get(keyOfFull(name))) return before;
  const state = { ...before, created: before.created + 1 };
  const { columns } = statement;
  if (statement.of === 'materialized-view') {
    const reads = statement.reads.map(it => resolve(before, it).name);
    const readsAll = statement.readsAll !== false;
    const columnsRead = statement.columnsRead ?? (statement.star && starred(before, statement.reads));
    return withRelation(state, { kind: 'materialized-view', name, reads, indexes: [], readsAll, populated: statement.withData, created: before.created, ...(columns && { columns }), ...(columnsRead && { columnsRead }), ...(statement.given && { given: statement.given }) });
  }
  return withRelation(state, {
    ...emptyTable(name, before.created),
    persistence: statement.persistence,
    columns: new Map((columns ?? []).map(it => [it, { name: it, notNull: false }])),
    partial: true,
  });
}

export function newName(state: State, name: Name, temporary: boolean): FullName {
  return temporary ? { schema: 'pg_temp', name: name.name } : created(state, name);
}

export function emptyTable(name: FullName, number: number): Table {
  return {
    kind: 'table', name, persistence: 'permanent', columns: new Map(), constraints: [], indexes: [], partial: false, partitioned: false, inherits: [],
    children: [], referencedBy: [], triggers: [], policies: [], rules: [], foreign: false, created: number,
  };
}

/** Of a table that was there before the migrations: it starts to be known with what they say of it. */
export function mentionedTable(state: State, name: Name): { readonly state: State; readonly name: FullName } {
  const found = resolve(state, name);
  if (found.relation) return { state, name: found.name };
  const table = { ...emptyTable(found.name, -1), partial: true };
  return { state: withRelation(state, table), name: found.name };
}

export function columnOf(definition: ColumnDefinition): Column {
  const { name, type, notNull, notNullName, collation, generated, default: given } = definition;
  const key = definition.constraints.some(it => it.kind === 'primary-key');
  return {
    name,
    ...(type && { type }),
    notNull: notNull || key || generated?.as === 'identity' || type?.serial === true,
    ...(notNullName !== undefined && { notNullName }),
    ...(given && { default: given }),
    ...(generated && { generated: generated.as }),
    ...(generated && 'identity' in generated && { identity: generated.identity }),
    ...(generated && 'expression' in generated && { reads: generated.expression.columns }),
    ...(collation && { collation }),
  };
}

/** What inherits draws no numbers of its own; a partition draws its parent's as long as it is one. */
export function withoutIdentity(columns: Table['columns']): Table['columns'] {
  return new Map([...columns].map(([name, { identity, generated, ...column }]) => [name, generated === 'identity' || generated === undefined ? column : { ...column, generated }]));
}

/** A column that a parent has as well: what either says holds. A partition's column may be named without its type. */
function merged(own: Column, inherited: Column | undefined): Column {
  if (inherited === undefined) return own;
  const type = own.type ?? inherited.type;
  const draws = inherited.type?.serial === true && own.default === undefined;
  const { notNullName, ...rest } = inherited;
  return { ...rest, ...(notNullName !== undefined && !own.notNull && { notNullName }), ...own, notNull: own.notNull || inherited.notNull, ...(type && { type: { ...type, serial: type.serial || draws } }) };
}

function copied({ default: given, generated, identity, type, inherited: _, formerly: __, ...column }: Column, { including }: LikeSource): Column {
  // A serial's default goes on drawing from the source's sequence.
  const serial = type?.serial === true && including.includes('defaults');
  const keepsGenerated = generated === undefined || including.includes(generated === 'identity' ? 'identity' : 'generated');
  return { ...column, ...(type && { type: { ...type, serial } }), ...(given && including.includes('defaults') && { default: given }), ...(generated && keepsGenerated && { generated, ...(identity && { identity }) }) };
}

function copyExtras(before: State, name: FullName, source: Table, { including }: LikeSource): State {
  let state = before;
  if (including.includes('identity')) {
    for (const column of source.columns.values()) if (column.generated === 'identity') state = addSequence(state, name, column.name);
  }
  if (including.includes('constraints')) for (const it of source.constraints) if (it.kind === 'check') state = copyConstraint(state, name, it);
  if (including.includes('statistics')) for (const it of before.statistics.values()) if (sameName(it.table, source.name)) state = addStatistics(state, name, it.columns, it.columns);
  if (including.includes('indexes')) {
    for (const index of source.indexes) {
      const key = source.constraints.find(it => it.name === index.constraint);
      state = key === undefined ? addIndex(state, name, { ...index, only: false }) : addConstraint(state, name, { ...keyLike(key, index), name: nameFor(state, name, index, key.kind) }, { onCreate: true });
    }
  }
  return state;
}

function keyLike({ kind, columns, deferrable }: TableConstraint, { include, method, where, nullsNotDistinct }: Index): Constraint {
  return { kind, columns, notValid: false, notEnforced: false, deferrable, include, method, ...(where && { where }), ...(nullsNotDistinct && { nullsNotDistinct }) };
}

/** What LIKE copies: of a view no more is known than how its columns are called, of a composite type all. */
function sourceOf(state: State, name: Name): Table | undefined {
  const { relation } = resolve(state, name);
  switch (relation?.kind) {
    case 'table': return relation;
    case 'composite': return { ...emptyTable(relation.name, -1), columns: relation.attributes };
    case 'view':
    case 'materialized-view': return { ...emptyTable(relation.name, -1), partial: true, columns: new Map((relation.columns ?? []).map(it => [it, { name: it, notNull: false }])), indexes: relation.indexes };
    default: return undefined;
  }
}

/** A CHECK goes down to children, a foreign key and a key only to partitions, with their indexes. */
function passesOn({ kind, noInherit }: TableConstraint, toPartition: boolean): boolean {
  if (noInherit) return false;
  return kind === 'check' || kind === 'not-null' || (kind === 'foreign-key' && toPartition);
}

/** A referenced table knows who refers to it. */
export function referTo(state: State, name: FullName): State {
  const targets = (tableOf(state, name)?.constraints ?? []).flatMap(it => (it.references ? [it.references.table] : []));
  return targets.reduce((all, target) => changeTable(all, target, it => (
    it.referencedBy.some(by => sameName(by, name)) ? it : { ...it, referencedBy: [...it.referencedBy, name] })), state);
}

export function adopt(state: State, parent: FullName, child: FullName, isDefault: boolean): State {
  const known = mentionedTable(state, parent);
  if (sameName(known.name, child)) return state;
  return changeTable(known.state, known.name, table => ({ ...table, children: isDefault ? [child, ...table.children] : [...table.children, child] }));
}

/** The sequence of a serial or identity column, and its constraints. */
export function addColumnExtras(before: State, name: FullName, definition: ColumnDefinition): State {
  return distinctKeys(definition.constraints).reduce((state, it) => addConstraint(state, name, it, { onCreate: false }), addOwnSequence(before, name, definition));
}

function addOwnSequence(state: State, name: FullName, { name: column, type, generated }: ColumnDefinition): State {
  return type?.serial || generated?.as === 'identity' ? addSequence(state, name, column) : state;
}

export function addSequence(state: State, table: FullName, column: string): State {
  const schema = table.schema ?? creationSchema(state);
  const name = { schema, name: freeRelationName(state, schema, table.name, [column], 'seq') };
  return withRelation({ ...state, created: state.created + 1 }, { kind: 'sequence', name, ownedBy: { table, column }, created: state.created });
}
