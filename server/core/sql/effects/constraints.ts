import type { Table } from '../../schema/catalog.js';
import type { Constraint } from '../statement/definitions.js';
import type { AlterAction } from '../statement/tables.js';
import { setNotNull } from './columns.js';
import { lockReferences, lockReferrers } from './references.js';
import { buildOf, heirs, scanOf, type Scene, type Work } from './touched.js';

interface Circumstances {
  /** The constraint comes with a column that is new; `filled`: that has values in the rows that exist. */
  readonly newColumn?: { readonly filled: boolean };
  /** Another action of the statement adds a foreign key, and that makes this one be checked too. */
  readonly besideForeignKey?: boolean;
}

/** One entry for each table that the action reaches. */
export function addConstraintTo(
  constraint: Constraint, table: Table | undefined, reached: readonly (Table | undefined)[], scene: Scene, { newColumn, besideForeignKey }: Circumstances = {},
): readonly Work[] {
  const on = (work: (table: Table | undefined) => Work, all: readonly (Table | undefined)[] = reached): readonly Work[] => reached.map(it => (all.includes(it) ? work(it) : {}));
  switch (constraint.kind) {
    case 'check':
      return constraint.notValid || constraint.notEnforced ? [] : on(it => scanOf(it), constraint.noInherit ? [table] : reached);
    case 'not-null':
      return constraint.notValid || newColumn ? [] : on(it => setNotNull(constraint.columns, it, scene));
    case 'unique':
    case 'exclude':
      return constraint.usingIndex === undefined ? on(buildOf, partitionsOf(table, reached)) : [];
    case 'primary-key': {
      if (constraint.usingIndex === undefined) return on(buildOf, partitionsOf(table, reached));
      const index = table?.indexes.find(it => it.name.name === constraint.usingIndex);
      const columns = index?.columns.filter(it => it !== undefined);
      return on(it => (columns === undefined ? { scan: true, feared: true } : setNotNull(columns, it, scene)), [table]);
    }
    case 'foreign-key': {
      const skipped = constraint.notValid || constraint.notEnforced || (newColumn !== undefined && !newColumn.filled && besideForeignKey !== true);
      // Where all rows have NULL, the other table is never looked at.
      lockReferenced(constraint, table, scene, !skipped && newColumn?.filled !== false);
      return skipped ? [] : on(it => scanOf(it), partitionsOf(table, reached));
    }
  }
}

/** Keys and foreign keys go down to partitions, not to what merely inherits. */
function partitionsOf(table: Table | undefined, reached: readonly (Table | undefined)[]): readonly (Table | undefined)[] {
  return table?.partitioned ? reached : [table];
}

/** The referenced table gets triggers, its partitions too. */
export function lockReferenced({ references }: Constraint, table: Table | undefined, scene: Scene, scan: boolean): void {
  if (references === undefined) return;
  const target = scene.catalog.table(references.table);
  scene.touch(references.table, 'ShareRowExclusiveLock', scan && target !== table ? scanOf(target) : {});
  if (target?.partitioned) for (const it of heirs(target, scene)) scene.touch(it.name, 'ShareRowExclusiveLock', scan ? scanOf(it) : {});
}

/** From PostgreSQL 18: what is to be enforced is checked first; what is not to be, loses its triggers. */
export function alterConstraint({ name, enforced }: Extract<AlterAction, { readonly kind: 'alter-constraint' }>, table: Table | undefined, scene: Scene): readonly Work[] {
  const references = table?.constraints.find(it => it.name === name)?.references;
  if (enforced === undefined || references === undefined) return [];
  scene.touch(references.table, enforced ? 'ShareRowExclusiveLock' : 'AccessExclusiveLock', enforced ? scanOf(scene.catalog.table(references.table)) : {});
  return enforced ? [scanOf(table)] : [];
}

export function dropConstraint(name: string, cascade: boolean, table: Table | undefined, scene: Scene): void {
  for (const it of table ? [table, ...heirs(table, scene)] : []) {
    const constraint = it.constraints.find(part => part.name === name);
    if (constraint === undefined) continue;
    // Locked before anybody looks for triggers.
    if (constraint.references && !constraint.inherited) scene.touch(constraint.references.table, 'AccessExclusiveLock');
    lockReferences(constraint, scene);
    if (cascade && (constraint.kind === 'primary-key' || constraint.kind === 'unique')) lockReferrers(it, key => key.join() === constraint.columns.join(), scene);
  }
}

export function validateConstraint(name: string, table: Table | undefined, reached: readonly (Table | undefined)[], scene: Scene): readonly Work[] {
  const constraint = table?.constraints.find(it => it.name === name);
  // Validated before, it has nothing to do; unknown, it is taken to have.
  if (constraint?.validated) return [];
  if (constraint?.references) {
    const target = scene.catalog.table(constraint.references.table);
    scene.touch(constraint.references.table, 'RowShareLock', scanOf(target));
  }
  const all = constraint === undefined || constraint.kind === 'foreign-key' ? partitionsOf(table, reached) : reached;
  return reached.map(it => (all.includes(it) ? scanOf(it) : {}));
}
