import type { Name } from '../../sql/identifier.js';
import type { Rename, SetSchema } from '../../sql/statement/objects.js';
import type { FullName, Index, Table, View } from '../relations.js';
import { ownedSequences, replaced } from './drop.js';
import { moveFunction } from './functions.js';
import { renameIndex, withParentName } from './indexes.js';
import { withNotNullNames } from './generated-names.js';
import { relisted } from './listed.js';
import { renameColumn } from './rename-column.js';
import { compositeOf, created, family, inPath, resolve, resolveType, tableOf } from './look-up.js';
import { changeTable, dependentsOf, keyOfFull, sameName, withoutRelation, withoutType, withRelation, withType, type State } from './state.js';

export function rename(state: State, statement: Rename): State {
  const { object, name, to, from } = statement;
  switch (object) {
    case 'table':
    case 'foreign-table':
    case 'view':
    case 'materialized-view':
    case 'sequence':
    case 'index':
      return renameRelation(state, resolve(state, name).name, to);
    case 'column':
      return renameColumn(state, statement);
    case 'constraint':
      return statement.of === 'domain' ? renameDomainConstraint(state, statement) : renameConstraint(state, statement);
    case 'trigger':
    case 'policy':
    case 'rule': {
      const table = tableOf(state, name);
      const renamed = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] => all.map(it => (it.name === from ? { ...it, name: to } : it));
      return table === undefined ? state : changeTable(state, table.name, it => (
        object === 'trigger' ? { ...it, triggers: renamed(it.triggers) } : object === 'policy' ? { ...it, policies: renamed(it.policies) } : { ...it, rules: renamed(it.rules) }));
    }
    case 'type':
    case 'domain': {
      const type = resolveType(state, name) ?? compositeOf(state, name);
      return type === undefined ? state : retype(state, type.name, { ...type.name, name: to });
    }
    case 'function':
    case 'procedure':
      return moveFunction(state, name, statement.parameters, it => ({ ...it, name: to }));
    case 'schema':
      return renameSchema(state, name.name, to);
    case 'statistics':
      return moveStatistics(state, name, it => ({ ...it, name: to }));
    case 'collation':
      return moveCollation(state, name, { ...created(state, name), name: to });
    case 'publication': {
      const known = state.publications.get(name.name);
      return known ? { ...state, publications: state.publications.without(name.name).with(to, { ...known, name: to }) } : state;
    }
    default:
      return state;
  }
}

/** Sequences and indexes have their names of their own here: nothing goes with its table. */
function renameSchema(before: State, from: string, to: string): State {
  const own = <T extends { readonly name: FullName }>(all: Iterable<T>): readonly FullName[] => [...all].map(it => it.name).filter(it => it.schema === from);
  let state: State = { ...before, goneSchemas: before.goneSchemas.with(from, true).without(to) };
  for (const it of [...before.relations.values()]) if (it.name.schema === from && it.kind !== 'index') state = it.kind === 'composite' ? retype(state, it.name, { ...it.name, schema: to }) : move(state, it.name, { ...it.name, schema: to });
  for (const it of own(before.types.values())) state = retype(state, it, { ...it, schema: to });
  for (const it of own(before.functions.values())) state = moveFunction(state, it, undefined, () => ({ ...it, schema: to }));
  for (const it of own(before.statistics.values())) state = moveStatistics(state, it, () => ({ ...it, schema: to }));
  for (const it of own(before.collations.values())) state = moveCollation(state, it, { ...it, schema: to });
  return state;
}

export function setSchema(state: State, { object, name, to, parameters }: SetSchema): State {
  if (['table', 'foreign-table', 'view', 'materialized-view', 'sequence'].includes(object)) return moveRelation(state, resolve(state, name).name, to);
  const type = object === 'type' || object === 'domain' ? (resolveType(state, name) ?? compositeOf(state, name)) : undefined;
  if (type) return retype(state, type.name, { ...type.name, schema: to });
  if (object === 'statistics') return moveStatistics(state, name, it => ({ ...it, schema: to }));
  if (object === 'collation') return moveCollation(state, name, { name: name.name, schema: to });
  return object === 'function' || object === 'procedure' ? moveFunction(state, name, parameters, it => ({ ...it, schema: to })) : state;
}

function moveStatistics(state: State, name: Name, to: (name: FullName) => FullName): State {
  const known = inPath(state, state.statistics, name);
  if (known === undefined) return state;
  const moved = { ...known, name: to(known.name) };
  return { ...state, statistics: state.statistics.without(keyOfFull(known.name)).with(keyOfFull(moved.name), moved) };
}

function moveCollation(state: State, name: Name, to: FullName): State {
  const known = inPath(state, state.collations, name);
  return known ? { ...state, collations: state.collations.without(keyOfFull(known.name)).with(keyOfFull(to), { ...known, name: to }) } : state;
}

/** Columns keep the name that was written; the type answers to both. */
function retype(state: State, from: FullName, to: FullName): State {
  const type = state.types.get(keyOfFull(from));
  const columns = [...state.relations.values()].filter(it => it.kind === 'table').filter(it => [...it.columns.values()].some(column => column.type?.name === from.name));
  const renamed = columns.reduce((all, table) => changeTable(all, table.name, it => ({
    ...it,
    columns: new Map([...it.columns].map(([key, column]) => [key, column.type?.name === from.name ? { ...column, type: { ...column.type, ...(to.schema !== from.schema && { schema: to.schema }), name: to.name } } : column])),
  })), state);
  if (type) return withType(withoutType(renamed, from), { ...type, name: to });
  const typed = dependentsOf(renamed, from).filter(it => it.kind === 'table' && it.ofType && sameName(it.ofType, from));
  return replaced(typed.reduce((all, { name }) => changeTable(all, name, it => ({ ...it, ofType: to })), renamed), from, to);
}

function renameRelation(state: State, from: FullName, to: string): State {
  const relation = state.relations.get(keyOfFull(from));
  if (relation?.kind !== 'index') return move(state, from, { schema: from.schema, name: to });
  const owner = state.relations.get(keyOfFull(relation.table));
  const index = owner && 'indexes' in owner ? owner.indexes.find(it => sameName(it.name, from)) : undefined;
  return index ? renameIndex(withConstraintName(state, index, to), index, to) : state;
}

/** An index that enforces a constraint has its name, both ways. */
function withConstraintName(state: State, index: Index, to: string): State {
  if (index.constraint === undefined) return state;
  return changeTable(state, index.table, it => ({
    ...it,
    constraints: it.constraints.map(part => (part.name === index.constraint ? { ...part, name: to } : part)),
    indexes: it.indexes.map(part => (part.constraint === index.constraint ? { ...part, constraint: to } : part)),
  }));
}

/** With its indexes and the sequences of its columns. */
function moveRelation(before: State, from: FullName, schema: string): State {
  const relation = before.relations.get(keyOfFull(from));
  if (relation === undefined) return before;
  const owned = relation.kind === 'table' ? ownedSequences(before, from) : [];
  const state = move(before, from, { schema, name: from.name });
  return owned.reduce((all, it) => move(all, it, { schema, name: it.name }), state);
}

/** Gives a relation another name, everywhere where it is named. */
function move(before: State, from: FullName, to: FullName): State {
  const relation = before.relations.get(keyOfFull(from));
  let state = relisted(replaced(before, from, to), from, to);
  if (relation === undefined || relation.kind === 'composite' || relation.kind === 'index') return state;
  if ('indexes' in relation) state = moveIndexes(state, { ...relation, name: to }, to);
  if (relation.kind === 'table') state = moveTable(state, relation, from, to);
  if (relation.kind === 'sequence') return state;

  const renamed = (names: readonly FullName[]): readonly FullName[] => names.map(it => (sameName(it, from) ? to : it));
  for (const it of dependentsOf(before, from)) {
    const now = state.relations.get(keyOfFull(sameName(it.name, from) ? to : it.name));
    if (now?.kind === 'view' || now?.kind === 'materialized-view') state = withRelation(state, { ...now, reads: renamed(now.reads) });
    if (now?.kind === 'table') state = withRelation(state, { ...now, policies: now.policies.map(policy => ({ ...policy, reads: renamed(policy.reads) })) });
  }
  return state;
}

function moveIndexes(before: State, owner: Table | View, to: FullName): State {
  let state = before;
  for (const index of owner.indexes) {
    state = withoutRelation(state, index.name);
    const name = { schema: to.schema, name: index.name.name };
    state = withParentName(withRelation(state, { kind: 'index', name, table: to }), owner, index.name, name);
  }
  return withRelation(state, { ...owner, indexes: owner.indexes.map(it => ({ ...it, table: to, name: { schema: to.schema, name: it.name.name } })) });
}

function moveTable(before: State, table: Table, from: FullName, to: FullName): State {
  const renamed = (names: readonly FullName[]): readonly FullName[] => names.map(it => (sameName(it, from) ? to : it));
  let state = changeTable(before, to, it => ({ ...it, columns: withNotNullNames(table) }));
  const parents = [...table.inherits, ...(table.partitionOf ? [table.partitionOf.parent] : [])];
  for (const parent of parents) state = changeTable(state, parent, it => ({ ...it, children: renamed(it.children) }));
  for (const child of table.children) {
    state = changeTable(state, child, it => ({ ...it, inherits: renamed(it.inherits), ...(it.partitionOf && { partitionOf: { ...it.partitionOf, parent: to } }) }));
  }
  for (const { references } of table.constraints) {
    if (references) state = changeTable(state, sameName(references.table, from) ? to : references.table, it => ({ ...it, referencedBy: renamed(it.referencedBy) }));
  }
  for (const by of table.referencedBy) {
    const referrer = sameName(by, from) ? to : by;
    state = changeTable(state, referrer, it => ({
      ...it,
      constraints: it.constraints.map(part => (part.references && sameName(part.references.table, from) ? { ...part, references: { ...part.references, table: to } } : part)),
    }));
  }
  for (const sequence of ownedSequences(before, from)) {
    const it = state.relations.get(keyOfFull(sequence));
    if (it?.kind === 'sequence' && it.ownedBy) state = withRelation(state, { ...it, ownedBy: { ...it.ownedBy, table: to } });
  }
  return state;
}

function renameConstraint(before: State, { name, from, to }: Rename): State {
  const table = tableOf(before, name);
  if (table === undefined || from === undefined) return before;
  const index = table.indexes.find(it => it.constraint === from);
  if (index) return renameIndex(withConstraintName(before, index, to), { ...index, constraint: to }, to);
  const implied = (it: Table): Table['columns'] => new Map([...withNotNullNames(it)].map(([key, column]) => [key, column.notNullName === from ? { ...column, notNullName: to } : column]));
  const kind = table.constraints.find(it => it.name === from)?.kind;
  // Of what goes down to children, these alone have its name there, too.
  const heirs = kind === undefined || kind === 'check' || kind === 'not-null' ? family(before, table) : [table];
  return heirs.reduce(
    (state, heir) => changeTable(state, heir.name, it => ({ ...it, columns: implied(it), constraints: it.constraints.map(part => (part.name === from ? { ...part, name: to } : part)) })),
    before,
  );
}

function renameDomainConstraint(state: State, { name, from, to }: Rename): State {
  const domain = resolveType(state, name);
  return domain?.kind === 'domain' ? withType(state, { ...domain, constraints: domain.constraints.map(it => (it === from ? to : it)) }) : state;
}
