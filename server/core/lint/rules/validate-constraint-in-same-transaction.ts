import { keyOf, qualified, identifier } from '../../sql/identifier.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import type { Span } from '../../text/span.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, blocksWrites, named, onExisting, onRows } from '../words.js';

export default rule({
  id: 'validate-constraint-in-same-transaction',
  aliases: ['constraint-missing-not-valid', 'require-separate-constraint-validation', 'not-valid-validate-same-tx'],
  summary: 'A constraint is validated while a stronger lock is still held',
  severity: 'error',
  why: `
    \`VALIDATE CONSTRAINT\` by itself lets reads and writes go on.
    A lock that an earlier statement took stays until the end of the transaction:
    beside \`ADD … NOT VALID\`, the table is read while nobody can use it, which is what \`NOT VALID\` was to avoid.`,
  instead: 'Validate in a migration of its own, or at least in a transaction of its own.',
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],

  on: ['alter-table'],
  actions: ['validate-constraint'],
  *check(statement, context) {
    if (context.isNew(statement.table)) return;
    for (const action of statement.actions) {
      if (action.kind !== 'validate-constraint') continue;
      const read = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.scan).map(it => keyOf(it.relation));
      const own = onExisting(context.effects, context).filter(blocksWrites);
      const held = [...context.held.values()].filter(blocksWrites);
      if (read.length === 0 || own.length + held.length === 0) continue;

      const all = [...own, ...held.filter(it => !own.some(that => keyOf(that.relation) === keyOf(it.relation)))];
      const near = all.filter(it => read.includes(keyOf(it.relation)));
      yield {
        span: action.span,
        message: `Validating ${named({ name: action.name })} reads ${named(statement.table)} while this ${own.length > 0 ? 'statement' : 'transaction'} blocks ${blocked(near.length > 0 ? near : all.slice(0, 3))}`,
        fixes: [inNextMigration(action, statement, context)],
      };
    }
  },

  examples: [
    {
      title: 'In the transaction that has added it',
      before: `create table users (age int);`,
      sql: `
alter table users add constraint age_positive check (age > 0) not valid;
alter table users validate constraint age_positive;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Validating \`age_positive\` reads \`users\` while this transaction blocks reads and writes of \`users\`
`,
      fixed: `
alter table users add constraint age_positive check (age > 0) not valid;
;
`,
    },
    {
      title: 'In the very statement',
      before: `create table users (age int);`,
      transaction: false,
      sql: `
alter table users add constraint age_positive check (age > 0) not valid, validate constraint age_positive;
--                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Validating \`age_positive\` reads \`users\` while this statement blocks reads and writes of \`users\`
`,
      fixed: `
alter table users add constraint age_positive check (age > 0) not valid;
`,
    },
    {
      title: 'In a transaction of its own',
      before: `create table users (age int);`,
      transaction: false,
      sql: `
alter table users add constraint age_positive check (age > 0) not valid;
alter table users validate constraint age_positive;
`,
    },
    {
      title: 'A table that the same migration has made',
      sql: `
create table users (age int);
alter table users add constraint age_positive check (age > 0) not valid;
alter table users validate constraint age_positive;
`,
    },
  ],
});

function inNextMigration(action: Extract<AlterAction, { readonly kind: 'validate-constraint' }>, { table, actions }: AlterTable, { text }: Context): StatementFix {
  const at = actions.indexOf(action);
  const [before, after] = [actions[at - 1], actions[at + 1]];
  const span: Span = before ? { start: before.span.end, end: action.span.end } : after ? { start: action.span.start, end: after.span.start } : { start: 0, end: text.length };
  return {
    title: 'Take it out',
    safety: 'review',
    edits: [{ span, text: '' }],
    followUp: { name: `validate_${action.name}`, sql: `ALTER TABLE ${qualified(table)} VALIDATE CONSTRAINT ${identifier(action.name)};\n`, required: true },
  };
}
