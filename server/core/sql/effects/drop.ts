import type { FullName, Table } from '../../schema/catalog.js';
import type { Drop } from '../statement/objects.js';
import { dropPartition } from './partitions.js';
import { lockReferences } from './references.js';
import { dependents, heirs, isMissing, lockTyped, ownedSequences, rowTriggered, type Scene } from './touched.js';

export function drop(statement: Drop, scene: Scene): void {
  const { catalog, touch } = scene;
  const { object, names, on, cascade } = statement;
  switch (object) {
    case 'table':
    case 'foreign-table':
    case 'view':
    case 'materialized-view':
    case 'sequence':
      for (const name of names) if (!(statement.ifExists && isMissing(name, scene))) dropRelation(catalog.fullName(name), cascade, scene);
      return;
    case 'index':
      for (const name of names) {
        const index = catalog.index(name);
        const table = index && catalog.table(index.table);
        if (index === undefined) continue;
        touch(index.table, statement.concurrently ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock');
        // All partitions, also those without a part of it.
        if (table?.partitioned) for (const it of heirs(table, scene)) touch(it.name, 'AccessExclusiveLock');
      }
      return;
    case 'trigger':
    case 'policy':
    case 'rule':
      if (on === undefined || (statement.ifExists && isMissing(on, scene))) return;
      if (statement.ifExists && isAbsent(statement, scene)) return;
      touch(on, 'AccessExclusiveLock');
      if (object === 'trigger') for (const it of rowTriggered(catalog.table(on), names[0]?.name, scene)) touch(it.name, 'AccessExclusiveLock');
      return;
    case 'schema':
      if (!cascade) return;
      for (const it of [...catalog.relations()]) if (it.kind !== 'index' && names.some(({ name }) => name === it.name.schema)) dropRelation(it.name, true, scene);
      return;
    case 'type':
    case 'domain':
      for (const name of names) {
        if (catalog.relation(name)?.kind === 'composite') touch(name, 'AccessExclusiveLock');
        if (cascade) lockTyped(catalog.fullName(name), scene);
        if (cascade) for (const { table } of catalog.columnsOfType(name)) touch(table.name, 'AccessExclusiveLock');
      }
      return;
    case 'function':
      if (!cascade) return;
      for (const it of catalog.relations()) {
        if (it.kind === 'table' && it.triggers.some(({ function: called }) => names.some(({ name }) => name === called?.name))) touch(it.name, 'AccessExclusiveLock');
      }
      return;
    case 'statistics':
      for (const name of names) {
        const found = catalog.statistics(name);
        if (found && scene.postgres >= 12) touch(found.table, 'ShareUpdateExclusiveLock');
      }
      return;
    default:
      return;
  }
}

/** The table is known whole, and has no such trigger or policy. */
function isAbsent({ object, on, names }: Drop, { catalog }: Scene): boolean {
  const table = on && catalog.table(on);
  if (table === undefined || table.partial) return false;
  return !(object === 'trigger' ? table.triggers : object === 'policy' ? table.policies : table.rules).some(it => names.some(({ name }) => name === it.name));
}

/** With what cannot be without it. Without CASCADE there is nothing of that but what is its own: partitions, sequences, triggers of its foreign keys. */
function dropRelation(name: FullName, cascade: boolean, scene: Scene): void {
  const { catalog, touch } = scene;
  touch(name, 'AccessExclusiveLock');
  const relation = catalog.relation(name);
  if (relation?.kind === 'table') {
    dropPartition(relation, cascade, scene);
    const gone = [relation, ...heirs(relation, scene).filter(it => cascade || it.partitionOf !== undefined)];
    for (const table of gone) dropTable(table, cascade, scene);
  }
  if (!cascade) return;
  for (const it of dependents(name, undefined, scene)) touch(it, 'AccessExclusiveLock');
  if (relation?.kind !== 'sequence') return;
  const { ownedBy } = relation;
  const table = ownedBy && catalog.table(ownedBy.table);
  const draws = (it: Table): boolean => it.columns.get(ownedBy?.column ?? '')?.type?.serial !== false;
  for (const it of table ? [table, ...heirs(table, scene)] : []) if (draws(it)) touch(it.name, 'AccessExclusiveLock');
  lockDefaults(name, scene);
}

function dropTable(table: Table, cascade: boolean, scene: Scene): void {
  const { touch } = scene;
  touch(table.name, 'AccessExclusiveLock');
  for (const constraint of table.constraints) lockReferences(constraint, scene);
  for (const sequence of ownedSequences(table.name, undefined, scene)) touch(sequence, 'AccessExclusiveLock');
  if (!cascade) return;
  for (const by of table.referencedBy) touch(by, 'AccessExclusiveLock');
  for (const it of dependents(table.name, undefined, scene)) touch(it, 'AccessExclusiveLock');
}

/** Columns whose default draws from a sequence that goes. */
function lockDefaults(sequence: FullName, { catalog, touch }: Scene): void {
  for (const table of catalog.relations()) {
    if (table.kind !== 'table') continue;
    const draws = [...table.columns.values()].some(it => it.default?.calls.some(({ name, literal }) => name === 'nextval' && literal?.split('.').at(-1) === sequence.name));
    if (draws) touch(table.name, 'AccessExclusiveLock');
  }
}
