import type { NameAt } from '../../sql/statement/names.js';
import type { AlterDomain, AlterEnum, AlterSequence, CreateCollation, CreateDomain, CreateSequence, CreateStatistics, CreateType, Publication } from '../../sql/statement/objects.js';
import type { CreatePolicy, CreateRule, CreateTrigger, CreateView, Refresh } from '../../sql/statement/views.js';
import type { FullName } from '../relations.js';
import { columnOf, mentionedTable, newName } from './create-table.js';
import { freeDomainConstraintName } from './generated-names.js';
import { addStatistics } from './listed.js';
import { created, family, resolve, resolveType, starred, tableOf } from './look-up.js';
import { changeTable, keyOfFull, sameName, withRelation, withType, type State } from './state.js';

export function createView(state: State, { view, reads, columns, columnsRead: named, given, star, temporary, securityInvoker }: CreateView): State {
  const sources = reads.map(it => resolve(state, it).name);
  // One that reads what is temporary is temporary itself.
  const name = newName(state, view, temporary || sources.some(it => it.schema === 'pg_temp'));
  const columnsRead = named ?? (star && starred(state, reads));
  return withRelation({ ...state, created: state.created + 1 }, {
    kind: 'view', name, reads: sources, indexes: [], readsAll: false, populated: true, created: state.created, ...(columns && { columns }), ...(columnsRead && { columnsRead }), ...(given && { given }), ...(securityInvoker && { securityInvoker }),
  });
}

export function refresh(state: State, { view, withData }: Refresh): State {
  const { relation } = resolve(state, view);
  return relation?.kind !== 'materialized-view' || relation.populated === withData ? state : withRelation(state, { ...relation, populated: withData });
}

export function createSequence(state: State, { sequence, temporary, ifNotExists, ownedBy, ownedColumn }: CreateSequence): State {
  const name = newName(state, sequence, temporary);
  if (ifNotExists && state.relations.get(keyOfFull(name))) return state;
  const owner = ownedBy && { ownedBy: { table: resolve(state, ownedBy).name, ...(ownedColumn !== undefined && { column: ownedColumn }) } };
  return withRelation({ ...state, created: state.created + 1 }, { kind: 'sequence', name, created: state.created, ...owner });
}

export function alterSequence(state: State, { sequence, ownedBy, ownedColumn, options }: AlterSequence): State {
  const { relation } = resolve(state, sequence);
  if (relation?.kind !== 'sequence' || !options.includes('owned_by')) return state;
  const { ownedBy: _, ...free } = relation;
  return withRelation(state, ownedBy ? { ...free, ownedBy: { table: resolve(state, ownedBy).name, ...(ownedColumn !== undefined && { column: ownedColumn }) } } : free);
}

/** What is there already stays as it is: a DO block catches `duplicate_object`. */
export function createType(state: State, { of, name, values, attributes }: CreateType): State {
  const full = created(state, name);
  if (state.types.get(keyOfFull(full)) ?? state.relations.get(keyOfFull(full))) return state;
  if (of === 'composite') return withRelation(state, { kind: 'composite', name: full, attributes: new Map((attributes ?? []).map(it => [it.name, columnOf(it)])) });
  return of === 'enum' ? withType(state, { kind: 'enum', name: full, values }) : state;
}

export function alterEnum(state: State, { name, action, value, from, neighbour }: AlterEnum): State {
  const type = resolveType(state, name);
  if (type?.kind !== 'enum') return state;
  const at = neighbour === undefined ? -1 : type.values.indexOf(neighbour.value);
  const values = action === 'rename-value'
    ? type.values.map(it => (it === from ? value : it))
    : type.values.includes(value) ? type.values
    : type.values.toSpliced(at === -1 ? type.values.length : neighbour?.side === 'after' ? at + 1 : at, 0, value);
  return withType(state, { ...type, values });
}

export function createDomain(state: State, { name, type, constrained, constraints, default: given }: CreateDomain): State {
  const full = created(state, name);
  const base = resolveType(state, type);
  const under = base?.kind === 'domain' ? base : undefined;
  return withType(state, {
    kind: 'domain',
    name: full,
    type,
    constrained: constrained || under?.constrained === true,
    default: given !== undefined || under?.default === true,
    constraints: (constraints ?? []).reduce<readonly string[]>((names, it) => [...names, it.kind === 'not-null' ? 'not-null' : (it.name ?? freeDomainConstraintName(state, full, names))], []),
  });
}

export function alterDomain(state: State, { name, action, constraint }: AlterDomain): State {
  const domain = resolveType(state, name);
  if (domain?.kind !== 'domain') return state;
  const added = action === 'add-constraint' ? [constraint ?? freeDomainConstraintName(state, domain.name, domain.constraints)] : action === 'set-not-null' ? ['not-null'] : [];
  const gone = action === 'drop-constraint' ? constraint : action === 'drop-not-null' ? 'not-null' : undefined;
  const constraints = [...domain.constraints.filter(it => it !== gone && !added.includes(it)), ...added];
  const base = resolveType(state, domain.type);
  const constrained = constraints.length > 0 || (base?.kind === 'domain' && base.constrained);
  return withType(state, { ...domain, constraints, constrained, default: action === 'default' || domain.default });
}

export function createTrigger(before: State, { name, table, constraint, forEachRow, function: called, columns }: CreateTrigger): State {
  const known = mentionedTable(before, table);
  return changeTable(known.state, known.name, it => ({ ...it, triggers: [...it.triggers.filter(other => other.name !== name), { name, constraint, forEachRow: forEachRow === true, ...(called && { function: called }), columns: columns ?? [] }] }));
}

export function createPolicy(before: State, { kind, name, table, columns, reads, restrictive, command, roles }: CreatePolicy): State {
  const known = mentionedTable(before, table);
  return changeTable(known.state, known.name, it => {
    const was = kind === 'alter-policy' ? it.policies.find(other => other.name === name) : undefined;
    const policy = {
      restrictive: false, command: 'all' as const, roles: ['public'], ...was,
      name, columns: columns ?? [], reads: (reads ?? []).map(read => resolve(known.state, read).name),
      ...(restrictive && { restrictive }), ...(command && { command }), ...(roles && { roles }),
    };
    return { ...it, policies: [...it.policies.filter(other => other.name !== name), policy] };
  });
}

export function createCollation(state: State, { name, deterministic }: CreateCollation): State {
  const full = created(state, name);
  return { ...state, collations: state.collations.with(keyOfFull(full), { name: full, deterministic }) };
}

export function createStatistics(before: State, { name, tables, columns, reads, ifNotExists }: CreateStatistics): State {
  const [first] = tables;
  if (first === undefined) return before;
  const table = resolve(before, first).name;
  const full = name && created(before, name);
  if (ifNotExists && full && before.statistics.get(keyOfFull(full))) return before;
  return addStatistics(before, table, columns, [...columns.filter(it => it !== undefined), ...reads], full);
}

export function publication(before: State, { name, action, allTables, tables }: Publication): State {
  const known = before.publications.get(name)?.tables ?? [];
  const named = [...new Map(tables.flatMap(it => withHeirs(before, it)).map(it => [keyOfFull(it), it])).values()];
  const without = known.filter(it => !named.some(other => sameName(it, other)));
  const next = action === 'create' || action === 'set' ? named : action === 'add' ? [...without, ...named] : action === 'drop' ? without : known;
  const all = action === 'create' ? allTables : (before.publications.get(name)?.allTables ?? false);
  return { ...before, publications: before.publications.with(name, { name, allTables: all, tables: next }) };
}

/** What inherits is published with its parent; partitions are, without being named. */
function withHeirs(state: State, table: NameAt): readonly FullName[] {
  const known = tableOf(state, table);
  return known && !known.partitioned && !table.only ? family(state, known).map(it => it.name) : [resolve(state, table).name];
}

export function createRule(before: State, { name, table }: CreateRule): State {
  const known = mentionedTable(before, table);
  return changeTable(known.state, known.name, it => ({ ...it, rules: [...it.rules.filter(other => other.name !== name), { name }] }));
}
