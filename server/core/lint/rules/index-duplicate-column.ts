import { keySpans, keyTexts } from '../index-keys.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'index-duplicate-column',
  summary: 'An index that has the same key twice',
  severity: 'error',
  why: `
    Postgres accepts it and stores the value twice; no query gains by it.
    As a rule another column was meant, and the index that was wanted is not there.`,
  instead: 'Write the column that was meant, or leave the second one out.',
  sources: ['https://www.postgresql.org/docs/current/sql-createindex.html'],

  on: ['create-index'],
  *check(statement, { text }) {
    const keys = keyTexts(statement);
    if (new Set(keys).size === keys.length) return;
    const spans = keySpans(statement, text);
    for (const [i, key] of keys.entries()) {
      const at = spans[i];
      if (keys.indexOf(key) === i || !at) continue;
      const column = statement.columns[i];
      yield {
        span: at,
        message: `${column === undefined ? 'This expression' : named({ name: column })} is in the index already`,
        fixes: [{ title: 'Remove it', safety: 'review', edits: [{ span: { start: spans[i - 1]!.end, end: at.end }, text: '' }] }],
      };
    }
  },

  examples: [
    {
      title: 'A column twice',
      before: `create table orders (user_id bigint, shop_id bigint);`,
      sql: `
create index on orders (user_id, user_id);
--                               ^^^^^^^ \`user_id\` is in the index already
`,
      fixed: `
create index on orders (user_id);
`,
    },
    {
      title: 'Another order or operator class is another key',
      before: `create table orders (code text, user_id bigint);`,
      sql: `
create index on orders (code, code text_pattern_ops, user_id, user_id desc);
`,
    },
    {
      title: 'Fields of one composite column are keys of their own, and one of them twice is not',
      before: `
create type period as (starts_on date, ends_on date);
create table stays (during period, nights period[]);`,
      sql: `
create index on stays (((during).starts_on), ((during).ends_on), ((nights[1]).ends_on), ((nights[2]).ends_on));
create index on stays (((during).ends_on), ((during).ends_on));
--                                         ^^^^^^^^^^^^^^^^^^ This expression is in the index already
`,
      fixed: `
create index on stays (((during).starts_on), ((during).ends_on), ((nights[1]).ends_on), ((nights[2]).ends_on));
create index on stays (((during).ends_on));
`,
    },
  ],
});
