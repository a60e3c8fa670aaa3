import { isFreed, isMadeAnew, isMadeHere, isNothing } from '../made.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'ban-drop-type',
  aliases: ['MP024'],
  summary: 'Dropping a type breaks what still uses it',
  severity: 'warning',
  why: `
    Queries of the old application that cast to the type, and drivers that have looked it up, fail from that moment on.
    With \`CASCADE\`, every column of the type goes with it, and all that is stored there.`,
  instead: `
    Drop it when no application is left that uses it. Write no \`CASCADE\`: Postgres then refuses as long as a column has the type, and lists them.`,
  sources: ['https://www.postgresql.org/docs/current/sql-droptype.html'],

  on: ['drop'],
  *check(statement, context) {
    if (statement.object !== 'type' && statement.object !== 'domain') return;
    const { catalog } = context;
    const freed = isFreed(context);
    for (const name of statement.names.filter(it => !isNothing(statement, it, context))) {
      const at = name.span ?? statement.keyword;
      const lost = statement.cascade ? catalog.columnsOfType(name).filter(it => !context.isNew(it.table.name)) : [];
      if (lost.length > 0) {
        const columns = lost.map(it => `${named({ name: it.column.name })} of ${named({ name: it.table.name.name })}`);
        yield { span: at, message: `Dropping ${named(name)} also drops ${listed(columns)}, with all that is stored there`, severity: 'error' };
        continue;
      }
      if (freed || isMadeHere(statement.object, name, context) || isMadeAnew(statement.object, name, context)) continue;
      yield { span: at, message: `Dropping ${named(name)} breaks applications that still use it` };
    }
  },

  examples: [
    {
      title: 'A type that was there before',
      before: `create type mood as enum ('sad', 'glad');`,
      sql: `
drop type mood;
--        ^^^^ Dropping \`mood\` breaks applications that still use it
`,
    },
    {
      title: 'With the columns that are of it',
      before: `
create type mood as enum ('sad', 'glad');
create table people (name text, feels mood);`,
      sql: `
drop type mood cascade;
--        ^^^^ Dropping \`mood\` also drops \`feels\` of \`people\`, with all that is stored there
`,
    },
    {
      title: 'A new type takes its place',
      before: `
create type mood as enum ('sad', 'glad');
create table people (name text, feels mood);`,
      sql: `
alter type mood rename to mood_old;
create type mood as enum ('glad');
alter table people alter column feels type mood using feels::text::mood;
drop type mood_old;
`,
    },
    {
      title: 'When the last column of it is dropped, that is what breaks applications',
      before: `
create type mood as enum ('sad', 'glad');
create table people (name text, feels mood);`,
      sql: `
alter table people drop column feels;
drop type mood;
`,
    },
  ],
});
