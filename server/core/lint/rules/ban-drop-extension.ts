import { isMadeAnew, isMadeHere } from '../made.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-extension',
  aliases: ['MP024'],
  summary: 'Dropping an extension takes its functions and types away',
  severity: 'warning',
  why: `
    Everything that it brought is gone: functions that the application calls, operators, types.
    With \`CASCADE\` also the columns, indexes and views that were made of them. To create it again later takes rights that migrations often do not have.`,
  instead: `
    Drop it when nothing is left that uses it, without \`CASCADE\`: Postgres then refuses as long as anything in the database does, and lists it.`,
  sources: ['https://www.postgresql.org/docs/current/sql-dropextension.html'],

  on: ['drop'],
  *check(statement, context) {
    const { object, names, cascade } = statement;
    if (object !== 'extension') return;
    for (const name of names) {
      if (isMadeHere(object, name, context) || (!cascade && isMadeAnew(object, name, context))) continue;
      const also = cascade ? 'all that was made of its types and functions' : 'the functions and types that it brought';
      yield { span: name.span ?? statement.keyword, message: `Dropping ${named(name)} also drops ${also}` };
    }
  },

  examples: [
    {
      title: 'An extension in use',
      before: `create extension pgcrypto;`,
      sql: `
drop extension pgcrypto;
--             ^^^^^^^^ Dropping \`pgcrypto\` also drops the functions and types that it brought
`,
    },
    {
      title: 'With all that depends on it',
      before: `create extension citext;`,
      sql: `
drop extension citext cascade;
--             ^^^^^^ Dropping \`citext\` also drops all that was made of its types and functions
`,
    },
    {
      title: 'Made anew, in another schema',
      before: `create extension pgcrypto; create schema tools;`,
      sql: `
drop extension pgcrypto;
create extension pgcrypto schema tools;
`,
    },
  ],
});
