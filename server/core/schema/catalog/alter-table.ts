import { isOff } from '../../sql/boolean.js';
import type { Expression } from '../../sql/statement/expression.js';
import type { AlterAction, AlterTable, Bound, Bounds } from '../../sql/statement/tables.js';
import type { Column, FullName, Table, TableConstraint, View } from '../relations.js';
import { alterComposite } from './composite.js';
import { addConstraint, partOfForeignKey, withNotNull } from './constraints.js';
import { addColumnExtras, addSequence, adopt, columnOf, mentionedTable, referTo, withoutIdentity } from './create-table.js';
import { cascade, dropColumnAndBelow, dropConstraint, nullable, ownedSequences } from './drop.js';
import { notNullNameOf } from './generated-names.js';
import { attachIndex, indexPartition } from './indexes.js';
import { family, isAbove, parentsOf, resolve, tableOf } from './look-up.js';
import { changeTable, keyOfFull, sameName, withRelation, type State } from './state.js';

export function alterTable(before: State, statement: AlterTable): State {
  if (statement.of === 'index') return alterIndex(before, statement);
  const found = resolve(before, statement.table);
  if (found.relation?.kind === 'view') return alterView(before, found.relation, statement);
  if (statement.of === 'type') return alterComposite(before, statement);
  if (statement.of !== 'table' && statement.of !== 'foreign-table') return before;
  if (found.relation === undefined && (statement.ifExists || before.complete)) return before;

  // ALTER TABLE also takes a sequence, an index: what it can do to them changes nothing here.
  if (found.relation && found.relation.kind !== 'table') return before;
  const known = mentionedTable(before, statement.table);
  return inPasses(statement.actions).reduce((state, action) => {
    const table = tableOf(state, known.name);
    return table === undefined ? state : apply(state, table, action, statement.only, () => statement.only ? [table] : family(state, table));
  }, known.state);
}

/** Whatever the order of the text, what is dropped is dropped first: `AT_PASS_DROP` in `src/backend/commands/tablecmds.c`. */
function inPasses(actions: AlterTable['actions']): AlterTable['actions'] {
  const drops = ({ kind }: AlterAction): boolean => kind.startsWith('drop-');
  return actions.length === 1 ? actions : [...actions.filter(drops), ...actions.filter(it => !drops(it))];
}

function alterView(state: State, view: View, { actions }: AlterTable): State {
  return actions.reduce((so, action) => {
    if (action.kind !== 'set-options' || !action.names.includes('security_invoker')) return so;
    return withRelation(so, { ...view, securityInvoker: !isOff(action.values['security_invoker'] ?? 'off') });
  }, state);
}

function apply(state: State, table: Table, action: AlterAction, only: boolean, all: () => readonly Table[]): State {
  // An identity goes down to partitions, and not to what merely inherits.
  const heirs = () => action.kind.endsWith('-identity') && !table.partitioned ? [table] : all();
  const onAll = (change: (table: Table) => Table): State => heirs().reduce((all, it) => changeTable(all, it.name, change), state);
  const onColumn = (column: string, change: (column: Column) => Column): State =>
    onAll(it => ({ ...it, columns: new Map(it.columns).set(column, change(it.columns.get(column) ?? { name: column, notNull: false })) }));

  switch (action.kind) {
    case 'add-column': {
      const { column } = action;
      if (action.ifNotExists && table.columns.has(column.name)) return state;
      const grown = heirs().reduce((all, heir) => changeTable(all, heir.name, it => ({
        ...it, columns: new Map(it.columns).set(column.name, it.columns.get(column.name) ?? inheriting(columnOf(column), it, table)),
      })), state);
      return addColumnExtras(grown, table.name, column);
    }
    case 'drop-column':
      return dropColumnAndBelow(state, table, action.column, action.cascade, only);
    case 'alter-column-type':
      // What a serial has made goes on drawing from its sequence.
      return onColumn(action.column, ({ collation: _, ...column }) => ({ ...column, type: { ...action.type, serial: column.type?.serial === true }, ...(action.collation && { collation: action.collation }) }));
    case 'set-not-null':
      return onAll(it => (it.columns.get(action.column)?.notNull ? it : withNotNull(it, [action.column], notNullName(it, table, action.column))));
    case 'drop-not-null':
      return onAll(it => {
        const column = it.columns.get(action.column) ?? { name: action.column, notNull: false };
        return {
          ...it,
          columns: new Map(it.columns).set(action.column, nullable(column)),
          constraints: it.constraints.filter(part => part.kind !== 'not-null' || !part.columns.includes(action.column)),
        };
      });
    case 'set-default':
      return onColumn(action.column, column => ({ ...withoutDefault(column), default: action.expression }));
    case 'drop-default':
      return onColumn(action.column, withoutDefault);
    case 'add-identity':
      return addSequence(onColumn(action.column, column => ({ ...column, notNull: true, generated: 'identity', identity: action.identity })), table.name, action.column);
    case 'set-identity':
      return onColumn(action.column, ({ identity: _, ...column }) => column);
    case 'drop-identity': {
      const without = onColumn(action.column, ({ generated: _, identity: __, ...column }) => column);
      return ownedSequences(state, table.name, action.column).reduce(cascade, without);
    }
    case 'drop-expression':
      return onColumn(action.column, ({ generated: _, ...column }) => column);
    case 'add-constraint':
      return addConstraint(state, table.name, action.constraint, { onCreate: false });
    case 'alter-constraint':
      return onAll(it => ({ ...it, constraints: it.constraints.map(part => (part.name === action.name ? altered(part, action) : part)) }));
    case 'drop-constraint':
      return heirs().reduce((all, it) => dropConstraint(all, it.name, action.name, action.cascade), state);
    case 'validate-constraint':
      return onAll(it => validated(it, action.name));
    case 'attach-partition':
      return attach(state, table, action);
    case 'detach-partition':
      return detach(state, table, action);
    case 'inherit': {
      const parent = mentionedTable(state, action.parent);
      if (isAbove(parent.state, table.name, parent.name)) return state;
      const adopted = adopt(parent.state, parent.name, table.name, false);
      return changeTable(adopted, table.name, it => ({ ...it, inherits: [...it.inherits, parent.name] }));
    }
    case 'no-inherit': {
      const parent = resolve(state, action.parent).name;
      return orphan(state, parent, table.name, it => ({ ...it, inherits: it.inherits.filter(name => !sameName(name, parent)) }));
    }
    case 'set-logged':
    case 'set-unlogged':
      // What has no rows of its own stays as it is.
      return table.partitioned ? state : changeTable(state, table.name, it => ({ ...it, persistence: action.kind === 'set-logged' ? 'permanent' : 'unlogged' }));
    case 'row-security':
      return action.to === 'enable' || action.to === 'disable' ? changeTable(state, table.name, it => ({ ...it, rowSecurity: action.to === 'enable' })) : state;
    case 'replica-identity':
      return changeTable(state, table.name, it => ({ ...it, replicaIdentity: action.to }));
    case 'set-type':
      return changeTable(state, table.name, ({ ofType: _, ...it }) => ({ ...it, ...(action.of && { ofType: resolve(state, action.of).name }) }));
    case 'set-tablespace':
      return changeTable(state, table.name, it => ({ ...it, tablespace: action.to }));
    default:
      return state;
  }
}

/** A NOT NULL that comes down from a parent has the name that it has there. */
function inheriting(column: Column, heir: Table, parent: Table): Column {
  if (heir === parent) return column;
  const name = column.notNull ? notNullName(heir, parent, column.name) : undefined;
  return { ...(name !== undefined && { notNullName: name }), ...column, inherited: true };
}

function notNullName(heir: Table, parent: Table, column: string): string | undefined {
  return heir === parent ? undefined : notNullNameOf(parent, parent.columns.get(column) ?? { name: column, notNull: false });
}

/** What is to be enforced is checked first. */
function altered(constraint: TableConstraint, { deferrable, enforced }: Extract<AlterAction, { kind: 'alter-constraint' }>): TableConstraint {
  return { ...constraint, ...(deferrable !== undefined && { deferrable }), ...(enforced !== undefined && { enforced, validated: enforced }) };
}

function withoutDefault({ default: _, ...column }: Column): Column {
  return column.type?.serial ? { ...column, type: { ...column.type, serial: false } } : column;
}

function validated(table: Table, name: string): Table {
  const constraint = table.constraints.find(it => it.name === name);
  if (constraint === undefined) return table;
  const next = { ...table, constraints: table.constraints.map(it => (it === constraint ? { ...it, validated: it.enforced } : it)) };
  return constraint.kind === 'not-null' ? withNotNull(next, constraint.columns, constraint.name) : next;
}

function attach(before: State, parent: Table, action: Extract<AlterAction, { kind: 'attach-partition' }>): State {
  const known = mentionedTable(before, action.partition);
  if (isAbove(known.state, known.name, parent.name)) return before;
  const partitionOf = { parent: parent.name, isDefault: action.isDefault, ...(action.bounds && { bounds: action.bounds }) };
  const adopted = adopt(known.state, parent.name, known.name, action.isDefault);
  const joined = changeTable(changeTable(adopted, parent.name, it => ({ ...it, partitioned: true })), known.name, it => ({ ...it, partitionOf, columns: withIdentityOf(it, parent) }));
  const keys = parent.constraints.filter(it => it.kind === 'foreign-key');
  const constrained = keys.reduce((state, key) => partOfForeignKey(state, known.name, key), joined);
  return indexPartition(referTo(constrained, known.name), parent, known.name);
}

/** From PostgreSQL 17 on a partition draws its parent's numbers. */
function withIdentityOf({ columns }: Table, parent: Table): Table['columns'] {
  return new Map([...columns].map(([name, column]) => {
    const { generated, identity } = parent.columns.get(name) ?? {};
    return [name, { ...column, inherited: true, ...(generated === 'identity' && { generated, ...(identity && { identity }) }) }];
  }));
}

function orphan(state: State, parent: FullName, child: FullName, change: (table: Table) => Table): State {
  const left = changeTable(state, parent, it => ({ ...it, children: it.children.filter(name => !sameName(name, child)) }));
  return changeTable(left, child, before => {
    const it = change(before);
    const above = new Set(parentsOf(left, it).flatMap(({ columns }) => [...columns.keys()]));
    return {
      ...it, indexes: it.indexes.map(({ parent: _, ...index }) => index), constraints: it.constraints.map(({ inherited: _, ...part }) => part),
      columns: new Map([...it.columns].map(([key, { inherited, ...column }]) => [key, inherited && above.has(key) ? { ...column, inherited } : column])),
    };
  });
}

/** What was true of it as a partition stays written down: `DetachAddConstraintIfNeeded` in `src/backend/commands/tablecmds.c`. */
function detach(state: State, parent: Table, { partition, concurrently }: Extract<AlterAction, { kind: 'detach-partition' }>): State {
  const child = resolve(state, partition).name;
  const left = orphan(state, parent.name, child, ({ partitionOf: _, ...it }) => ({ ...it, columns: withoutIdentity(it.columns) }));
  const bounds = tableOf(state, child)?.partitionOf?.bounds;
  const key = parent.partitionKey?.columns.filter(it => it !== undefined) ?? [];
  if (!concurrently || bounds === undefined || bounds.kind === 'hash' || key.length !== parent.partitionKey?.columns.length) return left;
  return addConstraint(left, child, { kind: 'check', columns: key, expression: withinBounds(key, bounds), notValid: false, notEnforced: false, deferrable: false }, { onCreate: false });
}

/** What the bounds say of the rows of a partition. */
function withinBounds(key: readonly string[], bounds: Exclude<Bounds, { kind: 'hash' }>): Expression {
  const [column] = key;
  const nulls = bounds.kind === 'list' && bounds.values.includes(null);
  const valueOf = (bound: Bound | undefined): readonly string[] => (typeof bound === 'object' ? [bound.value] : []);
  const comparisons = column === undefined || key.length > 1 ? [] : bounds.kind === 'list'
    ? [{ column, operator: 'in' as const, values: bounds.values.filter(it => it !== null) }]
    : [...valueOf(bounds.from[0]).map(it => ({ column, operator: '>=' as const, values: [it] })), ...valueOf(bounds.to[0]).map(it => ({ column, operator: '<' as const, values: [it] }))];
  return { text: '', isNull: false, calls: [], columns: key, comparisons, provesNotNull: nulls ? [] : key };
}

function alterIndex(state: State, statement: AlterTable): State {
  const indexOf = (name: FullName) => {
    const entry = state.relations.get(keyOfFull(name));
    const owner = entry?.kind === 'index' ? state.relations.get(keyOfFull(entry.table)) : undefined;
    return owner && 'indexes' in owner ? owner.indexes.find(it => sameName(it.name, name)) : undefined;
  };
  return statement.actions.reduce((all, action) => {
    if (action.kind !== 'attach-partition') return all;
    const parent = indexOf(resolve(all, statement.table).name);
    const child = indexOf(resolve(all, action.partition).name);
    return parent && child ? attachIndex(all, parent, child) : all;
  }, state);
}
