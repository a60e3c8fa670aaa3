import type { Rename } from '../../sql/statement/objects.js';
import type { FullName, Index } from '../relations.js';
import { renameAttribute } from './composite.js';
import { ownedSequences } from './drop.js';
import { withNotNullNames } from './generated-names.js';
import { withColumnName } from './listed.js';
import { family, resolve } from './look-up.js';
import { changeTable, dependentsOf, keyOfFull, sameName, withRelation, type State } from './state.js';

export function renameColumn(before: State, { name, from, to }: Rename): State {
  const { relation } = resolve(before, name);
  if (relation === undefined || from === undefined) return before;
  const swap = (it: string): string => (it === from ? to : it);
  if (relation.kind === 'view' || relation.kind === 'materialized-view') {
    const indexes = relation.indexes.map(it => withKeyName(it, from, to));
    return withColumnRead(withRelation(before, { ...relation, indexes, ...(relation.columns && { columns: relation.columns.map(swap) }) }), relation.name, from, to);
  }
  if (relation.kind === 'composite') return renameAttribute(before, relation, from, to);
  if (relation.kind !== 'table') return before;
  const table = relation;
  let state = before;
  for (const heir of family(before, table)) {
    state = changeTable(state, heir.name, it => ({
      ...it,
      columns: new Map([
        ...[...withNotNullNames(it)].map(([key, { reads, ...column }]) => [swap(key), { ...column, name: swap(column.name), ...(key === from && { formerly: [...(column.formerly ?? []), from] }), ...(reads && { reads: reads.map(swap) }) }] as const),
        ...(it.partial && !it.columns.has(from) ? [[to, { name: to, notNull: false }] as const] : []),
      ]),
      constraints: it.constraints.map(part => ({
        ...part,
        columns: part.columns.map(swap),
        ...(part.expression && {
          expression: {
            ...part.expression,
            columns: part.expression.columns.map(swap),
            provesNotNull: part.expression.provesNotNull.map(swap),
            comparisons: (part.expression.comparisons ?? []).map(fact => ({ ...fact, column: swap(fact.column) })),
          },
        }),
        ...(part.references && sameName(part.references.table, it.name) && { references: { ...part.references, columns: part.references.columns.map(swap) } }),
      })),
      indexes: it.indexes.map(index => withKeyName(index, from, to)),
      policies: it.policies.map(policy => ({ ...policy, columns: policy.columns.map(swap) })),
      triggers: it.triggers.map(trigger => ({ ...trigger, columns: trigger.columns.map(swap) })),
      ...(it.partitionKey && { partitionKey: { ...it.partitionKey, columns: it.partitionKey.columns.map(key => key && swap(key)) } }),
    }));
    state = withColumnName(state, heir.name, from, to);
    for (const by of heir.referencedBy) {
      state = changeTable(state, by, it => ({
        ...it,
        constraints: it.constraints.map(part => (
          part.references && sameName(part.references.table, heir.name) ? { ...part, references: { ...part.references, columns: part.references.columns.map(swap) } } : part)),
      }));
    }
    state = withColumnRead(state, heir.name, from, to);
    for (const sequence of ownedSequences(before, heir.name, from)) {
      const it = state.relations.get(keyOfFull(sequence));
      if (it?.kind === 'sequence' && it.ownedBy) state = withRelation(state, { ...it, ownedBy: { ...it.ownedBy, column: to } });
    }
  }
  return state;
}

/** What it was called after keeps its name. */
function withKeyName(index: Index, from: string, to: string): Index {
  const swap = (it: string): string => (it === from ? to : it);
  return {
    ...index, columns: index.columns.map(key => key && swap(key)), include: index.include.map(swap), reads: index.reads.map(swap),
    ...(index.keys && { keys: index.keys.map(key => (key.column === from ? { ...key, column: to } : key)) }),
  };
}

/** Of the views that read it. */
function withColumnRead(before: State, of: FullName, from: string, to: string): State {
  return dependentsOf(before, of).reduce((state, view) => {
    if (!('columnsRead' in view) || !view.columnsRead?.includes(from)) return state;
    // Of several relations, another may have a column of the old name.
    return withRelation(state, { ...view, columnsRead: view.reads.length > 1 ? [...view.columnsRead, to] : view.columnsRead.map(it => (it === from ? to : it)) });
  }, before);
}
