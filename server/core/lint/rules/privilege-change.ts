import type { Statement } from '../../sql/statement.js';
import { earlier, later } from '../neighbours.js';
import { rule } from '../rule.js';
import { listed } from '../words.js';

export default rule({
  id: 'privilege-change',
  aliases: ['MP091', 'AUTHZ_UPDATE'],
  summary: 'Who may do what changes in the middle of a change of the schema',
  severity: 'off',
  why: `
    A \`GRANT\` between changes of tables is reviewed as one of them, and nobody can say later where a privilege came from.`,
  instead: `
    Give the privileges of what is there already a migration of their own. Those of a new table belong beside it.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-priv.html'],

  on: ['grant', 'revoke'],
  *check(statement, context) {
    const { kind, names, roles, keyword } = statement;
    if (names.length > 0 && names.every(it => context.isNew(it))) return;
    if (!earlier(context, changesSchema) && !later(context, changesSchema)) return;
    yield { span: keyword, message: `What ${listed(roles.map(it => `\`${it}\``))} may do changes with the schema: \`${kind}\` is easily overlooked here` };
  },

  examples: [
    {
      title: 'Beside a change of a table',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text;
grant select on users to pg_monitor;
-- ^^ What \`pg_monitor\` may do changes with the schema: \`grant\` is easily overlooked here
`,
    },
    {
      title: 'Of a new table',
      sql: `
create table users (id bigint);
grant select on users to pg_monitor;
`,
    },
    {
      title: 'Alone',
      before: `create table users (id bigint);`,
      sql: `
grant select on users to pg_monitor;
revoke insert on users from pg_monitor;
`,
    },
  ],
});

function changesSchema({ kind }: Statement): boolean {
  return /^(?:create|alter)-/.test(kind) || ['drop', 'rename', 'set-schema'].includes(kind);
}
