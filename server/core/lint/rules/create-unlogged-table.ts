import { tokens } from '../../sql/lexer.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'create-unlogged-table',
  aliases: ['PGM506'],
  summary: 'An unlogged table is empty after a crash',
  severity: 'warning',
  why: `
    Postgres truncates it when it starts after a crash, and a replica has none of its rows: after a failover it is empty as well.`,
  instead: `
    Leave \`UNLOGGED\` out, unless all that is in the table can be made anew: a cache, a staging area. To log it later rewrites the table.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED'],

  on: ['create-table', 'create-table-as'],
  *check({ table, persistence, keyword }, { text }) {
    if (persistence !== 'unlogged' || EXPENDABLE.test(table.name)) return;
    const all = tokens(text).filter(it => it.kind !== 'comment');
    const at = all.findIndex(it => text.slice(it.span.start, it.span.end).toLowerCase() === 'unlogged');
    const [word, next] = [all[at], all[at + 1]];
    yield {
      span: keyword,
      message: `${named(table)} is empty after a crash, and on every replica`,
      ...(word && next && { fixes: [{ title: 'Remove UNLOGGED', safety: 'review' as const, edits: [{ span: { start: word.span.start, end: next.span.start }, text: '' }] }] }),
    };
  },

  examples: [
    {
      title: 'A table of its own',
      sql: `
create unlogged table orders (id bigint);
-- ^^^^^^^^^^^^^^^^^^ \`orders\` is empty after a crash, and on every replica
`,
      fixed: `
create table orders (id bigint);
`,
    },
    {
      title: 'A table that is made anew anyway',
      sql: `
create unlogged table orders_staging (id bigint);
create unlogged table page_cache (id bigint);
`,
    },
  ],
});

/** Names of what can be lost. */
const EXPENDABLE = /(^|_)(staging|stage|stg|tmp|temp|temporary|cache|cached|caches|import|imports|load|scratch|sessions?|queue|jobs?|locks?|buffer)(_|$)/i;
