import { tokens } from '../../sql/lexer.js';
import { blocks } from '../../sql/locks.js';
import type { CreateTable } from '../../sql/statement/tables.js';
import type { Context, Finding } from '../rule.js';
import { rule } from '../rule.js';
import { keyword, named } from '../words.js';

export default rule({
  id: 'create-partition-of-locks-parent',
  summary: '`CREATE TABLE … PARTITION OF` locks the whole partitioned table',
  severity: 'warning',
  why: `
    It takes \`ACCESS EXCLUSIVE\` on the parent: nobody reads or writes any partition meanwhile, and behind a long query on one of them, everybody waits.
    From PostgreSQL 12 on, \`ATTACH PARTITION\` of a table that is there already takes a lock on the parent that neither reads nor writes wait for.`,
  instead: `
    Create the table on its own, \`LIKE\` the parent, and attach it. It is empty, so there is nothing to read.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE'],

  on: ['create-table'],
  *check(statement, context) {
    const { partitionOf, ifNotExists, table } = statement;
    if (!partitionOf || context.postgres < 12 || context.isNew(partitionOf.parent) || (ifNotExists && context.catalog.relation(table))) return;
    if (!context.effects.relations.some(it => !context.isNew(it.relation) && blocks(it.lock) === 'reads and writes')) return;
    yield {
      span: statement.keyword,
      message: `Making ${named(table)} a partition in this way blocks reads and writes of ${named(partitionOf.parent)}; \`ATTACH PARTITION\` would not`,
      ...attached(statement, context),
    };
  },

  examples: [
    {
      title: 'A partitioned table in use',
      before: `create table events (id bigint, region text not null) partition by list (region);`,
      sql: `
create table events_eu partition of events for values in ('eu');
-- ^^^^^^^^^ Making \`events_eu\` a partition in this way blocks reads and writes of \`events\`; \`ATTACH PARTITION\` would not
`,
      fixed: `
create table events_eu (like events including all excluding identity);
alter table events attach partition events_eu for values in ('eu');
`,
    },
    {
      title: 'A new partitioned table, and before PostgreSQL 12, when to attach was no better',
      postgres: 11,
      before: `create table events (id bigint, region text not null) partition by list (region);`,
      sql: `
create table events_eu partition of events for values in ('eu');
create table visits (region text) partition by list (region);
create table visits_eu partition of visits for values in ('eu');
`,
    },
  ],
});

/** Where the statement says nothing but whose partition it is. */
function attached({ table, partitionOf, columns, constraints, partitionedBy, options, tablespace, ifNotExists, persistence }: CreateTable, { text }: Context): Pick<Finding, 'fixes'> {
  const parent = partitionOf?.parent.span;
  if (!table.span || !parent || ifNotExists || columns.length + constraints.length > 0 || partitionedBy || options || tablespace || persistence !== 'permanent') return {};
  const all = tokens(text).filter(it => it.kind !== 'comment' && text.slice(it.span.start, it.span.end) !== ';');
  const end = all.at(-1)!.span.end;
  if (parent.end >= end) return {};
  const bounds = text.slice(parent.end, end).trim();
  const says = (words: string): string => keyword(words.toUpperCase(), text);
  const [child, of] = [text.slice(table.span.start, table.span.end), text.slice(parent.start, parent.end)];
  return {
    fixes: [{
      title: 'Create the table, and attach it',
      safety: 'review',
      edits: [{ span: { start: table.span.end, end }, text: ` (${says('like')} ${of} ${says('including all excluding identity')});\n${says('alter table')} ${of} ${says('attach partition')} ${child} ${bounds}` }],
    }],
  };
}
