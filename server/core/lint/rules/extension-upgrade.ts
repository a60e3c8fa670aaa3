import { rule } from '../rule.js';

export default rule({
  id: 'extension-upgrade',
  aliases: ['UPGRADING_EXTENSION_VERSION'],
  summary: 'An extension is upgraded',
  severity: 'off',
  why: `
    The extension's own script runs: it may lock and rewrite what uses its types, it may drop functions, and there is seldom a way back.`,
  instead: `
    Read what the new version changes, and try it on a copy of the database.`,
  sources: ['https://www.postgresql.org/docs/current/sql-alterextension.html'],

  on: ['other'],
  *check({ node, keyword }) {
    if (node === 'AlterExtensionStmt') yield { span: keyword, message: 'What this does is in a script of the extension, and cannot be taken back' };
  },

  examples: [
    {
      title: 'An upgrade',
      before: `create extension pgcrypto;`,
      sql: `
alter extension pgcrypto update;
-- ^^^^^^^^^^^^ What this does is in a script of the extension, and cannot be taken back
`,
    },
    {
      title: 'Another schema for it',
      before: `create extension pgcrypto; create schema extensions;`,
      sql: `
alter extension pgcrypto set schema extensions;
`,
    },
  ],
});
