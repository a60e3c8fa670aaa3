import type { Statement } from '../sql/statement.js';
import type { Context } from './rule.js';

type Place = Pick<Context, 'statements' | 'position'>;

/** Whether a statement behind this one in the migration is such; the nearest is asked first. */
export function later({ statements, position }: Place, is: (statement: Statement) => boolean): boolean {
  for (let i = position + 1; i < statements.length; i++) if (is(statements[i]!)) return true;
  return false;
}

/** The nearest statement before this one that is such. */
export function earlier({ statements, position }: Place, is: (statement: Statement) => boolean): Statement | undefined {
  for (let i = position - 1; i >= 0; i--) if (is(statements[i]!)) return statements[i];
  return undefined;
}
