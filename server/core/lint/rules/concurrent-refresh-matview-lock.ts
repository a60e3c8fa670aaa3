import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'concurrent-refresh-matview-lock',
  aliases: ['refresh-matview-concurrent'],
  summary: 'A concurrent refresh still keeps out every other refresh',
  severity: 'off',
  why: `
    \`REFRESH MATERIALIZED VIEW CONCURRENTLY\` holds an \`EXCLUSIVE\` lock: reads go on, and a second refresh waits until the first is done.
    In a migration it makes the deployment as long as the view's query.`,
  instead: 'Refresh the view from a job, not from a migration.',
  sources: ['https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html'],

  on: ['refresh-materialized-view'],
  *check({ view, concurrently, keyword: words }, context) {
    if (concurrently && !context.isNew(view)) yield { span: words, message: `Refreshing ${named(view)} keeps out every other refresh until it is done` };
  },

  examples: [
    {
      title: 'A concurrent refresh',
      before: `
create materialized view totals as select 1 as id;
create unique index on totals (id);`,
      sql: `
refresh materialized view concurrently totals;
-- ^^^^^^^^^^^^^^^^^^^^^^ Refreshing \`totals\` keeps out every other refresh until it is done
`,
    },
    {
      title: 'A new view',
      sql: `
create materialized view totals as select 1 as id;
create unique index on totals (id);
refresh materialized view concurrently totals;
`,
    },
  ],
});
