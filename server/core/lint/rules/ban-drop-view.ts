import { isMadeAnew, isMadeHere, isNothing } from '../made.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-view',
  summary: 'Dropping a view breaks what still reads it',
  severity: 'warning',
  why: `
    Queries of the old application that read it fail from that moment on, reports and dashboards among them, and so do functions in PL/pgSQL whose bodies name it.`,
  instead: `
    Drop it when nothing is left that reads it. What only gets more columns, \`CREATE OR REPLACE\` changes without a gap; for the rest, drop it and create it anew in one transaction.`,
  sources: ['https://www.postgresql.org/docs/current/sql-dropview.html'],

  on: ['drop'],
  *check(statement, context) {
    const { object, names, keyword } = statement;
    if (object !== 'view' && object !== 'materialized-view') return;
    for (const name of names) {
      if (context.isNew(name) || isNothing(statement, name, context) || isMadeHere(object, name, context) || isMadeAnew(object, name, context)) continue;
      const full = context.catalog.fullName(name);
      yield { span: name.span ?? keyword, message: `Dropping ${named(name)} breaks what still reads it`, mendedBy: later => later.relation(full) !== undefined };
    }
  },

  examples: [
    {
      title: 'A view that was there before',
      before: `create view people as select 1 as id;`,
      sql: `
drop view people;
--        ^^^^^^ Dropping \`people\` breaks what still reads it
`,
    },
    {
      title: 'It is made anew, or a table takes its place',
      before: `
create view people as select 1 as id;
create materialized view totals as select 1 as total;`,
      sql: `
drop view if exists people;
drop materialized view totals;
create view people as select 1 as number;
create table totals (total bigint);
drop view if exists others;
`,
    },
  ],
});
