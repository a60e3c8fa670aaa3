import { identifier, qualified } from '../../sql/identifier.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import type { Span } from '../../text/span.js';
import { plain } from '../index-first.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, keyword, listed, named, onRows } from '../words.js';

export default rule({
  id: 'primary-key-using-nullable-index',
  aliases: ['W14', 'add-pk-using-index'],
  summary: 'A primary key on columns that may be null reads the whole table',
  severity: 'warning',
  why: `
    The index is there, and still \`ADD PRIMARY KEY USING INDEX\` makes the columns \`NOT NULL\`, and reads every row to prove it,
    under an \`ACCESS EXCLUSIVE\` lock: no reads, no writes.`,
  instead: `
    Make the columns \`NOT NULL\` before, without a scan: with a constraint that is added \`NOT VALID\` and validated in a later migration.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX'],

  on: ['alter-table'],
  actions: ['add-constraint'],
  *check(statement, context) {
    const table = context.catalog.table(statement.table);
    for (const action of statement.actions) {
      if (action.kind !== 'add-constraint' || action.constraint.kind !== 'primary-key' || action.constraint.usingIndex === undefined) continue;
      const read = onRows(context.effectsOf({ ...statement, actions: [action] }), context).filter(it => it.scan && !it.feared);
      const index = table?.indexes.find(it => it.name.name === action.constraint.usingIndex);
      // Of a table that was there before the migrations, nobody knows what may be null.
      const nullable = index?.columns.filter(it => it !== undefined).filter(it => table!.columns.get(it)?.notNull === false && (!table!.partial || context.isNewColumn(statement.table, it))) ?? [];
      if (read.length === 0 || nullable.length === 0) continue;
      yield {
        span: action.span,
        message: `Proving that ${listed(nullable.map(it => named({ name: it })))} has no nulls reads the whole table, and blocks ${blocked(read)} meanwhile`,
        ...(context.postgres >= 12 && statement.actions.length === 1 && { fixes: [proveFirst(statement, action.span, nullable, context)] }),
      };
    }
  },

  examples: [
    {
      title: 'A column that may be null',
      before: `
create table users (id bigint);
create unique index users_id on users (id);`,
      sql: `
alter table users add constraint users_pkey primary key using index users_id;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving that \`id\` has no nulls reads the whole table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add constraint users_id_not_null not null id not valid;
`,
    },
    {
      title: 'Not null already, or proved by a check that is valid',
      before: `
create table users (id bigint not null);
create unique index users_id on users (id);
create table teams (id bigint constraint id_present check (id is not null));
create unique index teams_id on teams (id);`,
      sql: `
alter table users add primary key using index users_id;
alter table teams add primary key using index teams_id;
`,
    },
  ],
});

/** From PostgreSQL 18 on, the constraint itself may be validated later; from 12 on, a check that says the same. */
function proveFirst({ table }: AlterTable, span: Span, columns: readonly string[], { fixesFor, text }: Context): StatementFix {
  const native = fixesFor >= 18;
  const alter = `ALTER TABLE ${qualified(table)}`;
  const say = (words: string): string => keyword(words, text);
  const name = (column: string): string => `${table.name}_${column}_${native ? 'not_null' : 'present'}`;
  const added = columns.map(it => {
    const body = native ? `${say('NOT NULL')} ${plain(it)}` : `${say('CHECK')} (${plain(it)} ${say('IS NOT NULL')})`;
    return `${say('ADD CONSTRAINT')} ${plain(name(it))} ${body} ${say('NOT VALID')}`;
  });
  const lines = [
    ...columns.map(it => `${alter} VALIDATE CONSTRAINT ${identifier(name(it))};`),
    `${alter} ${text.slice(span.start, span.end)};`,
    ...(native ? [] : columns.map(it => `${alter} DROP CONSTRAINT ${identifier(name(it))};`)),
  ];
  return {
    title: 'Add a NOT VALID constraint',
    safety: 'review',
    edits: [{ span, text: added.join(', ') }],
    followUp: { name: `${table.name}_primary_key`, does: 'make it the primary key', sql: lines.map(it => `${it}\n`).join(''), required: true },
  };
}
