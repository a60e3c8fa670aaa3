import { rule } from '../rule.js';
import { isSet } from '../variables.js';
import { onExisting } from '../words.js';

export default rule({
  id: 'require-application-name',
  aliases: ['missing-application-name'],
  summary: 'A migration that does not say its name to the server',
  severity: 'off',
  why: `
    In \`pg_stat_activity\` and in the log the session of a migration looks like any other: whoever has to find what blocks them has to guess.`,
  instead: `
    \`SET application_name = 'migrations'\` at the beginning, or in the tool's connection.`,
  sources: ['https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-APPLICATION-NAME'],

  oncePerTransaction: true,
  on: ['alter-table', 'create-index', 'drop', 'rename', 'set-schema', 'reindex', 'refresh-materialized-view', 'create-trigger', 'truncate', 'cluster', 'vacuum'],
  *check({ keyword }, context) {
    if (onExisting(context.effects, context).length > 0 && !isSet('application_name', context)) yield { span: keyword, message: 'Nobody who is blocked by this can see that it is a migration' };
  },

  examples: [
    {
      title: 'Not set',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text;
-- ^^^^^^^^ Nobody who is blocked by this can see that it is a migration
`,
    },
    {
      title: 'Set',
      before: `create table users (id bigint);`,
      sql: `
set application_name = 'migrations';
alter table users add column name text;
`,
    },
  ],
});
