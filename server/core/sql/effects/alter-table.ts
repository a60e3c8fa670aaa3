import type { Table } from '../../schema/catalog.js';
import { stronger, type Lock } from '../locks.js';
import type { AlterAction, AlterTable } from '../statement/tables.js';
import { addColumn, alterType, dropColumn, setExpression, setNotNull } from './columns.js';
import { addConstraintTo, alterConstraint, dropConstraint, validateConstraint } from './constraints.js';
import { attach, detach } from './partitions.js';
import { hasIndexes, hasRows, heirs, isMissing, lockTyped, ownedSequences, rewriteOf, type Scene, type Work } from './touched.js';

export function alterTable(statement: AlterTable, scene: Scene): void {
  const { catalog, touch } = scene;
  if (isMissing(statement.table, scene) && statement.ifExists) return;
  if (statement.of === 'index') return alterIndex(statement, scene);

  const table = catalog.table(statement.table);
  const own = statement.actions.map(it => lockOf(it, scene)).reduce(stronger, 'AccessShareLock');
  touch(statement.table, own);
  if (statement.of === 'type') return lockTyped(catalog.fullName(statement.table), scene);

  for (const action of statement.actions) {
    const below = heirsOf(action, statement, table, scene);
    // Every table that one action reaches is locked as the statement's strongest action wants it.
    for (const it of below) touch(it.name, lockBelow(action, own, scene));
    const reached = [table, ...below];
    workOf(action, statement, reached, scene).forEach((work, i) => touch(reached[i]?.name ?? statement.table, i === 0 ? own : lockBelow(action, own, scene), work));
  }
}

/** A column that is dropped from the table alone is looked for in the next ones below, whose own it becomes. */
function heirsOf(action: AlterAction, { only }: AlterTable, table: Table | undefined, scene: Scene): readonly Table[] {
  if (action.kind === 'drop-column') return losers(table, action.column, only, scene);
  return only || !reachesHeirs(action, table, scene) ? [] : heirs(table, scene);
}

/** And below those that lose it, too. */
function losers(table: Table | undefined, column: string, only: boolean, scene: Scene): readonly Table[] {
  return (table?.children ?? []).flatMap(name => {
    const child = scene.catalog.table(name);
    return child === undefined ? [] : [child, ...(only || child.columns.get(column)?.inherited !== true ? [] : losers(child, column, false, scene))];
  });
}

/** Before PostgreSQL 18 a UNIQUE builds the indexes of partitions as CREATE INDEX does. */
function lockBelow(action: AlterAction, own: Lock, { postgres }: Scene): Lock {
  return action.kind === 'add-constraint' && action.constraint.kind === 'unique' && postgres < 18 ? 'ShareLock' : own;
}

/** `AlterTableGetLockLevel` in `src/backend/commands/tablecmds.c`. */
function lockOf(action: AlterAction, { postgres }: Scene): Lock {
  switch (action.kind) {
    case 'set-statistics':
    case 'set-column-options':
    case 'cluster-on':
    case 'set-without-cluster':
    case 'validate-constraint':
      return 'ShareUpdateExclusiveLock';
    case 'enable-trigger':
    case 'disable-trigger':
      return 'ShareRowExclusiveLock';
    case 'add-constraint':
      return action.constraint.kind === 'foreign-key' ? 'ShareRowExclusiveLock' : 'AccessExclusiveLock';
    case 'set-options':
      return action.names.every(it => LIGHT_OPTIONS.test(it)) ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock';
    case 'attach-partition':
      return postgres >= 12 ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock';
    case 'detach-partition':
      return action.concurrently ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock';
    default:
      return 'AccessExclusiveLock';
  }
}

/** Storage parameters of a table by `src/backend/access/common/reloptions.c`; all others want the table alone. */
const LIGHT_OPTIONS = /^(toast\.)?(fillfactor|toast_tuple_target|parallel_workers|autovacuum_\w+|log_autovacuum_min_duration|vacuum_\w+)$/;

/** Also done to partitions and to what inherits. */
function reachesHeirs(action: AlterAction, table: Table | undefined, { postgres }: Scene): boolean {
  switch (action.kind) {
    case 'add-column':
    case 'alter-column-type':
    case 'set-default':
    case 'drop-default':
    case 'set-statistics':
    case 'set-storage':
    case 'set-expression':
    case 'drop-expression':
      return true;
    // What is so already is seen before anything below is locked.
    case 'set-not-null':
      return postgres < 12 || table?.columns.get(action.column)?.notNull !== true || (postgres < 18 && !table.partitioned);
    case 'drop-not-null':
      return postgres < 18 || table?.columns.get(action.column)?.notNull !== false;
    case 'add-constraint':
      if (action.constraint.usingIndex !== undefined) return false;
      return postgres >= 18 || table?.partitioned === true || ((action.constraint.kind === 'check' || action.constraint.kind === 'not-null') && !action.constraint.noInherit);
    case 'drop-constraint': {
      const kind = table?.constraints.find(it => it.name === action.name)?.kind;
      return table?.partitioned === true || kind === undefined || kind === 'check' || kind === 'not-null';
    }
    case 'validate-constraint':
      return true;
    case 'enable-trigger':
    case 'disable-trigger':
      return table?.partitioned === true && postgres >= 11 && table.triggers.some(it => it.forEachRow);
    // What only its sequence is told is no matter of the table's.
    case 'set-identity':
      return action.generated && table?.partitioned === true && postgres >= 17;
    case 'add-identity':
    case 'drop-identity':
      return table?.partitioned === true && postgres >= 17;
    default:
      return false;
  }
}

/** One entry for each table reached. */
function workOf(action: AlterAction, statement: AlterTable, reached: readonly (Table | undefined)[], scene: Scene): readonly Work[] {
  const { catalog, touch } = scene;
  const [table] = reached;
  const name = catalog.fullName(statement.table);
  switch (action.kind) {
    case 'add-column': {
      const left = reached.map(it => it && withoutDropped(it, statement));
      return addColumn(action, left[0], left, scene, besideForeignKey(statement, scene));
    }
    case 'drop-column':
      dropColumn(action, table, statement.only, scene);
      return [];
    case 'alter-column-type':
      return reached.map(it => alterType(action, it && withoutDropped(it, statement), scene));
    case 'set-not-null':
      return reached.map(it => setNotNull([action.column], it, scene));
    case 'set-expression':
      return reached.map(it => setExpression(action.column, it, scene));
    case 'drop-identity':
      for (const it of ownedSequences(name, action.column, scene)) touch(it, 'AccessExclusiveLock');
      return [];
    case 'set-identity':
      for (const it of ownedSequences(name, action.column, scene)) touch(it, 'ShareRowExclusiveLock');
      return [];
    case 'add-constraint':
      return addConstraintTo(action.constraint, table, reached, scene);
    case 'alter-constraint':
      return alterConstraint(action, table, scene);
    case 'drop-constraint':
      dropConstraint(action.name, action.cascade, table, scene);
      return [];
    case 'validate-constraint':
      return validateConstraint(action.name, table, reached, scene);
    case 'attach-partition':
      attach(action, table, scene);
      return [];
    case 'detach-partition':
      detach(action, table, scene);
      return [];
    case 'inherit':
      touch(action.parent, 'ShareUpdateExclusiveLock');
      return [];
    case 'no-inherit':
      touch(action.parent, 'AccessShareLock');
      return [];
    case 'owner':
      for (const it of ownedSequences(name, undefined, scene)) touch(it, 'AccessExclusiveLock');
      return [];
    case 'set-logged':
    case 'set-unlogged': {
      const already = table !== undefined && table.created >= 0 && (table.persistence === 'unlogged') === (action.kind === 'set-unlogged');
      if (already || isNotTable(statement, scene)) return [];
      if (scene.postgres >= 15) for (const it of ownedSequences(name, undefined, scene)) touch(it, 'AccessExclusiveLock');
      return [rewriteOf(table)];
    }
    case 'set-tablespace':
      // The files are copied as they are. A database's own tablespace is `pg_default`, as a rule.
      if (!hasRows(table) || (table && !table.partial && (table.tablespace ?? 'pg_default') === action.to)) return [];
      return [{ rewrite: true, feared: table?.partial !== false && action.to === 'pg_default' }];
    case 'set-access-method':
      return action.to === 'heap' ? [] : [{ ...rewriteOf(table, action.to === ''), indexBuild: hasIndexes(table) }];
    default:
      return [];
  }
}

/** What one statement drops goes before anything else that it does. */
function withoutDropped(table: Table, { actions }: AlterTable): Table {
  const dropped = actions.flatMap(it => (it.kind === 'drop-constraint' ? [it.name] : []));
  const columns = actions.flatMap(it => (it.kind === 'drop-column' ? [it.column] : []));
  if (dropped.length === 0 && columns.length === 0) return table;
  const isLeft = (of: readonly (string | undefined)[]): boolean => !of.some(it => it !== undefined && columns.includes(it));
  return {
    ...table,
    constraints: table.constraints.filter(it => !dropped.includes(it.name) && isLeft(it.columns)),
    indexes: table.indexes.filter(it => (it.constraint === undefined || !dropped.includes(it.constraint)) && isLeft([...it.columns, ...it.include, ...it.reads])),
  };
}

/** Before PostgreSQL 13 one foreign key of its own among the actions makes those of new columns be checked as well. */
function besideForeignKey({ actions }: AlterTable, { postgres }: Scene): boolean {
  return postgres < 13 && actions.some(it => it.kind === 'add-constraint' && it.constraint.kind === 'foreign-key');
}

function isNotTable(statement: AlterTable, { catalog }: Scene): boolean {
  const kind = catalog.relation(statement.table)?.kind;
  return statement.of === 'sequence' || (kind !== undefined && kind !== 'table');
}

/** What happens to an index locks its table only where a partition's index is made part of its parent's. */
function alterIndex({ table: name, actions }: AlterTable, { catalog, touch }: Scene): void {
  for (const action of actions) {
    if (action.kind !== 'attach-partition') continue;
    for (const it of [name, action.partition]) {
      const index = catalog.index(it);
      if (index) touch(index.table, 'AccessShareLock');
    }
  }
}
