import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'renaming-schema',
  aliases: ['rename-schema', 'rename_schema'],
  summary: 'Renaming a schema breaks all that uses the old name',
  severity: 'warning',
  why: `
    Every query that names the schema, every \`search_path\` that has it, every function in PL/pgSQL whose body does, fails from that moment on;
    those of the new application failed until then. Migration tools whose history is in it do not find it again.`,
  instead: `
    Make the new schema, move one table after the other, each with a view of its name in the old schema, and drop the old one when nobody uses it any more.`,
  sources: ['https://www.postgresql.org/docs/current/sql-alterschema.html'],

  on: ['rename'],
  *check({ object, name, to, keyword }, { statements, position }) {
    if (object !== 'schema' || statements.slice(0, position).some(it => it.kind === 'create-schema' && it.name.name === name.name)) return;
    yield { span: keyword, message: `Renaming the schema ${named(name)} to ${named({ name: to })} breaks all that uses the old name` };
  },

  examples: [
    {
      title: 'A schema in use',
      before: `create schema app;`,
      sql: `
alter schema app rename to shop;
-- ^^^^^^^^^ Renaming the schema \`app\` to \`shop\` breaks all that uses the old name
`,
    },
    {
      title: 'A new one',
      sql: `
create schema app;
alter schema app rename to shop;
`,
    },
  ],
});
