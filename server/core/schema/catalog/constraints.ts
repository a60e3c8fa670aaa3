import type { Constraint } from '../../sql/statement/definitions.js';
import type { FullName, Index, Table, TableConstraint } from '../relations.js';
import { emptyTable, mentionedTable } from './create-table.js';
import { fittingForeignKey } from './fitting.js';
import { freeConstraintName, freeRelationName } from './generated-names.js';
import { addIndex, renameIndex } from './indexes.js';
import { family, tableOf } from './look-up.js';
import { numbered } from './made-names.js';
import { changeTable, sameName, type State } from './state.js';

/** `onCreate`: with the table, hence true of all its rows. */
export function addConstraint(before: State, name: FullName, constraint: Constraint, { onCreate }: { readonly onCreate: boolean }): State {
  const table = tableOf(before, name);
  if (table === undefined) return before;
  switch (constraint.kind) {
    case 'check':
    case 'not-null': {
      const [column] = constraint.kind === 'not-null' ? constraint.columns.map(it => table.columns.get(it)) : [];
      // A column has one NOT NULL: what is said again may give it a name, if it has none yet.
      if (column?.notNull) return onCreate && column.notNullName === undefined ? changeTable(before, name, it => withNotNull(it, constraint.columns, constraint.name)) : before;
      const made = entryOf(before, table, constraint, onCreate);
      const heirs = constraint.noInherit ? [table] : family(before, table);
      return heirs.reduce((state, it) => put(state, it.name, made), before);
    }
    case 'foreign-key':
      return addForeignKey(before, table, constraint, onCreate);
    case 'primary-key':
    case 'unique':
    case 'exclude':
      return addKey(before, table, constraint);
  }
}

/** Of keys that are alike Postgres makes one, the first or the primary key: `transformIndexConstraints` in `src/backend/parser/parse_utilcmd.c`. */
export function distinctKeys(all: readonly Constraint[]): readonly Constraint[] {
  const isKey = ({ kind, usingIndex }: Constraint): boolean => (kind === 'primary-key' || kind === 'unique') && usingIndex === undefined;
  const shape = (it: Constraint): string => JSON.stringify([it.columns, it.include ?? [], it.deferrable, it.nullsNotDistinct === true]);
  const kept = new Map<string, Constraint>();
  for (const it of all) {
    if (!isKey(it)) continue;
    const known = kept.get(shape(it));
    const one = known === undefined || (it.kind === 'primary-key' && known.kind !== 'primary-key') ? it : known;
    const name = one.name ?? known?.name ?? it.name;
    kept.set(shape(it), name === undefined ? one : { ...one, name });
  }
  // Each at the place of the first that is like it.
  return all.flatMap(it => {
    const one = isKey(it) ? kept.get(shape(it)) : it;
    if (isKey(it)) kept.delete(shape(it));
    return one ? [one] : [];
  });
}

export function copyConstraint(state: State, name: FullName, constraint: TableConstraint): State {
  return put(state, name, { ...constraint, validated: constraint.enforced });
}

function entryOf(state: State, table: Table, constraint: Constraint, onCreate: boolean): TableConstraint {
  const { kind, columns, expression, deferrable, notValid, notEnforced, noInherit } = constraint;
  return {
    kind,
    name: constraint.name ?? defaultName(state, table, constraint),
    columns,
    validated: !notEnforced && (onCreate || !notValid),
    enforced: !notEnforced,
    deferrable,
    ...(noInherit && { noInherit }),
    ...(expression && { expression }),
  };
}

/** As Postgres 12 and later name them; before, a foreign key of several columns has the first alone in its name. */
function defaultName(state: State, table: Table, { kind, columns }: Constraint): string {
  switch (kind) {
    case 'check': return freeConstraintName(state, table, columns.length === 1 ? columns : [], 'check');
    case 'foreign-key': return freeConstraintName(state, table, columns, 'fkey');
    case 'not-null': return freeConstraintName(state, table, columns, 'not_null');
    case 'primary-key': return freeConstraintName(state, table, [], 'pkey');
    case 'unique': return freeConstraintName(state, table, columns, 'key');
    case 'exclude': return freeConstraintName(state, table, columns, 'excl');
  }
}

function put(state: State, name: FullName, made: TableConstraint): State {
  return changeTable(state, name, table => {
    // A column has one NOT NULL: what is said again changes nothing of it.
    const [column] = made.columns;
    if (made.kind === 'not-null' && (table.columns.get(column!)?.notNull || table.constraints.some(it => it.kind === 'not-null' && it.columns[0] === column))) return table;
    const others = table.constraints.some(it => it.name === made.name) ? table.constraints.filter(it => it.name !== made.name) : table.constraints;
    const constraints = [...others, made];
    return made.kind === 'not-null' && made.validated ? { ...withNotNull(table, made.columns, made.name), constraints } : { ...table, constraints };
  });
}

/** `as`: the name of the constraint that it is from PostgreSQL 18 on, where it is not made for this table. */
export function withNotNull(table: Table, names: readonly string[], as?: string): Table {
  const columns = new Map(table.columns);
  for (const name of names) columns.set(name, { ...(columns.get(name) ?? { name }), notNull: true, ...(as !== undefined && { notNullName: as }) });
  return { ...table, columns };
}

function addForeignKey(before: State, table: Table, constraint: Constraint, onCreate: boolean): State {
  const { references } = constraint;
  if (references === undefined) return before;
  const target = mentionedTable(before, references.table);
  const key = tableOf(target.state, target.name)?.constraints.find(it => it.kind === 'primary-key')?.columns ?? [];
  const made: TableConstraint = {
    ...entryOf(before, table, constraint, onCreate),
    references: {
      table: target.name,
      columns: references.columns.length > 0 ? references.columns : key,
      onDelete: references.onDelete ?? 'no-action',
      onUpdate: references.onUpdate ?? 'no-action',
    },
  };
  // Only a partitioned table hands a foreign key down.
  const heirs = table.partitioned ? family(before, table) : [table];
  return heirs.reduce(
    (state, heir) => {
      const next = heir === table ? put(state, heir.name, made) : partOfForeignKey(state, heir.name, made);
      // A table knows each of those who refer to it once; they are more than it has keys.
      const refers = heir.constraints.some(it => it.references && sameName(it.references.table, target.name));
      return refers ? next : changeTable(next, target.name, it => ({ ...it, referencedBy: [...it.referencedBy, heir.name] }));
    },
    target.state,
  );
}

/** What a partition has of a foreign key of its parent: one that it had already and that says the same, or a new one, of another name if that is taken (as PostgreSQL 18 makes it). */
export function partOfForeignKey(state: State, partition: FullName, key: TableConstraint): State {
  const { constraints } = tableOf(state, partition)!;
  const fitting = fittingForeignKey({ constraints }, key);
  if (fitting) return changeTable(state, partition, it => ({ ...it, constraints: it.constraints.map(part => (part === fitting ? { ...part, inherited: true } : part)) }));
  const name = constraints.some(it => it.name === key.name) ? freeConstraintName(state, { ...emptyTable({ ...partition, name: key.name }, -1), constraints }, [], '') : key.name;
  return put(state, partition, { ...key, name, inherited: true });
}

/** A primary key, UNIQUE or EXCLUDE and the index that enforces it, which has the constraint's name. */
function addKey(before: State, table: Table, constraint: Constraint): State {
  const adopted = constraint.usingIndex === undefined ? undefined : table.indexes.find(it => it.name.name === constraint.usingIndex);
  const columns = adopted ? adopted.columns.filter(it => it !== undefined) : constraint.columns;
  const label = constraint.kind === 'primary-key' ? 'pkey' : constraint.kind === 'unique' ? 'key' : 'excl';
  const name = constraint.name ?? constraint.usingIndex
    ?? freeRelationName(before, table.name.schema, table.name.name, constraint.kind === 'primary-key' ? [] : numbered([...columns, ...(constraint.include ?? [])]), label);
  const made: TableConstraint = { kind: constraint.kind, name, columns, validated: true, enforced: true, deferrable: constraint.deferrable };

  let state = put(before, table.name, made);
  if (constraint.kind === 'primary-key') state = changeTable(state, table.name, it => withNotNull(it, columns));
  if (adopted) {
    state = renameIndex(state, adopted, name);
    return changeTable(state, table.name, it => ({ ...it, indexes: it.indexes.map(index => (index.name.name === name ? { ...index, constraint: name } : index)) }));
  }
  if (constraint.usingIndex !== undefined) return state;
  const index: Omit<Index, 'name' | 'table'> = {
    unique: constraint.kind !== 'exclude', method: constraint.method ?? 'btree', columns, include: constraint.include ?? [], keyNames: numbered([...columns, ...(constraint.include ?? [])]),
    reads: constraint.where?.columns ?? [], only: false, constraint: name,
    ...(constraint.nullsNotDistinct && { nullsNotDistinct: true }), ...(constraint.where && { where: constraint.where }),
  };
  return addIndex(state, table.name, index, name);
}
