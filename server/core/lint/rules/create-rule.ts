import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'create-rule',
  summary: 'A rule rewrites the queries of everybody who uses the table',
  severity: 'info',
  why: `
    A rule is no event but a change of the query's text: it runs once for a statement, evaluates expressions such as \`nextval\` and \`random\` more than once,
    and changes what \`INSERT … RETURNING\` and the count of rows say.`,
  instead: `
    Use a trigger, which runs for each row with its values; for a view, \`INSTEAD OF\` triggers or a view that can be written to by itself.`,
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_rules', 'https://www.postgresql.org/docs/current/rules-triggers.html'],

  on: ['create-rule'],
  *check({ name, table, keyword }, { catalog }) {
    const relation = catalog.relation(table);
    if (relation?.kind === 'view') return;
    yield { span: keyword, message: `${named({ name })} rewrites the queries on ${named(table)}, and may evaluate parts of them more than once` };
  },

  examples: [
    {
      title: 'On a table',
      before: `create table users (id bigint); create table log (id bigint);`,
      sql: `
create rule logged as on insert to users do also insert into log values (new.id);
-- ^^^^^^^^ \`logged\` rewrites the queries on \`users\`, and may evaluate parts of them more than once
`,
    },
    {
      title: 'On a view, to make it writable',
      before: `create table users (id bigint); create view people as select id from users;`,
      sql: `
create rule added as on insert to people do instead insert into users values (new.id);
`,
    },
  ],
});
