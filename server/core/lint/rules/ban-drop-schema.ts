import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-schema',
  aliases: ['drop-schema', 'destructive', 'MP035', 'DS101', 'PGM205'],
  summary: '`DROP SCHEMA` breaks the application that uses it, and with `CASCADE` loses all that is in it',
  severity: 'error',
  why: `
    With \`CASCADE\` every table, view, function and type in the schema is gone for good, whoever has put it there.
    Without it, Postgres refuses as long as anything is in the schema.`,
  instead: `
    Drop what is in it by name, when no application uses it any more, and then the empty schema.`,
  sources: ['https://www.postgresql.org/docs/current/sql-dropschema.html'],

  on: ['drop'],
  *check({ object, names, cascade, keyword }, { statements, position, catalog }) {
    if (object !== 'schema') return;
    const isMade = (name: string) => statements.slice(0, position).some(it => it.kind === 'create-schema' && it.name.name === name && !it.ifNotExists);
    const isEmpty = (name: string) => catalog.complete && ![...catalog.relations()].some(it => it.name.schema === name);
    for (const name of names) {
      // An empty one is nothing to lose.
      if (isMade(name.name) || isEmpty(name.name)) continue;
      yield { span: name.span ?? keyword, message: cascade ? `Dropping the schema ${named(name)} loses everything in it` : `Dropping the schema ${named(name)} breaks applications that still use it` };
    }
  },

  examples: [
    {
      title: 'With all that is in it',
      before: `
create schema app;
create table app.users (id bigint);`,
      sql: `
drop schema app cascade;
--          ^^^ Dropping the schema \`app\` loses everything in it
`,
    },
    {
      title: 'A schema that the same migration has made',
      sql: `
create schema scratch;
create table scratch.t (id bigint);
drop schema scratch cascade;
`,
    },
  ],
});
