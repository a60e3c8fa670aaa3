import { rule } from '../rule.js';
import { blocked, blocksWrites, keyword, named, onRows } from '../words.js';

export default rule({
  id: 'require-concurrent-index-creation',
  aliases: ['E6', 'create-index-not-concurrent', 'concurrent_index', 'MP001', 'PGM001', 'PG101'],
  summary: '`CREATE INDEX` without `CONCURRENTLY` blocks writes',
  severity: 'error',
  why: `
    A plain \`CREATE INDEX\` holds a \`SHARE\` lock for as long as the build takes.
    Reads go on; every \`INSERT\`, \`UPDATE\` and \`DELETE\` on the table waits, and so does everything behind them in the application.`,
  instead: `
    Build it with \`CONCURRENTLY\`, in a migration that runs outside a transaction.
    A build that fails leaves an invalid index behind: drop it before the next attempt.
    On a partitioned table, create the index \`ON ONLY\` the parent, build one \`CONCURRENTLY\` on each partition, and attach them.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],

  on: ['create-index'],
  *check(statement, context) {
    const { name, table, keyword: words } = statement;
    // CONCURRENTLY is refused for a partitioned table: to ask for it would be wrong.
    if (statement.concurrently || statement.only || context.catalog.table(table)?.partitioned) return;
    const built = onRows(context.effects, context).filter(it => it.indexBuild && blocksWrites(it));
    if (built.length === 0) return;

    yield {
      span: words,
      message: `Building ${name ? named({ name: name.name }) : 'this index'} blocks ${blocked(built)} until it is done`,
      // Inside the script's own BEGIN there is no way to be concurrent.
      ...(context.transactionBy !== 'script' && {
        fixes: [{
          title: 'Add CONCURRENTLY',
          safety: 'review' as const,
          edits: [{ span: { start: words.end, end: words.end }, text: ` ${keyword('CONCURRENTLY', context.text)}` }],
          takesOutOfTransaction: true,
        }],
      }),
    };
  },

  examples: [
    {
      title: 'An index on a table in use',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
create index users_email on users (email);
-- ^^^^^^^^^ Building \`users_email\` blocks writes to \`users\` until it is done
`,
      fixed: `
create index concurrently users_email on users (email);
`,
    },
    {
      title: 'In a transaction that the script opens, nothing can be concurrent',
      before: `create table users (email text);`,
      transaction: false,
      sql: `
begin;
create unique index on users (email);
-- ^^^^^^^^^^^^^^^^ Building this index blocks writes to \`users\` until it is done
commit;
`,
    },
    {
      title: 'A table created in the same migration has no readers yet',
      sql: `
create table users (email text);
create index users_email on users (email);
`,
    },
    {
      title: 'A partitioned table takes no concurrent index; one on the parent alone builds nothing',
      before: `create table events (at timestamptz) partition by range (at);`,
      sql: `
create index events_at on only events (at);
`,
    },
  ],
});
