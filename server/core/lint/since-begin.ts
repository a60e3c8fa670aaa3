import type { Catalog } from '../schema/catalog.js';
import type { Effects, RelationEffect } from '../sql/effects.js';
import { keyOf } from '../sql/identifier.js';
import { atLeast } from '../sql/locks.js';
import type { Statement } from '../sql/statement.js';
import { isTable } from './locked-out.js';
import type { Context } from './rule.js';

/** What one transaction has done so far. */
export interface SinceBegin extends Pick<Context, 'held' | 'closed' | 'wrote' | 'typesSinceBegin'> {
  /** `effects`: on relations that are not new; `before` the statement. */
  add(statement: Statement, effects: readonly RelationEffect[], before: Catalog): void;
}

export function sinceBegin(): SinceBegin {
  const held = new Map<string, RelationEffect>();
  const closed = new Map<string, RelationEffect>();
  const wrote: Statement[] = [];
  const typesSinceBegin: { readonly statement: Statement; readonly before: Catalog }[] = [];

  return {
    held, closed, wrote, typesSinceBegin,
    add(statement, effects, before) {
      if (changesTypes(statement)) typesSinceBegin.push({ statement, before });
      if (writes({ relations: effects })) wrote.push(statement);
      for (const effect of effects) {
        const key = keyOf(effect.relation);
        const known = held.get(key);
        if (known && atLeast(known.lock, effect.lock)) continue;
        held.set(key, effect);
        if (effect.lock === 'AccessExclusiveLock' && isTable(effect, { catalog: before })) closed.set(key, effect);
      }
    },
  };
}

export function writes({ relations }: Pick<Effects, 'relations'>): boolean {
  return relations.some(it => it.lock === 'RowExclusiveLock');
}

export function changesTypes({ kind }: Statement): boolean {
  return kind === 'create-type' || kind === 'alter-enum';
}
