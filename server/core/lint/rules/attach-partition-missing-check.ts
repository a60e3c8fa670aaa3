import { keyOf } from '../../sql/identifier.js';
import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'attach-partition-missing-check',
  aliases: ['avoid-attaching-partition', 'attach-partition', 'MP094', 'PGM005'],
  summary: '`ATTACH PARTITION` reads all rows of the new partition',
  severity: 'warning',
  why: `
    Postgres has to see that every row is within the bounds, and holds an \`ACCESS EXCLUSIVE\` lock on the new partition meanwhile.`,
  instead: `
    Add a \`CHECK\` of the same bounds, \`NOT VALID\`, and validate it before: then nothing is read. Drop it afterwards.
    A column that may be null needs \`IS NOT NULL\` in the check as well.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE'],

  on: ['alter-table'],
  actions: ['attach-partition'],
  *check(statement, context) {
    if (statement.of === 'index') return;
    const { catalog } = context;
    for (const action of statement.actions) {
      if (action.kind !== 'attach-partition') continue;
      const key = keyOf(catalog.fullName(action.partition));
      const scanned = onRows(context.effects, context).filter(it => it.scan && keyOf(it.relation) === key);
      if (scanned.length === 0) continue;
      yield { span: action.span, message: `Attaching ${named(action.partition)} reads all its rows, and blocks ${blocked(scanned)} meanwhile` };
    }
  },

  examples: [
    {
      title: 'Nothing proves the bounds',
      before: `
create table events (year int not null) partition by range (year);
create table events_2025 (year int not null);`,
      sql: `
alter table events attach partition events_2025 for values from (2025) to (2026);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Attaching \`events_2025\` reads all its rows, and blocks reads and writes of \`events_2025\` meanwhile
`,
    },
    {
      title: 'A check proves them',
      before: `
create table events (year int not null) partition by range (year);
create table events_2025 (year int not null, check (year >= 2025 and year < 2026));`,
      sql: `
alter table events attach partition events_2025 for values from (2025) to (2026);
`,
    },
    {
      title: 'A new table has no rows',
      before: `create table events (year int not null) partition by range (year);`,
      sql: `
create table events_2025 (like events);
alter table events attach partition events_2025 for values from (2025) to (2026);
`,
    },
  ],
});
