import { tokens } from '../../sql/lexer.js';
import type { Constraint } from '../../sql/statement/definitions.js';
import type { Finding } from '../rule.js';
import { rule } from '../rule.js';
import { keyword } from '../words.js';

export default rule({
  id: 'prefer-not-null-not-valid',
  aliases: ['MP081'],
  summary: 'A check in place of a `NOT NULL` that PostgreSQL 18 can validate later',
  severity: 'info',
  why: `
    Until PostgreSQL 17 a check was the only way to make sure of \`NOT NULL\` without a lock that hurts: add it, validate it, set \`NOT NULL\`, drop it.
    From 18 on, \`NOT NULL\` itself can be added \`NOT VALID\` and validated, in two steps.`,
  instead: `
    \`ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID\`, and \`VALIDATE CONSTRAINT\` in a later migration.
    It is said where the project file, or a setting, names PostgreSQL 18 or newer: \`"postgres": 18\`.`,
  sources: ['https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT'],

  on: ['alter-table'],
  actions: ['add-constraint'],
  *check(statement, { fixesFor, isNew, text }) {
    if (fixesFor < 18 || isNew(statement.table)) return;
    for (const action of statement.actions) {
      if (action.kind !== 'add-constraint' || !proves(action.constraint)) continue;
      const [column] = action.constraint.columns;
      yield { span: action.span, message: `From PostgreSQL 18 on, \`NOT NULL ${column} NOT VALID\` does the same in two steps less`, ...native(action.constraint, text) };
    }
  },

  examples: [
    {
      title: 'The first of four steps',
      before: `create table users (email text);`,
      sql: `
alter table users add constraint email_there check (email is not null) not valid;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ From PostgreSQL 18 on, \`NOT NULL email NOT VALID\` does the same in two steps less
`,
      fixed: `
alter table users add constraint email_there not null email not valid;
`,
    },
    {
      title: 'Before PostgreSQL 18, and a check of more',
      postgres: 17,
      before: `create table users (email text, name text);`,
      sql: `
alter table users add constraint email_there check (email is not null) not valid;
`,
    },
    {
      title: 'A check of more',
      before: `create table users (email text, name text);`,
      sql: `
alter table users add constraint one_of_them check (email is not null or name is not null) not valid;
`,
    },
  ],
});

function proves({ kind, notValid, columns, expression, noInherit }: Constraint): boolean {
  return kind === 'check' && notValid && !noInherit && columns.length === 1 && expression?.provesNotNull.length === 1 && (expression.comparisons ?? []).every(it => it.operator === 'is-not-null');
}

/** Where the check says `column IS NOT NULL` and no more. */
function native({ span, expression }: Constraint, text: string): Pick<Finding, 'fixes'> {
  if (span === undefined || expression === undefined) return {};
  const said = text.slice(span.start, span.end);
  const all = tokens(said).filter(it => it.kind !== 'comment');
  const words = all.map(it => said.slice(it.span.start, it.span.end));
  const check = words.findIndex(it => it.toLowerCase() === 'check');
  const [open, column, is, not, nothing, close] = words.slice(check + 1);
  if (check < 0 || column === undefined || [open, is, not, nothing, close].join(' ').toLowerCase() !== '( is not null )') return {};
  const edit = { span: { start: span.start + all[check]!.span.start, end: span.start + all[check + 6]!.span.end }, text: `${keyword('NOT NULL', words[check]!)} ${column}` };
  return { fixes: [{ title: 'Use NOT NULL … NOT VALID', safety: 'review', edits: [edit] }] };
}
