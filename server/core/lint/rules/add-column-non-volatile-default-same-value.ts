import type { Expression } from '../../sql/statement/expression.js';
import { tokens } from '../../sql/lexer.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'add-column-non-volatile-default-same-value',
  aliases: ['MP003'],
  summary: 'Every row that is there gets the moment of the migration',
  severity: 'info',
  why: `
    \`now()\` in the default of a new column is evaluated once: all old rows have the same value, the time at which the migration ran,
    and look as if they had all been made then.`,
  instead: `
    Where that is wrong, add the column without a default, set the default for new rows in a second statement, and fill the old rows with what is known of them.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN'],

  on: ['alter-table'],
  actions: ['add-column'],
  *check(statement, context) {
    if (context.isNew(statement.table)) return;
    for (const action of statement.actions) {
      if (action.kind !== 'add-column' || action.column.default === undefined) continue;
      // What it says when a row is changed is not said of the past.
      if (CHANGES.test(action.column.name) || !isClock(action.column.default) || context.effects.relations.some(it => it.rewrite)) continue;
      if (action.ifNotExists && context.catalog.table(statement.table)?.columns.has(action.column.name)) continue;
      yield { span: action.span, message: `Every row of ${named(statement.table)} that is there gets the same ${named(action.column)}: the moment of the migration` };
    }
  },

  examples: [
    {
      title: 'When a row was made',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column created_at timestamptz not null default now();
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Every row of \`users\` that is there gets the same \`created_at\`: the moment of the migration
`,
    },
    {
      title: 'A new table, a constant, and when a row was changed last',
      before: `create table users (id bigint);`,
      sql: `
create table orders (id bigint);
alter table orders add column created_at timestamptz not null default now();
alter table users add column updated_at timestamptz not null default now();
alter table users add column created_at timestamptz default '2020-01-01';
`,
    },
  ],
});

const CHANGES = /updated|modified|changed|edited|touched|synced|refreshed/i;

function isClock({ calls, text }: Expression): boolean {
  if (calls.some(it => CLOCKS.has(it.name))) return true;
  return tokens(text).some(it => it.kind === 'word' && WORDS.has(text.slice(it.span.start, it.span.end).toLowerCase()));
}

const CLOCKS: ReadonlySet<string> = new Set(['now', 'transaction_timestamp', 'statement_timestamp']);
const WORDS: ReadonlySet<string> = new Set(['current_timestamp', 'current_date', 'current_time', 'localtimestamp', 'localtime']);
