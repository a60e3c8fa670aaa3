import { tokens } from '../../sql/lexer.js';
import type { Statement } from '../../sql/statement.js';
import type { Span } from '../../text/span.js';
import { rule } from '../rule.js';

export default rule({
  id: 'hardcoded-secret',
  summary: 'A password in a migration',
  severity: 'warning',
  why: `
    Migrations are kept in version control for ever, and read by everybody who works on the project; the same password is in force in each database that they ran on.
    Postgres writes the statement to its log, too.`,
  instead: `
    Create the role without a password, and set it where secrets are kept; or let the tool fill in a placeholder.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createrole.html'],

  on: ['other', 'select', 'insert', 'update', 'delete', 'merge'],
  *check(statement, { text }) {
    for (const span of secrets(statement, text)) yield { span, message: 'This password can be read by everybody who can read the migration' };
  },

  examples: [
    {
      title: 'Of a role',
      sql: `
create role app login password 'hunter2';
--                             ^^^^^^^^^ This password can be read by everybody who can read the migration
drop role app;
`,
    },
    {
      title: 'No password, none that helps, and one that is filled in',
      sql: `
create role app login;
alter role app password null;
alter role app password 'SCRAM-SHA-256$4096:bm8gc2FsdA==$WDqCGJcz5zi6jfZpRVFBKbsm0tWVxBWTVTrxXXRbZGo=:ZtzFZ0bWWQmVCxAuD0sPQRwYkT1sGyqeRDQDlSzVSzQ=';
alter role app password '{{ password }}';
alter role app password '#[password]';
alter role app password '@@password@@';
drop role app;
`,
    },
  ],
});

function secrets(statement: Statement, text: string): readonly Span[] {
  if (statement.kind === 'other') return WITH_PASSWORD.has(statement.node) ? [...behindPassword(text), ...inConnections(text)] : [];
  return statement.kind === 'select' && statement.calls.some(it => it.name.startsWith('dblink')) ? inConnections(text) : [];
}

const WITH_PASSWORD: ReadonlySet<string> = new Set([
  'CreateRoleStmt', 'AlterRoleStmt', 'CreateUserMappingStmt', 'AlterUserMappingStmt', 'CreateForeignServerStmt', 'AlterForeignServerStmt', 'CreateSubscriptionStmt', 'AlterSubscriptionStmt',
]);

/** `PASSWORD 'x'`, of a role and among options. */
function behindPassword(text: string): readonly Span[] {
  const words = tokens(text).filter(it => it.kind !== 'comment');
  return words.flatMap(({ kind, span }, i) => {
    const before = words[i - 1];
    const isPassword = kind === 'string' && before && /^"?password"?$/i.test(text.slice(before.span.start, before.span.end));
    return isPassword && isSecret(text.slice(span.start, span.end).replace(/^[^']*'|'$/g, '')) ? [span] : [];
  });
}

/** `CONNECTION 'host=h password=x'`, and `postgres://user:x@host`. */
function inConnections(text: string): readonly Span[] {
  return tokens(text).filter(it => it.kind === 'string').flatMap(({ span }) => {
    const said = text.slice(span.start, span.end);
    const found = /\bpassword\s*=\s*(?:''([^']*)''|([^\s']+))/i.exec(said) ?? /:\/\/[^:@/\s']+:([^@/\s']+)@/.exec(said);
    return found && isSecret(found[1] ?? found[2] ?? '') ? [span] : [];
  });
}

/** A verifier of SCRAM is not the password, and a placeholder is none yet. */
function isSecret(value: string): boolean {
  return value !== '' && !value.startsWith('SCRAM-SHA-256$') && !/\$\{|\{\{|<%|^:\w+$|^[%#@$][({[]\w[^)}\]]*[)}\]]$|^([%@#]{1,2})\w+\1$|^<[^>]*>$|[\ue000-\uf8ff]/.test(value);
}
