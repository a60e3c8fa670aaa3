import { isForTriggers } from '../functions.js';
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
    const { object, names, parameters } = statement;
    if (object !== 'function' && object !== 'procedure' && object !== 'aggregate') return;
    const earlier = context.statements.slice(0, context.position);
    for (const [i, name] of names.entries()) {
      if (isNothing(statement, name, context)) continue;
      // What triggers call, applications do not; the trigger that went before it is another finding.
      if (isForTriggers(name, parameters?.[i], context) || earlier.some(it => it.kind === 'drop' && (it.object === 'trigger' || it.object === 'table'))) continue;
      if (isMadeHere(object, name, context, parameters?.[i]) || isMadeAnew(object, name, context, parameters?.[i])) continue;
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
      title: 'Another overload is made, and of the one that goes there is nothing left',
      before: `
create function total(bigint) returns bigint language sql as 'select $1';
create function total(text) returns text language sql as 'select $1';`,
      sql: `
create function total(bigint, bigint) returns bigint language sql as 'select $1 + $2';
drop function total(text);
--            ^^^^^ Dropping \`total\` breaks applications and functions that still call it
drop function total(bigint);
--            ^^^^^ Dropping \`total\` breaks applications and functions that still call it
drop function if exists total(date);
drop function total(bigint, bigint);
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
