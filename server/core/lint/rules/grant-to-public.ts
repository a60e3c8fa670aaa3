import type { Grant } from '../../sql/statement/objects.js';
import { rule } from '../rule.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'grant-to-public',
  aliases: ['MP085'],
  summary: 'A privilege for everybody',
  severity: 'warning',
  why: `
    \`PUBLIC\` is every role that exists and every one that will be made: also the reporting user, the extension's and the one of a lost laptop.
    What they have through \`PUBLIC\` cannot be taken from one of them.`,
  instead: `
    Grant it to a role that stands for those who need it.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-priv.html'],

  on: ['grant', 'revoke'],
  *check(statement) {
    if (statement.kind !== 'grant' || !statement.roles.includes('public') || isUsual(statement)) return;
    yield { span: statement.keyword, message: `Everybody who can connect gets ${privileges(statement)} on ${objects(statement)}` };
  },

  examples: [
    {
      title: 'A table, and all that will come',
      before: `create table users (id bigint);`,
      sql: `
grant select, update on users to public;
-- ^^ Everybody who can connect gets SELECT and UPDATE on \`users\`
alter default privileges in schema public grant all on tables to public;
-- ^^^^^^^^^^^^^^^^^^^^^ Everybody who can connect gets all privileges on each new table
`,
    },
    {
      title: 'A role, and what everybody has anyway',
      before: `create table users (id bigint); create schema app; create function f() returns int language sql as 'select 1';`,
      sql: `
grant select on users to pg_monitor;
grant usage on schema app to public;
grant execute on function f() to public;
revoke all on users from public;
`,
    },
  ],
});

/** Without it nothing else can be used, or everybody has it by default. */
function isUsual({ object, privileges: given }: Grant): boolean {
  const only = (...names: readonly string[]): boolean => given !== undefined && given.every(it => names.includes(it));
  switch (object) {
    case 'schema':
    case 'type':
    case 'domain': return only('usage');
    case 'function':
    case 'procedure': return true;
    case 'database': return only('connect', 'temporary', 'temp');
    case 'table':
    case 'sequence': return false;
    default: return only('usage', 'execute');
  }
}

function privileges({ privileges: given }: Grant): string {
  return given === undefined || given.includes('all') ? 'all privileges' : listed(given.map(it => it.toUpperCase()));
}

function objects({ object, names, allIn, future }: Grant): string {
  if (future) return `each new ${object}`;
  return allIn ? `all ${object}s in ${listed(allIn.map(it => `\`${it}\``))}` : listed(names.map(named));
}
