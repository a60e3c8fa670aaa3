import type { FullName, Table } from '../../schema/catalog.js';
import { identifier, qualified } from '../../sql/identifier.js';
import type { CreateIndex } from '../../sql/statement/indexes.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, blocksWrites, keyword, listed, named, onRows, withFixes } from '../words.js';

export default rule({
  id: 'concurrent-index-on-partitioned-table',
  aliases: ['MP092'],
  summary: 'An index of a partitioned table is made and dropped by its own rules',
  severity: 'error',
  why: `
    Postgres refuses \`CREATE INDEX CONCURRENTLY\` and \`DROP INDEX CONCURRENTLY\` for a partitioned table.
    Without \`CONCURRENTLY\`, one statement builds the index on every partition, and holds a \`SHARE\` lock on all of them until the last is done.`,
  instead: `
    Create the index \`ON ONLY\` the parent, which builds nothing, build one \`CONCURRENTLY\` on each partition, and \`ALTER INDEX … ATTACH PARTITION\` each.
    Once all are attached, the parent's index is valid.`,
  sources: [
    'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
  ],

  on: ['create-index', 'drop'],
  *check(statement, context) {
    const { catalog } = context;
    if (statement.kind === 'drop') {
      const refused = statement.object === 'index' && statement.concurrently ? statement.names.filter(it => isOfPartitioned(catalog.index(it), context)) : [];
      if (refused.length === 0) return;
      yield { span: statement.keyword, message: `PostgreSQL cannot drop ${listed(refused.map(named))} concurrently, because ${refused.length > 1 ? 'they are indexes' : 'it is an index'} of a partitioned table` };
      return;
    }

    const table = catalog.table(statement.table);
    if (!table?.partitioned || statement.only) return;
    if (statement.concurrently) {
      yield { span: statement.keyword, message: `PostgreSQL refuses a concurrent index on ${named(statement.table)}, because it is partitioned`, ...withFixes(onParentOnly(statement, table, context)) };
      return;
    }
    const built = onRows(context.effects, context).filter(it => it.indexBuild && blocksWrites(it));
    if (built.length === 0) return;
    yield {
      span: statement.keyword,
      message: `Building this index on ${built.length > 1 ? `${built.length} partitions` : 'a partition'} of ${named(statement.table)} blocks ${built.length > 3 ? 'writes to them' : blocked(built)} until it is done`,
      ...withFixes(onParentOnly(statement, table, context)),
    };
  },

  examples: [
    {
      title: 'What Postgres refuses',
      before: `create table events (at timestamptz) partition by range (at);`,
      transaction: false,
      refusedWith: '0A000',
      sql: `
create index concurrently on events (at);
-- ^^^^^^^^^ PostgreSQL refuses a concurrent index on \`events\`, because it is partitioned
`,
    },
    {
      title: 'What it does not drop',
      before: `
create table events (at timestamptz) partition by range (at);
create index events_at on events (at);`,
      transaction: false,
      refusedWith: '0A000',
      sql: `
drop index concurrently events_at;
-- ^^^^^^^ PostgreSQL cannot drop \`events_at\` concurrently, because it is an index of a partitioned table
`,
    },
    {
      title: 'What blocks every partition',
      before: `
create table events (tenant int, kind text) partition by list (tenant);
create table events_1 partition of events for values in (1);`,
      sql: `
create index events_kind on events (kind);
-- ^^^^^^^^^ Building this index on a partition of \`events\` blocks writes to \`events_1\` until it is done
`,
      fixed: `
create index events_kind on only events (kind);
`,
    },
    {
      title: 'On the parent alone, and on a partition',
      before: `
create table events (tenant int, kind text) partition by list (tenant);
create table events_1 partition of events for values in (1);`,
      transaction: false,
      sql: `
create index events_kind on only events (kind);
create index concurrently events_1_kind on events_1 (kind);
alter index events_kind attach partition events_1_kind;
`,
    },
  ],
});

function isOfPartitioned(index: { readonly table: FullName } | undefined, { catalog }: Context): boolean {
  return index !== undefined && catalog.table(index.table)?.partitioned === true;
}

/** The rest in migrations to come: partitions that are partitioned themselves are left to the author. */
function onParentOnly(statement: CreateIndex, table: Table, { catalog, text }: Context): StatementFix | undefined {
  const { name, table: on, keyword: words } = statement;
  const partitions = table.children.map(it => catalog.table(it));
  if (!name || !on.span || !name.span || (statement.concurrently && statement.ifNotExists) || partitions.some(it => it === undefined || it.partitioned)) return undefined;
  const unique = statement.unique ? 'UNIQUE ' : '';
  const rest = text.slice(on.span.end);
  const steps = partitions.map(it => {
    const index = `${it!.name.name}_${name.name}`;
    return [
      `CREATE ${unique}INDEX CONCURRENTLY ${identifier(index)} ON ${qualified(it!.name)}${rest};`,
      `ALTER INDEX ${qualified({ ...(on.schema !== undefined && { schema: on.schema }), name: name.name })} ATTACH PARTITION ${qualified({ ...it!.name, name: index })};`,
    ].map(line => `${line}\n`).join('');
  });
  return {
    title: 'Create it on the parent alone',
    safety: 'review',
    edits: [
      ...(statement.concurrently ? [{ span: { start: words.end, end: name.span.start }, text: ' ' }] : []),
      { span: { start: on.span.start, end: on.span.start }, text: `${keyword('ONLY', text)} ` },
    ],
    ...(steps.length > 0 && { followUp: { name: `${name.name}_partitions`, sql: steps.join(''), does: 'on the partitions', required: true as const } }),
  };
}
