import type { Table } from '../../schema/catalog.js';
import type { TableConstraint } from '../../schema/relations.js';
import { heirs, type Scene, type Work } from './touched.js';

/** Its triggers on the referenced table go or come with a foreign key; what is not enforced has none. */
export function lockReferences({ references, inherited, enforced }: TableConstraint, scene: Scene): void {
  if (!references || inherited || !enforced) return;
  const target = scene.catalog.table(references.table);
  // What is partitioned has them on its partitions and, from PostgreSQL 15 on, itself.
  if (!target?.partitioned || scene.postgres >= 15) scene.touch(references.table, 'AccessExclusiveLock');
  if (target?.partitioned) for (const it of heirs(target, scene)) scene.touch(it.name, 'AccessExclusiveLock');
}

/** Foreign keys to this table whose key columns are `affected`. */
export function lockReferrers(table: Table, affected: (key: readonly string[]) => boolean, scene: Scene, work: Work = {}): void {
  for (const by of table.referencedBy) {
    const keys = scene.catalog.table(by)?.constraints ?? [];
    const hit = keys.some(it => it.references && it.references.table.name === table.name.name && it.references.table.schema === table.name.schema && affected(it.references.columns));
    if (hit) scene.touch(by, 'AccessExclusiveLock', work);
  }
}

