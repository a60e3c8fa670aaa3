import { identifier, qualified } from '../../sql/identifier.js';
import { tokens } from '../../sql/lexer.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import type { Span } from '../../text/span.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, keyword, named, onRows } from '../words.js';

export default rule({
  id: 'adding-not-nullable-field',
  aliases: ['E2', 'adding-not-null-field', 'alter-column-set-not-null', 'data_depend', 'MP002', 'MP018', 'MF104', 'PGM013'],
  summary: '`SET NOT NULL` reads the whole table while nobody else can',
  severity: 'error',
  why: `
    Postgres reads every row to prove that none is null, and holds an \`ACCESS EXCLUSIVE\` lock meanwhile: no reads, no writes.
    Since PostgreSQL 12 it skips the reading where a valid \`CHECK (column IS NOT NULL)\` has proved it already.`,
  instead: `
    On PostgreSQL 18, \`ADD CONSTRAINT … NOT NULL column NOT VALID\`, and \`VALIDATE CONSTRAINT\` in a later migration.
    On 12 to 17, \`ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID\`, then \`VALIDATE CONSTRAINT\` in a later migration,
    then \`SET NOT NULL\`, which is instant now, then drop the check.`,
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL',
    'https://www.postgresql.org/docs/12/release-12.html',
  ],

  on: ['alter-table'],
  actions: ['set-not-null'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind !== 'set-not-null') continue;
      const scanned = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.scan);
      if (scanned.length === 0) continue;
      yield {
        span: action.span,
        message: `Proving that ${named({ name: action.column })} has no nulls reads the whole table, and blocks ${blocked(scanned)} meanwhile`,
        ...(context.postgres >= 12 && { fixes: [proveLater(statement, action, context)] }),
      };
    }
  },

  examples: [
    {
      title: 'A column that nothing proves to be free of nulls',
      before: `create table users (email text);`,
      sql: `
alter table users alter column email set not null;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that \`email\` has no nulls reads the whole table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add constraint users_email_not_null not null email not valid;
`,
    },
    {
      title: 'A check that is not valid yet proves nothing',
      before: `
create table users (email text);
alter table users add constraint email_present check (email is not null) not valid;`,
      sql: `
alter table users alter column email set not null;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that \`email\` has no nulls reads the whole table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add constraint users_email_not_null not null email not valid;
`,
    },
    {
      title: 'A valid check has proved it, in an earlier migration',
      before: `
create table users (email text);
alter table users add constraint email_present check (email is not null) not valid;
alter table users validate constraint email_present;`,
      postgres: 12,
      sql: `
alter table users alter column email set not null;
`,
    },
    {
      title: 'Before PostgreSQL 12 the check is of no help',
      before: `
create table users (email text);
alter table users add constraint email_present check (email is not null);`,
      postgres: 11,
      sql: `
alter table users alter column email set not null;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that \`email\` has no nulls reads the whole table, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'The column is not null already',
      before: `create table users (id bigint primary key);`,
      sql: `
alter table users alter column id set not null;
`,
    },
  ],
});

/** From PostgreSQL 18 on, the constraint itself may be validated later; from 12 on, a check that says the same. */
function proveLater({ table }: AlterTable, { span, column }: { readonly span: Span; readonly column: string }, { fixesFor, text }: Context): StatementFix {
  const native = fixesFor >= 18;
  const name = `${table.name}_${column}_${native ? 'not_null' : 'present'}`;
  const alter = `ALTER TABLE ${qualified(table)}`;
  const written = columnAsWritten(text.slice(span.start, span.end));
  const say = (words: string) => keyword(words, text);
  const constraint = native ? `${say('NOT NULL')} ${written}` : `${say('CHECK')} (${written} ${say('IS NOT NULL')})`;
  const after = native ? [] : [`${alter} ALTER COLUMN ${identifier(column)} SET NOT NULL;`, `${alter} DROP CONSTRAINT ${identifier(name)};`];
  return {
    title: 'Add a NOT VALID constraint',
    safety: 'review',
    edits: [{ span, text: `${say('ADD CONSTRAINT')} ${/^[a-z_][a-z0-9_]*$/.test(name) ? name : identifier(name)} ${constraint} ${say('NOT VALID')}` }],
    followUp: { name: `${table.name}_${column}_not_null`, sql: [`${alter} VALIDATE CONSTRAINT ${identifier(name)};`, ...after].map(it => `${it}\n`).join(''), required: true },
  };
}

/** Of `ALTER [COLUMN] name …`: with the author's quotes, so that a name stays a name. */
function columnAsWritten(action: string): string {
  const words = tokens(action).filter(it => it.kind !== 'comment').map(it => action.slice(it.span.start, it.span.end));
  return words[1]!.toLowerCase() === 'column' ? words[2]! : words[1]!;
}
