import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'or-replace-view-column-change',
  summary: '`CREATE OR REPLACE VIEW` cannot take columns away',
  severity: 'error',
  why: `
    A view that is replaced keeps its columns, by name, order and type, and may have more behind them. Otherwise Postgres refuses, and the migration fails.`,
  instead: `
    Add columns at the end. To take one away, to rename or to move it, drop the view and create it, in one transaction, with what depends on it and its grants;
    a column alone is renamed by \`ALTER VIEW … RENAME COLUMN\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createview.html'],

  on: ['create-view'],
  *check({ view, orReplace, columns, temporary, keyword }, { catalog }) {
    const known = catalog.view(view);
    if (!orReplace || temporary || known?.kind !== 'view' || !known.columns || !columns) return;
    const at = known.columns.findIndex((it, i) => columns[i] !== it);
    if (at < 0) return;
    const [old, next] = [known.columns[at]!, columns[at]];
    const is = next === undefined ? 'is there no more' : `would be ${named({ name: next })}`;
    yield {
      span: view.span ?? keyword,
      message: `Postgres does not replace ${named(view)}: its column ${named({ name: old })} ${is}`,
      ...(!catalog.complete && { severity: 'warning' as const }),
    };
  },

  examples: [
    {
      title: 'A column is gone',
      before: `
create table users (id bigint, email text);
create view people as select id, email from users;`,
      refusedWith: '42P16',
      sql: `
create or replace view people as select id from users;
--                     ^^^^^^ Postgres does not replace \`people\`: its column \`email\` is there no more
`,
    },
    {
      title: 'A column is there before another',
      before: `
create table users (id bigint, email text);
create view people as select id from users;`,
      refusedWith: '42P16',
      sql: `
create or replace view people as select email, id from users;
--                     ^^^^^^ Postgres does not replace \`people\`: its column \`id\` would be \`email\`
`,
    },
    {
      title: 'One more at the end, and a view that is dropped first',
      before: `
create table users (id bigint, email text);
create view people as select id from users;`,
      sql: `
create or replace view people as select id, email from users;
drop view people;
create or replace view people as select email from users;
`,
    },
  ],
});
