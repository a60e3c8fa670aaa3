import type { Index } from '../../schema/catalog.js';
import { rule } from '../rule.js';
import { keyword, named } from '../words.js';

export default rule({
  id: 'require-concurrent-refresh-matview',
  aliases: ['refresh-matview-blocking', 'MP033'],
  summary: '`REFRESH MATERIALIZED VIEW` without `CONCURRENTLY` blocks who reads it',
  severity: 'warning',
  why: `
    Postgres holds an \`ACCESS EXCLUSIVE\` lock on the view for as long as its query takes and its indexes are built: nobody reads it.`,
  instead: `
    \`REFRESH MATERIALIZED VIEW CONCURRENTLY\`, which needs a unique index on plain columns, without a condition, and a view that has been filled before.`,
  sources: ['https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html'],

  on: ['refresh-materialized-view'],
  *check({ view: name, concurrently, withData, keyword: words }, context) {
    if (concurrently || !withData || context.isNew(name)) return;
    const view = context.catalog.view(name);
    if (view?.populated === false) return;

    const lacks = view !== undefined && !view.indexes.some(identifiesRows);
    yield {
      span: words,
      message: `Refreshing ${named(name)} blocks its readers until the query has run${lacks ? '; to be concurrent, it needs a unique index' : ''}`,
      ...(!lacks && { fixes: [{ title: 'Add CONCURRENTLY', safety: 'review' as const, edits: [{ span: { start: words.end, end: words.end }, text: ` ${keyword('CONCURRENTLY', context.text)}` }] }] }),
    };
  },

  examples: [
    {
      title: 'A view in use, with a unique index',
      before: `
create materialized view totals as select 1 as id, 2 as total;
create unique index on totals (id);`,
      sql: `
refresh materialized view totals;
-- ^^^^^^^^^^^^^^^^^^^^^^ Refreshing \`totals\` blocks its readers until the query has run
`,
      fixed: `
refresh materialized view concurrently totals;
`,
    },
    {
      title: 'Without a unique index there is no other way yet',
      before: `create materialized view totals as select 1 as id, 2 as total;`,
      sql: `
refresh materialized view totals;
-- ^^^^^^^^^^^^^^^^^^^^^^ Refreshing \`totals\` blocks its readers until the query has run; to be concurrent, it needs a unique index
`,
    },
    {
      title: 'A new view, one that nobody could read so far, and one that is emptied',
      before: `
create materialized view late as select 1 as id with no data;
create materialized view old as select 1 as id;`,
      sql: `
create materialized view totals as select 1 as id with no data;
refresh materialized view totals;
refresh materialized view late;
refresh materialized view old with no data;
`,
    },
  ],
});

/** `is_usable_unique_index` in `src/backend/commands/matview.c`. */
function identifiesRows({ unique, columns, where }: Index): boolean {
  return unique && where === undefined && columns.length > 0 && columns.every(it => it !== undefined);
}
