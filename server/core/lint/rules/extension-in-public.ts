import { rule } from '../rule.js';

export default rule({
  id: 'extension-in-public',
  aliases: ['extension_in_public'],
  summary: 'An extension among the tables of the application',
  severity: 'off',
  why: `
    Its functions, types and operators come to lie between those of the application, where dumps, comparisons of schemas and API generators take them for its own.`,
  instead: `
    Give it a schema: \`CREATE EXTENSION pgcrypto SCHEMA extensions\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createextension.html'],

  on: ['create-extension'],
  *check({ name, schema, keyword }, { catalog }) {
    const where = schema ?? catalog.fullName({ name }).schema;
    if (where === 'public' && name !== 'plpgsql') yield { span: keyword, message: `What \`${name}\` brings goes to \`public\`, among the application's own` };
  },

  examples: [
    {
      title: 'No schema is named',
      sql: `
create extension pgcrypto;
-- ^^^^^^^^^^^^^ What \`pgcrypto\` brings goes to \`public\`, among the application's own
`,
    },
    {
      title: 'A schema for it',
      sql: `
create schema extensions;
create extension pgcrypto schema extensions;
`,
    },
  ],
});
