import type { Name } from '../../sql/identifier.js';
import { meansTheSame } from '../../sql/meaning.js';
import type { Expression } from '../../sql/statement/expression.js';
import type { IndexKey } from '../../sql/statement/indexes.js';
import type { Index, Table, TableConstraint } from '../relations.js';

/** What an index says of its keys and rows. */
type Shape = Pick<Index, 'unique' | 'method' | 'columns' | 'include' | 'keys' | 'where' | 'constraint' | 'nullsNotDistinct'>;

/**
 * An index of the partition that can be its part of the parent's: `CompareIndexInfo` in `src/backend/catalog/index.c`,
 * and `AttachPartitionEnsureIndexes` in `src/backend/commands/tablecmds.c`. Expressions are taken for the same where they are written the same.
 */
export function fittingIndex(partition: Table, parent: Table | undefined, of: Shape, but: ReadonlySet<Index> = new Set()): Index | undefined {
  // An exclusion is compared with nothing.
  if (of.constraint !== undefined && !of.unique) return undefined;
  const kindOf = (table: Table | undefined, name: string | undefined): string | undefined => table?.constraints.find(it => it.name === name)?.kind;
  return partition.indexes.find(it =>
    it.parent === undefined && !but.has(it) && isAlike(it, of) && (of.constraint === undefined || (it.constraint !== undefined && kindOf(partition, it.constraint) === kindOf(parent, of.constraint))));
}

/** Those of the parent's indexes of which the partition has to be given its part. */
export function missingIndexes(partition: Table, parent: Table): readonly Index[] {
  const used = new Set<Index>();
  return parent.indexes.filter(it => {
    const fitting = fittingIndex(partition, parent, it, used);
    if (fitting) used.add(fitting);
    return fitting === undefined;
  });
}

/** A foreign key of the partition that becomes its part of the parent's `key`: `tryAttachPartitionForeignKey` in `src/backend/commands/tablecmds.c`. */
export function fittingForeignKey({ constraints }: Pick<Table, 'constraints'>, key: TableConstraint): TableConstraint | undefined {
  const shape = ({ columns, deferrable, references }: TableConstraint): string => JSON.stringify([columns, deferrable, references]);
  return constraints.find(it => it.references !== undefined && !it.inherited && shape(it) === shape(key));
}

function isAlike(a: Shape, b: Shape): boolean {
  return a.unique === b.unique && a.method === b.method && a.nullsNotDistinct === b.nullsNotDistinct
    && a.columns.join() === b.columns.join() && a.include.join() === b.include.join() && a.columns.length === b.columns.length
    && a.columns.every((_, i) => isSameKey(a.keys?.[i], b.keys?.[i])) && isSameExpression(a.where, b.where);
}

/** What a constraint made says nothing of its keys but their columns. */
function isSameKey(a: IndexKey | undefined, b: IndexKey | undefined): boolean {
  return isSameExpression(a?.expression, b?.expression) && isSameName(a?.collation, b?.collation) && isSameName(a?.operatorClass, b?.operatorClass);
}

function isSameExpression(a: Expression | undefined, b: Expression | undefined): boolean {
  return a === undefined || b === undefined ? a === b : meansTheSame(a.text, b.text);
}

function isSameName(a: Name | undefined, b: Name | undefined): boolean {
  return a?.name === b?.name;
}
