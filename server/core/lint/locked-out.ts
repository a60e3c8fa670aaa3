import type { RelationEffect } from '../sql/effects.js';
import { keyOf } from '../sql/identifier.js';
import type { Dml } from '../sql/statement/data.js';
import type { Context } from './rule.js';
import { MANY } from './words.js';

/** A sequence or a view alone is no obstacle to those who want rows. */
export function isTable({ relation }: RelationEffect, { catalog }: Pick<Context, 'catalog'>): boolean {
  const known = catalog.relation(relation)?.kind;
  return known === undefined || known === 'table' || known === 'materialized-view';
}

/** Tables that earlier statements of the transaction have closed, without these: how many, and the first few. */
export function othersClosed({ closed }: Pick<Context, 'closed'>, keys: ReadonlySet<string>): { readonly count: number; readonly first: readonly RelationEffect[] } {
  return { count: closed.size - [...keys].filter(it => closed.has(it)).length, first: firstFew(closed, keys, MANY) };
}

/** Those of a transaction's locks that are not on these relations. */
export function firstFew(locks: ReadonlyMap<string, RelationEffect>, except: ReadonlySet<string>, most: number, is: (it: RelationEffect) => boolean = () => true): readonly RelationEffect[] {
  const found: RelationEffect[] = [];
  for (const [key, it] of locks) {
    if (found.length === most) break;
    if (!except.has(key) && is(it)) found.push(it);
  }
  return found;
}

/** The statement changes rows, more than a few, of a table that is closed to everybody meanwhile: that one. */
export function changedWhileClosed(statement: Dml, context: Context): RelationEffect | undefined {
  // What is locked is asked last: whoever has not looked at it need not look again when something else is locked.
  if (!context.transaction || !changesManyRows(statement, context)) return undefined;
  const lock = context.held.get(keyOf(context.catalog.fullName(statement.target!)));
  return lock?.lock === 'AccessExclusiveLock' ? lock : undefined;
}

/** Of a table that others use already. */
export function changesManyRows(statement: Dml, { isNew, catalog }: Pick<Context, 'isNew' | 'catalog'>): boolean {
  if (statement.target === undefined || statement.kind === 'select' || isNew(statement.target) || statement.never || statement.limited) return false;
  if (statement.kind === 'insert') return statement.rows === undefined || statement.rows > FEW_ROWS;
  // One row for each value of a key.
  const table = catalog.table(statement.target);
  const pinned = statement.wherePinned ?? [];
  const keys = [...(table?.indexes.filter(it => it.unique && !it.where) ?? []).map(it => it.columns), ...(table?.constraints.filter(it => it.kind === 'primary-key' || it.kind === 'unique') ?? []).map(it => it.columns)];
  return !keys.some(columns => columns.length > 0 && columns.every(it => it !== undefined && pinned.includes(it)));
}

/** As many as somebody would write by hand. */
const FEW_ROWS = 100;
