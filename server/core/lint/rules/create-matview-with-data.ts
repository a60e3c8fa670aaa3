import { tokens } from '../../sql/lexer.js';
import { rule } from '../rule.js';
import { keyword, listed, named } from '../words.js';

export default rule({
  id: 'create-matview-with-data',
  aliases: ['MP096'],
  summary: 'A materialized view is filled while the migration runs',
  severity: 'info',
  why: `
    Its query runs to the end inside the migration, and what the migration has locked before stays locked as long.
    Dead rows are kept in the whole database meanwhile, and the deployment waits.`,
  instead: `
    Create it \`WITH NO DATA\`, and refresh it in a migration or a job of its own, before the application that reads it is deployed: until then, reading it is an error.`,
  sources: ['https://www.postgresql.org/docs/current/sql-creatematerializedview.html'],

  on: ['create-table-as'],
  *check(statement, context) {
    const { of, withData, table, reads, keyword: words, ifNotExists } = statement;
    if (of !== 'materialized-view' || !withData || (ifNotExists && context.catalog.relation(table))) return;
    const sources = reads.filter(it => !context.isNew(it) && it.schema !== 'pg_catalog');
    if (sources.length === 0) return;
    yield {
      span: words,
      message: `The query of ${named(table)} on ${listed(sources.map(named))} runs to its end while the migration waits`,
      fixes: [{ title: 'Fill it later', safety: 'review', edits: noData(context.text) }],
    };
  },

  examples: [
    {
      title: 'A query on a table in use',
      before: `create table orders (id bigint, day date);`,
      sql: `
create materialized view days as select day, count(*) from orders group by day;
-- ^^^^^^^^^^^^^^^^^^^^^ The query of \`days\` on \`orders\` runs to its end while the migration waits
`,
      fixed: `
create materialized view days as select day, count(*) from orders group by day with no data;
`,
    },
    {
      title: 'A new table, and without data',
      before: `create table orders (id bigint, day date);`,
      sql: `
create table moods (name text);
create materialized view names as select name from moods;
create materialized view days as select day, count(*) from orders group by day with no data;
`,
    },
  ],
});

/** In place of a `WITH DATA` that is written out. */
function noData(text: string) {
  const all = tokens(text).filter(it => it.kind !== 'comment' && text.slice(it.span.start, it.span.end) !== ';');
  const end = all.at(-1)!.span.end;
  const says = (at: number): string | undefined => all.at(at) && text.slice(all.at(at)!.span.start, all.at(at)!.span.end).toLowerCase();
  const start = says(-1) === 'data' && says(-2) === 'with' ? all.at(-3)!.span.end : end;
  return [{ span: { start, end }, text: ` ${keyword('WITH NO DATA', text)}` }];
}
