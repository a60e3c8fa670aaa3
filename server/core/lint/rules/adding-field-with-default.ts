import { tokens } from '../../sql/lexer.js';
import type { ColumnDefinition } from '../../sql/statement/definitions.js';
import type { Span } from '../../text/span.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, keyword, named, onRows, withFixes } from '../words.js';

export default rule({
  id: 'adding-field-with-default',
  aliases: ['add-column-non-constant-default', 'add-column-default-pre-pg11', 'MP003', 'PGM006'],
  summary: '`ADD COLUMN` with a default that rewrites the table',
  severity: 'error',
  why: `
    Postgres has to compute a volatile default, such as \`random()\` or \`gen_random_uuid()\`, for every row that exists.
    It writes the whole table and all its indexes anew under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.
    Since PostgreSQL 11 a default that is not volatile, \`now()\` among them, is stored once and costs nothing; before, every default rewrote the table.`,
  instead: `
    Add the column without a default, then \`ALTER COLUMN … SET DEFAULT\`, which holds for new rows only, and fill the old rows in batches.`,
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://www.postgresql.org/docs/11/release-11.html',
  ],

  on: ['alter-table'],
  actions: ['add-column'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'add-column' || !action.column.default) continue;
      const { column } = action;
      const expression = column.default!;
      const all = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.rewrite);
      if (all.length === 0) continue;
      const { default: _, ...plain } = column;
      const without = context.effectsOf({ ...statement, actions: [{ ...action, column: plain }] }).relations.filter(it => it.rewrite).map(it => it.relation.name);
      const rewritten = all.filter(it => !without.includes(it.relation.name));
      if (rewritten.length === 0) continue;

      const feared = rewritten.every(it => it.feared);
      yield {
        span: expression.span ?? action.span,
        message: `The default of ${named({ name: column.name })} ${feared ? 'may rewrite' : 'rewrites'} the table, and blocks ${blocked(rewritten)} meanwhile`,
        ...(feared && { severity: 'warning' as const }),
        ...withFixes(defaultLater(action, context)),
      };
    }
  },

  examples: [
    {
      title: 'A volatile default',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column token uuid default gen_random_uuid();
--                                              ^^^^^^^^^^^^^^^^^ The default of \`token\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add column token uuid, alter column token set default gen_random_uuid();
`,
    },
    {
      title: 'Before PostgreSQL 11 every default rewrites the table',
      before: `create table users (id bigint);`,
      postgres: 10,
      sql: `
alter table users add column active boolean default true;
--                                                  ^^^^ The default of \`active\` rewrites the table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add column active boolean, alter column active set default true;
`,
    },
    {
      title: 'A function that no migration has defined may be volatile',
      before: `create table users (id bigint);`,
      refusedWith: '42883',
      sql: `
alter table users add column code text default new_code();
--                                             ^^^^^^^^^^ The default of \`code\` may rewrite the table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add column code text, alter column code set default new_code();
`,
    },
    {
      title: 'Constants and stable functions are stored once',
      before: `create table users (id bigint);`,
      sql: `
alter table users
  add column active boolean not null default true,
  add column score int default -1,
  add column seen timestamptz default now() - interval '1 day';
`,
    },
    {
      title: 'The column first, its default for new rows after',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column token uuid;
alter table users alter column token set default gen_random_uuid();
`,
    },
    {
      title: 'A new table has no rows to write anew',
      sql: `
create table users (id bigint);
alter table users add column token uuid default gen_random_uuid();
`,
    },
  ],
});

/** The default alone does not touch the rows that exist. Where they must have a value, there is no way around it. */
function defaultLater({ column, span }: { readonly column: ColumnDefinition; readonly span: Span }, { text }: Context): StatementFix | undefined {
  const expression = column.default?.span;
  if (!expression || column.notNull || column.constraints.some(it => it.kind === 'primary-key')) return undefined;
  const words = tokens(text.slice(0, expression.start)).filter(it => it.kind !== 'comment');
  const [before, word] = words.slice(-2);
  if (!before || !word || text.slice(word.span.start, word.span.end).toLowerCase() !== 'default') return undefined;
  const name = columnAsWritten(text.slice(span.start, span.end));
  const later = `, ${keyword('ALTER COLUMN', text)} ${name} ${keyword('SET DEFAULT', text)} ${text.slice(expression.start, expression.end)}`;
  return {
    title: 'Set the default for new rows only',
    safety: 'review',
    edits: [
      { span: { start: before.span.end, end: expression.end }, text: '' },
      { span: { start: span.end, end: span.end }, text: later },
    ],
  };
}

/** Of `ADD [COLUMN] [IF NOT EXISTS] name …`, with the author's quotes. */
function columnAsWritten(action: string): string {
  const words = tokens(action).filter(it => it.kind !== 'comment').map(it => action.slice(it.span.start, it.span.end));
  return words.slice(1).find(it => !['column', 'if', 'not', 'exists'].includes(it.toLowerCase()))!;
}
