import type { Drop } from '../../sql/statement/objects.js';
import type { Column, FullName, Relation, Sequence, Table } from '../relations.js';
import { notNullNameOf } from './generated-names.js';
import { dropFunction } from './functions.js';
import { dropIndex } from './indexes.js';
import { columnsOfType, created, family, parentsOf, partitionedAbove, resolve, resolveType, tableOf } from './look-up.js';
import { relisted, withoutColumn } from './listed.js';
import { changeTable, dependentsOf, keyOfFull, sameName, withoutRelation, withoutType, withRelation, type State } from './state.js';

export function drop(state: State, statement: Drop): State {
  const { object, names, on } = statement;
  switch (object) {
    case 'table':
    case 'foreign-table':
    case 'view':
    case 'materialized-view':
    case 'sequence':
    case 'index':
      return names.reduce((all, it) => cascade(all, resolve(all, it).name), state);
    case 'schema':
      return names.reduce((all, it) => dropSchema(all, it.name), state);
    case 'type':
    case 'domain':
      return names.reduce((all, it) => {
        const type = resolveType(all, it);
        const typed = dependentsOf(all, resolve(all, it).name).filter(table => table.kind === 'table' && table.ofType);
        const without = typed.reduce((rest, table) => cascade(rest, table.name), all);
        const dropped = columnsOfType(without, it).reduce((rest, { table, column }) => dropColumn(rest, table.name, column.name, true), without);
        return type === undefined ? withoutRelation(dropped, resolve(dropped, it).name) : withoutType(dropped, type.name);
      }, state);
    case 'function':
    case 'procedure':
      return names.reduce((all, it, i) => dropFunction(all, it, statement.parameters?.[i]), state);
    case 'trigger':
    case 'policy':
    case 'rule': {
      const table = on && tableOf(state, on);
      const keep = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] => all.filter(it => it.name !== names[0]?.name);
      return table === undefined ? state : changeTable(state, table.name, it => (
        object === 'trigger' ? { ...it, triggers: keep(it.triggers) } : object === 'policy' ? { ...it, policies: keep(it.policies) } : { ...it, rules: keep(it.rules) }));
    }
    case 'publication':
      return names.reduce((all, it) => ({ ...all, publications: all.publications.without(it.name) }), state);
    case 'statistics':
      return names.reduce((all, it) => ({ ...all, statistics: all.statistics.without(keyOfFull(created(all, it))) }), state);
    case 'collation':
      return names.reduce((all, it) => ({ ...all, collations: all.collations.without(keyOfFull(created(all, it))) }), state);
    default:
      return state;
  }
}

function dropSchema(before: State, schema: string): State {
  let state = before;
  for (const it of before.relations.values()) if (it.name.schema === schema) state = cascade(state, it.name);
  for (const it of before.types.values()) if (it.name.schema === schema) state = withoutType(state, it.name);
  for (const it of before.functions.values()) if (it.name.schema === schema) state = dropFunction(state, it.name);
  for (const it of before.statistics.values()) if (it.name.schema === schema) state = { ...state, statistics: state.statistics.without(keyOfFull(it.name)) };
  for (const it of before.collations.values()) if (it.name.schema === schema) state = { ...state, collations: state.collations.without(keyOfFull(it.name)) };
  return { ...state, goneSchemas: state.goneSchemas.with(schema, true) };
}

/** Drops a relation and all that cannot be without it. A statement without CASCADE succeeded because there was nothing else. */
export function cascade(before: State, name: FullName): State {
  const relation = before.relations.get(keyOfFull(name));
  if (relation === undefined) return before;
  if (relation.kind === 'index') {
    const owner = before.relations.get(keyOfFull(relation.table));
    const index = owner && 'indexes' in owner ? owner.indexes.find(it => sameName(it.name, name)) : undefined;
    return index ? dropIndex(before, index) : withoutRelation(before, name);
  }

  let state = withoutRelation(before, name);
  if ('indexes' in relation) for (const index of relation.indexes) state = withoutRelation(state, index.name);
  state = relation.kind === 'sequence' ? withoutDraws(state, relation) : relisted(state, name, undefined);
  if (relation.kind === 'table') state = dropTableParts(state, relation);
  if (relation.kind === 'sequence' || relation.kind === 'composite') return state;
  for (const it of dependentsOf(before, name)) {
    if (it.kind === 'view' || it.kind === 'materialized-view') state = cascade(state, it.name);
    else state = changeTable(state, it.name, table => ({ ...table, policies: table.policies.filter(policy => !policy.reads.some(read => sameName(read, name))) }));
  }
  return state;
}

/** The column that a serial has made loses its default with the sequence, which is the first that it has owned. */
function withoutDraws(state: State, { ownedBy, created: number }: Sequence): State {
  if (ownedBy?.column === undefined) return state;
  const others = ownedSequences(state, ownedBy.table, ownedBy.column).map(it => state.relations.get(keyOfFull(it)));
  if (others.some(it => it?.kind === 'sequence' && it.created < number)) return state;
  const table = tableOf(state, ownedBy.table);
  return (table ? family(state, table) : []).reduce((all, heir) => changeTable(all, heir.name, it => {
    const column = it.columns.get(ownedBy.column!);
    return column?.type?.serial ? { ...it, columns: new Map(it.columns).set(column.name, { ...column, type: { ...column.type, serial: false } }) } : it;
  }), state);
}

function dropTableParts(before: State, table: Table): State {
  let state = before;
  const parents = [...table.inherits, ...(table.partitionOf ? [table.partitionOf.parent] : [])];
  for (const parent of parents) state = changeTable(state, parent, it => ({ ...it, children: it.children.filter(child => !sameName(child, table.name)) }));
  for (const child of table.children) state = cascade(state, child);
  // What refers to the whole refers to each part, and goes with any.
  for (const above of partitionedAbove(before, table)) {
    for (const by of above.referencedBy) {
      const keys = tableOf(state, by)?.constraints.filter(it => it.references && sameName(it.references.table, above.name));
      for (const key of keys ?? []) state = dropConstraint(state, by, key.name, false);
    }
  }
  for (const by of table.referencedBy) {
    state = changeTable(state, by, it => ({ ...it, constraints: it.constraints.filter(part => !(part.references && sameName(part.references.table, table.name))) }));
  }
  for (const { references } of table.constraints) {
    if (references) state = changeTable(state, references.table, it => ({ ...it, referencedBy: it.referencedBy.filter(by => !sameName(by, table.name)) }));
  }
  for (const sequence of ownedSequences(before, table.name)) state = cascade(state, sequence);
  return state;
}

/** The sequences that go with a table, or with one column of it. */
export function ownedSequences(state: State, table: FullName, column?: string): readonly FullName[] {
  return dependentsOf(state, table).filter(it => it.kind === 'sequence' && (column === undefined || it.ownedBy?.column === column)).map(it => it.name);
}

/** What inherits the column loses it where nobody else has said it: `ATExecDropColumn` in `src/backend/commands/tablecmds.c`. `only`: it becomes the children's own. */
export function dropColumnAndBelow(before: State, table: Table, column: string, withDependents: boolean, only: boolean): State {
  const dropped = dropColumn(before, table.name, column, withDependents);
  return table.children.reduce((state, name) => {
    const child = tableOf(state, name);
    const own = child?.columns.get(column);
    if (child === undefined || own === undefined) return state;
    if (!only && losesWithParent(child, column, state)) return dropColumnAndBelow(state, child, column, withDependents, false);
    const { inherited: _, ...local } = own;
    return only ? changeTable(state, name, it => ({ ...it, columns: new Map(it.columns).set(column, local) })) : state;
  }, dropped);
}

/** `state`: in which the parent has it no more. */
function losesWithParent(child: Table, column: string, state: State): boolean {
  return child.columns.get(column)?.inherited === true && !parentsOf(state, child).some(it => it.columns.has(column));
}

export function dropColumn(before: State, name: FullName, column: string, withDependents: boolean): State {
  const table = tableOf(before, name);
  if (table === undefined) return before;
  let state = before;
  for (const constraint of table.constraints) if (constraint.columns.includes(column)) state = dropConstraint(state, name, constraint.name, withDependents);
  for (const index of table.indexes) {
    if (!index.columns.includes(column) && !index.include.includes(column) && !index.reads.includes(column)) continue;
    state = index.constraint === undefined ? dropIndex(state, index) : dropConstraint(state, name, index.constraint, withDependents);
  }
  for (const sequence of ownedSequences(before, name, column)) state = cascade(state, sequence);
  if (withDependents) for (const it of dependentsOf(before, name)) if (mayRead(it, column)) state = cascade(state, it.name);
  return changeTable(withoutColumn(state, name, column), name, it => {
    const columns = new Map(it.columns);
    columns.delete(column);
    return { ...it, columns, policies: it.policies.filter(policy => !policy.columns.includes(column)), triggers: it.triggers.filter(trigger => !trigger.columns.includes(column)) };
  });
}

/** A view that names no columns may read all. */
function mayRead(relation: Relation, column: string): boolean {
  return (relation.kind === 'view' || relation.kind === 'materialized-view') && (relation.columnsRead?.includes(column) ?? true);
}

export function dropConstraint(before: State, name: FullName, constraint: string, withDependents: boolean): State {
  const table = tableOf(before, name);
  const found = table?.constraints.find(it => it.name === constraint);
  if (table === undefined) return before;
  if (found === undefined) return dropImpliedNotNull(before, table, constraint);

  let state = changeTable(before, name, it => ({ ...it, constraints: it.constraints.filter(part => part !== found) }));
  const index = table.indexes.find(it => it.constraint === constraint);
  if (index) state = dropIndex(state, index);
  if (found.kind === 'not-null') state = changeTable(state, name, it => withNullable(it, found.columns));
  if (found.references) state = forgetReference(state, name, found.references.table);
  if (withDependents && (found.kind === 'primary-key' || found.kind === 'unique')) {
    for (const by of table.referencedBy) {
      const keys = tableOf(state, by)?.constraints.filter(it => it.references && sameName(it.references.table, name) && it.references.columns.join() === found.columns.join());
      for (const key of keys ?? []) state = dropConstraint(state, by, key.name, false);
    }
  }
  return state;
}

function forgetReference(state: State, from: FullName, to: FullName): State {
  const still = tableOf(state, from)?.constraints.some(it => it.references && sameName(it.references.table, to));
  return still ? state : changeTable(state, to, it => ({ ...it, referencedBy: it.referencedBy.filter(by => !sameName(by, from)) }));
}

/** From PostgreSQL 18 on a NOT NULL is a constraint that has a name, whoever wrote it how. */
function dropImpliedNotNull(state: State, table: Table, constraint: string): State {
  const column = [...table.columns.values()].find(it => constraint === notNullNameOf(table, it));
  return column === undefined ? state : changeTable(state, table.name, it => withNullable(it, [column.name]));
}

/** With the NOT NULL goes its name. */
export function nullable({ notNullName: _, ...column }: Column): Column {
  return { ...column, notNull: false };
}

function withNullable(table: Table, names: readonly string[]): Table {
  const columns = new Map(table.columns);
  for (const name of names) {
    const column = columns.get(name);
    if (column) columns.set(name, nullable(column));
  }
  return { ...table, columns };
}

/** For a relation that changes its name without being dropped. */
export function replaced(state: State, from: FullName, to: FullName): State {
  const relation = state.relations.get(keyOfFull(from));
  return relation === undefined ? state : withRelation(withoutRelation(state, from), { ...relation, name: to });
}
