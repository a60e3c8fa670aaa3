import type { AlterAction } from '../sql/statement/tables.js';
import type { Documented, Rule } from './rule.js';
import { rule } from './rule.js';
import { blocked, onRows } from './words.js';

interface Rewriting extends Omit<Documented, 'severity'> {
  readonly action: AlterAction['kind'];
  /** What the table is given another one of. */
  readonly thing: string;
  /** What that does to the table: where it is certain, and where it is feared. */
  readonly does: readonly [certainly: string, perhaps: string];
  /** The action in examples, and one that names what a table has already. */
  readonly written: string;
  readonly already: string;
}

/** A rule about an action of ALTER TABLE that writes the whole table anew. */
export function rewriting({ action: kind, thing, does: [certainly, perhaps], written, already, ...documented }: Rewriting): Rule {
  const message = (does: string, locked: string) => `Another ${thing} ${does} the table, and blocks ${locked} meanwhile`;
  return rule({
    ...documented,
    severity: 'error',
    on: ['alter-table'],
    actions: [kind],
    *check(statement, context) {
      for (const action of statement.actions) {
        if (action.kind !== kind) continue;
        const rewritten = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
        if (rewritten.length === 0) continue;
        const feared = rewritten.every(it => it.feared);
        yield { span: action.span, message: message(feared ? perhaps : certainly, blocked(rewritten)), ...(feared && { severity: 'warning' as const }) };
      }
    },

    examples: [
      {
        title: 'A table in use',
        before: `create table users (id bigint);`,
        refusedWith: '42704',
        sql: `
alter table users ${written};
--                ${'^'.repeat(written.length)} ${message(certainly, 'reads and writes of `users`')}
`,
      },
      {
        title: 'What it has already',
        before: `create table users (id bigint);`,
        sql: `
alter table users ${already};
`,
      },
    ],
  });
}
