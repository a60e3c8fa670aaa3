import { tokens } from '../../sql/lexer.js';
import type { Reindex } from '../../sql/statement/indexes.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocksWrites, keyword, listed, named, onRows, relationNamed, withFixes } from '../words.js';

export default rule({
  id: 'require-concurrent-reindex',
  aliases: ['reindex-non-concurrent', 'MP021', 'PGM022'],
  summary: '`REINDEX` without `CONCURRENTLY` blocks writes, and nearly all reads',
  severity: 'error',
  why: `
    Postgres holds a \`SHARE\` lock on the table until the last index is built, and an \`ACCESS EXCLUSIVE\` lock on each index while it is:
    nobody writes to the table, and queries wait as well: to plan, each opens all indexes of its tables, whether it uses them or not.`,
  instead: `
    From PostgreSQL 12 on, \`REINDEX … CONCURRENTLY\`, in a migration that runs outside a transaction.
    Before, build a new index \`CONCURRENTLY\`, drop the old one the same way, and rename.`,
  sources: ['https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY'],

  on: ['reindex'],
  *check(statement, context) {
    const { of, name, concurrently } = statement;
    if (concurrently) return;
    // Never concurrently: each session that connects, plans or changes the schema reads these tables.
    if (of === 'system') return yield { span: statement.keyword, message: 'Reindexing the system catalogs keeps everybody from connecting, planning and changing the schema until each is done' };
    const built = onRows(context.effects, context).filter(it => it.indexBuild && blocksWrites(it));
    const isWide = name === undefined || of === 'schema' || of === 'database';
    const unknown = isWide ? !context.catalog.complete || isEmpty(context) : context.catalog.relation(name) === undefined;
    if (built.length === 0 && !unknown) return;
    yield {
      span: statement.keyword,
      message: `Reindexing ${name ? named(name) : `the ${of}`} blocks reads and writes ${built.length > 3 || built.length === 0 ? '' : `of ${listed(built.map(relationNamed))} `}until it is done`,
      ...(context.postgres >= 12 && withFixes(concurrentlyToo(statement, context))),
    };
  },

  examples: [
    {
      title: 'A table in use',
      before: `
create table users (email text);
create index users_email on users (email);`,
      transaction: false,
      sql: `
reindex table users;
-- ^^^^^^^^^^ Reindexing \`users\` blocks reads and writes of \`users\` until it is done
`,
      fixed: `
reindex table concurrently users;
`,
    },
    {
      title: 'The system catalogs',
      transaction: false,
      sql: `
reindex system;
-- ^^^^^^^^^^^ Reindexing the system catalogs keeps everybody from connecting, planning and changing the schema until each is done
`,
    },
    {
      title: 'Concurrently, in either form',
      before: `
create table users (email text);
create index users_email on users (email);`,
      transaction: false,
      sql: `
reindex index concurrently users_email;
reindex (verbose, concurrently) table users;
`,
    },
    {
      title: 'A table that has just been filled by the same migration',
      sql: `
create table users (email text);
create index users_email on users (email);
reindex table users;
`,
    },
  ],
});

/** No migration has made anything so far: then they did not begin with an empty database. */
function isEmpty({ catalog }: Context): boolean {
  return [...catalog.relations()].length === 0;
}

/** Behind `TABLE`, `INDEX` and their like, wherever options put them. */
function concurrentlyToo({ of }: Reindex, { text, transactionBy }: Context): StatementFix | undefined {
  const words = tokens(text).filter(it => it.kind === 'word');
  const said = (it: (typeof words)[number]): string => text.slice(it.span.start, it.span.end).toLowerCase();
  const at = words.find(it => said(it) === of)?.span.end;
  if (at === undefined || transactionBy === 'script' || words.some(it => said(it) === 'concurrently')) return undefined;
  return { title: 'Add CONCURRENTLY', safety: 'review', edits: [{ span: { start: at, end: at }, text: ` ${keyword('CONCURRENTLY', text)}` }], takesOutOfTransaction: true };
}
