import type { FullName, Table } from '../../schema/catalog.js';
import type { Drop } from '../statement.js';
import { dropPartition } from './partitions.js';
import { dependentViews, heirs, isMissing, ownedSequences, type Scene } from './touched.js';

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
        for (const it of heirs(table, scene)) if (it.indexes.some(part => part.parent)) touch(it.name, 'AccessExclusiveLock');
      }
      return;
    case 'trigger':
    case 'policy':
    case 'rule':
      if (on === undefined || (statement.ifExists && isMissing(on, scene))) return;
      touch(on, 'AccessExclusiveLock');
      return;
    case 'schema':
      if (!cascade) return;
      for (const it of [...catalog.relations()]) if (it.kind !== 'index' && names.some(({ name }) => name === it.name.schema)) dropRelation(it.name, true, scene);
      return;
    case 'type':
    case 'domain':
      for (const name of names) {
        if (catalog.relation(name)?.kind === 'composite') touch(name, 'AccessExclusiveLock');
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

/** With what cannot be without it. Without CASCADE there is nothing of that but what is its own: partitions, sequences, triggers of its foreign keys. */
function dropRelation(name: FullName, cascade: boolean, scene: Scene): void {
  const { catalog, touch } = scene;
  touch(name, 'AccessExclusiveLock');
  const relation = catalog.relation(name);
  if (relation?.kind === 'table') {
    dropPartition(relation, scene);
    const gone = [relation, ...heirs(relation, scene).filter(it => cascade || it.partitionOf !== undefined)];
    for (const table of gone) dropTable(table, cascade, scene);
  }
  if (!cascade) return;
  for (const view of dependentViews(name, scene)) touch(view, 'AccessExclusiveLock');
  if (relation?.kind === 'sequence') lockDefaults(name, scene);
}

function dropTable(table: Table, cascade: boolean, scene: Scene): void {
  const { touch } = scene;
  touch(table.name, 'AccessExclusiveLock');
  for (const { references } of table.constraints) if (references) touch(references.table, 'AccessExclusiveLock');
  for (const sequence of ownedSequences(table.name, undefined, scene)) touch(sequence, 'AccessExclusiveLock');
  if (!cascade) return;
  for (const by of table.referencedBy) touch(by, 'AccessExclusiveLock');
  for (const view of dependentViews(table.name, scene)) touch(view, 'AccessExclusiveLock');
}

/** Columns whose default draws from a sequence that goes. */
function lockDefaults(sequence: FullName, { catalog, touch }: Scene): void {
  for (const table of catalog.relations()) {
    if (table.kind !== 'table') continue;
    const draws = [...table.columns.values()].some(it => it.default?.calls.some(({ name, literal }) => name === 'nextval' && literal?.split('.').at(-1) === sequence.name));
    if (draws) touch(table.name, 'AccessExclusiveLock');
  }
}
