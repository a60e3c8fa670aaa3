import type { Catalog } from '../schema/catalog.js';
import type { Effects, RelationEffect } from '../sql/effects.js';
import { keyOf } from '../sql/identifier.js';
import { atLeast } from '../sql/locks.js';
import type { Statement } from '../sql/statement.js';
import { isTable } from './locked-out.js';
import { moveOf } from './new-relations.js';
import type { Context } from './rule.js';
import type { Trace } from './trace.js';

/** What one transaction has done so far. */
export interface SinceBegin extends Pick<Context, 'held' | 'closed' | 'wrote' | 'typesSinceBegin'> {
  /** What it did to relations that are not new; `before` the statement. */
  add(statement: Statement, step: Pick<Trace, 'effects' | 'isNew'>, before: Catalog): void;
}

export function sinceBegin(): SinceBegin {
  const held = new Map<string, RelationEffect>();
  const closed = new Map<string, RelationEffect>();
  const wrote: Statement[] = [];
  const typesSinceBegin: { readonly statement: Statement; readonly before: Catalog }[] = [];

  return {
    held, closed, wrote, typesSinceBegin,
    add(statement, { effects: { relations }, isNew }, before) {
      if (changesTypes(statement)) typesSinceBegin.push({ statement, before });
      if (relations.some((it, at) => isWrite(it) && !isNew[at])) wrote.push(statement);
      for (let at = 0; at < relations.length; at++) {
        const effect = relations[at]!;
        const key = keyOf(effect.relation);
        const known = held.get(key);
        if (isNew[at] || (known && atLeast(known.lock, effect.lock))) continue;
        held.set(key, effect);
        if (effect.lock === 'AccessExclusiveLock' && isTable(effect, { catalog: before })) closed.set(key, effect);
      }
      const move = moveOf(statement, before);
      if (move === undefined) return;
      for (const locks of [held, closed]) {
        const effect = locks.get(keyOf(move.from));
        if (effect !== undefined && locks.delete(keyOf(move.from))) locks.set(keyOf(move.to), { ...effect, relation: move.to });
      }
    },
  };
}

export function writes({ relations }: Pick<Effects, 'relations'>): boolean {
  return relations.some(isWrite);
}

function isWrite({ lock }: RelationEffect): boolean {
  return lock === 'RowExclusiveLock';
}

export function changesTypes({ kind }: Statement): boolean {
  return kind === 'create-type' || kind === 'alter-enum';
}
