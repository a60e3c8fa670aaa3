import { keyOf } from '../../sql/identifier.js';
import { tokens } from '../../sql/lexer.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import type { Span } from '../../text/span.js';
import type { Context, Finding } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'autovacuum-disabled',
  aliases: ['MP066'],
  summary: 'Autovacuum is switched off for a table',
  severity: 'warning',
  why: `
    Dead rows are never cleared away: the table and its indexes grow, the planner's statistics grow old, and every query becomes slower.
    In the end Postgres runs a vacuum all the same, against wraparound, at a moment of its own choice.`,
  instead: `
    Leave it on, and let it run more often on a busy table: \`autovacuum_vacuum_scale_factor = 0.01\`. For a large load, switch it on again in the same migration.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createtable.html#RELOPTION-AUTOVACUUM-ENABLED'],

  on: ['create-table', 'alter-table'],
  actions: ['set-options'],
  *check(statement, context) {
    if (statement.kind === 'create-table') {
      if (statement.persistence !== 'temporary' && isOff(statement.options)) yield finding(statement.keyword, statement.table, { start: 0, end: context.text.length }, context);
      return;
    }
    for (const action of statement.actions) {
      if (action.kind === 'set-options' && isOff(action.values) && !isSwitchedOn(statement, context)) yield finding(action.span, statement.table, action.span, context);
    }
  },

  examples: [
    {
      title: 'A table that is written to',
      before: `create table events (id bigint);`,
      sql: `
alter table events set (autovacuum_enabled = false, fillfactor = 70);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The dead rows of \`events\` are never cleared away
`,
      fixed: `
alter table events set (autovacuum_enabled = true, fillfactor = 70);
`,
    },
    {
      title: 'While rows are loaded',
      before: `create table events (id bigint);`,
      sql: `
alter table events set (autovacuum_enabled = off);
insert into events select generate_series(1, 1000);
alter table events reset (autovacuum_enabled);
`,
    },
  ],
});

function finding(span: Span, table: AlterTable['table'], within: Span, { text }: Context): Finding {
  const value = valueOf(within, text);
  return {
    span,
    message: `The dead rows of ${named(table)} are never cleared away`,
    ...(value && { fixes: [{ title: 'Switch it on', safety: 'review', edits: [{ span: value, text: 'true' }] }] }),
  };
}

/** What stands behind `autovacuum_enabled =`. */
function valueOf({ start, end }: Span, text: string): Span | undefined {
  const said = text.slice(start, end);
  const all = tokens(said).filter(it => it.kind !== 'comment');
  const at = all.findIndex(it => said.slice(it.span.start, it.span.end).toLowerCase() === 'autovacuum_enabled');
  const value = at < 0 ? undefined : all[at + 2]?.span;
  return value && { start: value.start + start, end: value.end + start };
}

function isOff(values: Readonly<Record<string, string>> = {}): boolean {
  return ['false', 'off', 'no', '0', 'f', 'n'].includes((values['autovacuum_enabled'] ?? '').toLowerCase());
}

function isSwitchedOn({ table }: AlterTable, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(table));
  return statements.slice(position + 1).some(it => it.kind === 'alter-table' && keyOf(catalog.fullName(it.table)) === key
    && it.actions.some(action => action.kind === 'set-options' && action.names.includes('autovacuum_enabled') && !isOff(action.values)));
}
