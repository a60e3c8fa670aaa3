import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'gin-index-jsonb-operators',
  aliases: ['MP056'],
  summary: 'A GIN index of `jsonb` finds by containment, not by what `->>` takes out',
  severity: 'off',
  why: `
    \`data @> '{"a": 1}'\`, \`data ? 'a'\` and JSON paths use the index; \`data ->> 'a' = '1'\` does not.
    With \`jsonb_path_ops\` it is smaller, and knows containment and paths only.`,
  instead: `
    For one key, an index on the expression: \`(data ->> 'a')\`.
    For containment alone, \`USING gin (data jsonb_path_ops)\`.`,
  sources: ['https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING'],

  on: ['create-index'],
  *check({ method, keys = [], table, keyword }, { catalog }) {
    if (method !== 'gin') return;
    const columns = catalog.table(table)?.columns;
    const plain = keys.find(it => it.column !== undefined && it.operatorClass === undefined && columns?.get(it.column)?.type?.name === 'jsonb');
    if (plain) yield { span: keyword, message: `Queries that take a key out of ${named({ name: plain.column! })} with \`->>\` make no use of this index` };
  },

  examples: [
    {
      title: 'A document',
      before: `create table events (id bigint primary key, data jsonb);`,
      sql: `
create index events_data on events using gin (data);
-- ^^^^^^^^^ Queries that take a key out of \`data\` with \`->>\` make no use of this index
`,
    },
    {
      title: 'The operators are chosen, or it is an array',
      before: `create table events (id bigint primary key, data jsonb, tags text[]);`,
      sql: `
create index events_data on events using gin (data jsonb_path_ops);
create index events_tags on events using gin (tags);
`,
    },
  ],
});
