import { isMadeAnew, isMadeHere, isNothing } from '../made.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-function',
  aliases: ['MP024'],
  summary: 'Dropping a function breaks what still calls it',
  severity: 'warning',
  why: `
    Queries of the old application that call it fail from that moment on, and so do functions in PL/pgSQL whose bodies name it: of those, Postgres knows nothing.`,
  instead: `
    Drop it when nothing is left that calls it. What only changes, \`CREATE OR REPLACE\` changes without a gap.`,
  sources: ['https://www.postgresql.org/docs/current/sql-dropfunction.html'],

  on: ['drop'],
  *check(statement, context) {
    const { object, names } = statement;
    if (object !== 'function' && object !== 'procedure' && object !== 'aggregate') return;
    const earlier = context.statements.slice(0, context.position);
    for (const name of names.filter(it => !isNothing(statement, it, context))) {
      // What triggers call, applications do not; the trigger that went before it is another finding.
      if (context.catalog.function(name)?.forTriggers || earlier.some(it => it.kind === 'drop' && (it.object === 'trigger' || it.object === 'table'))) continue;
      if (isMadeHere(object, name, context) || isMadeAnew(object, name, context)) continue;
      yield { span: name.span ?? statement.keyword, message: `Dropping ${named(name)} breaks applications and functions that still call it` };
    }
  },

  examples: [
    {
      title: 'A function that was there before',
      before: `create function total(bigint) returns bigint language sql as 'select $1';`,
      sql: `
drop function total(bigint);
--            ^^^^^ Dropping \`total\` breaks applications and functions that still call it
`,
    },
    {
      title: 'It is made anew',
      before: `create function total(a bigint) returns bigint language sql as 'select $1';`,
      sql: `
drop function if exists total(bigint);
create function total(b bigint) returns bigint language sql as 'select $1';
`,
    },
    {
      title: 'What only triggers call',
      before: `create function touch() returns trigger language plpgsql as 'begin return new; end';`,
      sql: `
drop function touch();
`,
    },
  ],
});
