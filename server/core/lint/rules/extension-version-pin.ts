import { rule } from '../rule.js';

export default rule({
  id: 'extension-version-pin',
  aliases: ['MP078'],
  summary: 'An extension of whatever version the server has',
  severity: 'off',
  why: `
    Which version is installed hangs on the server: two databases that ran the same migrations may have different functions.`,
  instead: `
    Name it: \`CREATE EXTENSION pgcrypto VERSION '1.3'\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createextension.html'],

  on: ['create-extension'],
  *check({ name, version, keyword }) {
    if (version === undefined) yield { span: keyword, message: `Which version of \`${name}\` this installs hangs on the server` };
  },

  examples: [
    {
      title: 'Whatever there is',
      sql: `
create extension pgcrypto;
-- ^^^^^^^^^^^^^ Which version of \`pgcrypto\` this installs hangs on the server
`,
    },
    {
      title: 'A version',
      sql: `
create extension pgcrypto version '1.3';
`,
    },
  ],
});
