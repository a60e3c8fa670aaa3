import { keyOf } from '../sql/identifier.js';
import type { Name } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';
import type { Dml } from '../sql/statement/data.js';
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

/** `Context.ofAll`. The cast is sound: what is kept under a function is what that function gave. */
export function onceEach(statements: readonly Statement[]): Context['ofAll'] {
  const known = new Map<unknown, unknown>();
  return <T>(work: (statements: readonly Statement[]) => T): T => {
    if (!known.has(work)) known.set(work, work(statements));
    return known.get(work) as T;
  };
}

/** Where in the migration the statements are that go by a name: first to last. */
export type Places = ReadonlyMap<string, readonly number[]>;

export function placesBy(statements: readonly Statement[], names: (statement: Statement) => readonly string[]): Places {
  const places = new Map<string, number[]>();
  for (const [i, statement] of statements.entries()) {
    for (const name of names(statement)) {
      const known = places.get(name);
      if (known) known.push(i);
      else places.set(name, [i]);
    }
  }
  return places;
}

/** Whether one of these statements, from `first` on, is such; the last is asked first. */
export function anyFrom(first: number, places: readonly number[] = [], { statements }: Place, is: (statement: Statement) => boolean): boolean {
  for (let i = places.length - 1; i >= 0 && places[i]! >= first; i--) if (is(statements[places[i]!]!)) return true;
  return false;
}

/** Whether an INSERT behind this statement, if it `is` such, fills the table. */
export function filledLater(table: Name, context: Pick<Context, 'statements' | 'position' | 'catalog' | 'ofAll'>, is: (insert: Dml) => boolean = () => true): boolean {
  const key = keyOf(context.catalog.fullName(table));
  return anyFrom(context.position + 1, context.ofAll(inserts).get(table.name), context, it => it.kind === 'insert' && is(it) && keyOf(context.catalog.fullName(it.target!)) === key);
}

/** By the name of the table without its schema, which depends on the time. */
function inserts(statements: readonly Statement[]): Places {
  return placesBy(statements, it => it.kind === 'insert' && it.target ? [it.target.name] : []);
}
