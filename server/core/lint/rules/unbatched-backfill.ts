import { tokens } from '../../sql/lexer.js';
import { changedWhileClosed, changesManyRows } from '../locked-out.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'unbatched-backfill',
  summary: 'Rows are changed or deleted in one go',
  severity: 'off',
  why: `
    A condition does not say how many rows it finds. Each stays locked until the last is changed, and all their old versions wait for VACUUM at once.`,
  instead: `
    Change some thousand rows at a time, each in a transaction of its own: by ranges of the key, or with a \`LIMIT\` in a subquery.`,
  sources: ['https://www.postgresql.org/docs/current/sql-update.html'],

  on: ['insert', 'update', 'delete', 'merge', 'select'],
  *check(statement, context) {
    const { kind, target, keyword, where, always } = statement;
    if ((kind !== 'update' && kind !== 'delete') || target === undefined || !where || always || !changesManyRows(statement, context) || changedWhileClosed(statement, context)) return;
    const { text } = context;
    if (tokens(text).some(it => it.kind === 'word' && /^(?:limit|fetch|between|ctid)$/i.test(text.slice(it.span.start, it.span.end)))) return;
    yield { span: keyword, message: `All rows of ${named(target)} that the condition finds are ${kind === 'update' ? 'changed' : 'deleted'} in one go` };
  },

  examples: [
    {
      title: 'As many as there are',
      before: `create table users (id bigint primary key, active boolean);`,
      sql: `
update users set active = true where active is null;
-- ^^^ All rows of \`users\` that the condition finds are changed in one go
`,
    },
    {
      title: 'A batch, and one row',
      before: `create table users (id bigint primary key, active boolean);`,
      sql: `
update users set active = true where id between 1 and 5000;
update users set active = true where id in (select id from users where active is null limit 5000);
update users set active = true where id = 7;
`,
    },
  ],
});
