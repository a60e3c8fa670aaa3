import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import type { Written } from './rewrite.js';

/** An ALTER TABLE without one of its actions; `undefined` where it is the only one. */
export function withoutAction({ actions }: AlterTable, action: AlterAction, text: string): Written | undefined {
  const at = actions.indexOf(action);
  if (at < 0 || actions.length === 1) return undefined;
  const from = at === 0 ? action.span.start : actions[at - 1]!.span.end;
  const to = at === 0 ? actions[1]!.span.start : action.span.end;
  return { text: text.slice(0, from) + text.slice(to) };
}
