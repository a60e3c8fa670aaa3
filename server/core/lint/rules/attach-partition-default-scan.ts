import type { NameAt } from '../../sql/statement/names.js';
import type { AlterTable, CreateTable } from '../../sql/statement/tables.js';
import { keyOf } from '../../sql/identifier.js';
import type { Span } from '../../text/span.js';
import { rule } from '../rule.js';
import { blocked, named, onRows, relationNamed } from '../words.js';

export default rule({
  id: 'attach-partition-default-scan',
  aliases: ['MP072'],
  summary: 'A new partition has the default partition read',
  severity: 'warning',
  why: `
    Rows of the default partition might belong to the new one.
    Postgres reads them all to see that none does, and holds an \`ACCESS EXCLUSIVE\` lock on the default partition meanwhile.`,
  instead: `
    Before, add a \`CHECK\` to the default partition that excludes the new bounds, \`NOT VALID\`, and validate it; or do without a default partition.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE'],

  on: ['alter-table', 'create-table'],
  actions: ['attach-partition'],
  *check(statement, context) {
    const { catalog } = context;
    for (const { partition, parent, span } of partitionsOf(statement)) {
      const found = catalog.defaultPartition(parent);
      const scanned = onRows(context.effects, context).filter(it => it.scan && found && keyOf(it.relation) === keyOf(found.name));
      if (scanned.length === 0) continue;
      yield { span, message: `The partition ${named(partition)} has ${scanned.map(relationNamed).join()} read, and blocks ${blocked(scanned)} meanwhile` };
    }
  },

  examples: [
    {
      title: 'A table with a default partition',
      before: `
create table events (year int not null) partition by range (year);
create table events_rest partition of events default;`,
      sql: `
create table events_2025 partition of events for values from (2025) to (2026);
-- ^^^^^^^^^ The partition \`events_2025\` has \`events_rest\` read, and blocks reads and writes of \`events_rest\` meanwhile
`,
    },
    {
      title: 'A check on the default partition excludes the bounds',
      before: `
create table events (year int not null) partition by range (year);
create table events_rest partition of events default;
alter table events_rest add check (year < 2025);`,
      sql: `
create table events_2025 partition of events for values from (2025) to (2026);
`,
    },
  ],
});

function partitionsOf(statement: AlterTable | CreateTable): readonly { readonly partition: NameAt; readonly parent: NameAt; readonly span: Span }[] {
  if (statement.kind === 'create-table') {
    const { partitionOf, table, keyword } = statement;
    return partitionOf ? [{ partition: table, parent: partitionOf.parent, span: keyword }] : [];
  }
  if (statement.of === 'index') return [];
  return statement.actions.flatMap(it => it.kind === 'attach-partition' ? [{ partition: it.partition, parent: statement.table, span: it.span }] : []);
}
