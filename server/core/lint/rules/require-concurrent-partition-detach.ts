import type { AlterTable } from '../../sql/statement/tables.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, keyword, named, onExisting } from '../words.js';

export default rule({
  id: 'require-concurrent-partition-detach',
  aliases: ['require-concurrent-detach-partition', 'detach-partition', 'MP046', 'PGM004'],
  summary: '`DETACH PARTITION` without `CONCURRENTLY` locks the whole table',
  severity: 'warning',
  why: `
    It needs an \`ACCESS EXCLUSIVE\` lock on the partitioned table: it waits for everybody who uses any partition, and everybody waits behind it.`,
  instead: `
    Since PostgreSQL 14 there is \`DETACH PARTITION … CONCURRENTLY\`, in a migration that runs outside a transaction.
    It is not possible while the table has a default partition.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION'],

  on: ['alter-table'],
  actions: ['detach-partition'],
  *check(statement, context) {
    if (context.postgres < 14 || statement.of === 'index' || hasDefault(statement, context)) return;
    for (const action of statement.actions) {
      if (action.kind !== 'detach-partition' || action.concurrently) continue;
      const parent = onExisting(context.effects, context).filter(it => it.lock === 'AccessExclusiveLock' && it.relation.name === statement.table.name);
      if (parent.length === 0) continue;
      yield {
        span: action.span,
        message: `Detaching ${named(action.partition)} blocks ${blocked(parent)}`,
        ...(context.transactionBy !== 'script' && {
          fixes: [{
            title: 'Add CONCURRENTLY',
            safety: 'review' as const,
            edits: [{ span: { start: action.span.end, end: action.span.end }, text: ` ${keyword('CONCURRENTLY', context.text)}` }],
            takesOutOfTransaction: true,
          }],
        }),
      };
    }
  },

  examples: [
    {
      title: 'A partition of a table in use',
      before: `
create table events (year int) partition by range (year);
create table events_2025 partition of events for values from (2025) to (2026);`,
      transaction: false,
      sql: `
alter table events detach partition events_2025;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Detaching \`events_2025\` blocks reads and writes of \`events\`
`,
      fixed: `
alter table events detach partition events_2025 concurrently;
`,
    },
    {
      title: 'Not possible with a default partition',
      before: `
create table events (year int) partition by range (year);
create table events_2025 partition of events for values from (2025) to (2026);
create table events_rest partition of events default;`,
      sql: `
alter table events detach partition events_2025;
`,
    },
    {
      title: 'Before PostgreSQL 14',
      before: `
create table events (year int) partition by range (year);
create table events_2025 partition of events for values from (2025) to (2026);`,
      postgres: 13,
      sql: `
alter table events detach partition events_2025;
`,
    },
  ],
});

function hasDefault({ table }: AlterTable, { catalog }: Context): boolean {
  return catalog.defaultPartition(table) !== undefined;
}
