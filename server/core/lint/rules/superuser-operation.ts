import type { Statement } from '../../sql/statement.js';
import { tokens } from '../../sql/lexer.js';
import { rule } from '../rule.js';

export default rule({
  id: 'superuser-operation',
  aliases: ['MP073'],
  summary: 'Only a superuser may do this',
  severity: 'warning',
  why: `
    Hosted Postgres gives nobody a superuser, and a migration that needs one fails there. Where the migrating role is one, so is everything that gets hold of its password.`,
  instead: `
    Let whoever runs the server do it once, outside of migrations: settings, roles, extensions that are not trusted, files of the server.`,
  sources: ['https://www.postgresql.org/docs/current/role-attributes.html', 'https://www.postgresql.org/docs/current/extend-extensions.html#EXTEND-EXTENSIONS-FILES-TRUSTED'],

  on: ['other', 'create-extension', 'create-function', 'create-publication', 'alter-publication', 'copy'],
  *check(statement, { text, postgres }) {
    const what = needs(statement, text, postgres);
    // Most who host Postgres let their customers install some of these.
    if (what) yield { span: statement.keyword, message: `Only a superuser may ${what}`, ...(statement.kind === 'create-extension' && { severity: 'info' as const }) };
  },

  examples: [
    {
      title: 'Settings of the server, and roles without limits',
      transaction: false,
      sql: `
alter system set log_statement = 'ddl';
-- ^^^^^^^^^ Only a superuser may change the settings of the server
create role admin superuser;
-- ^^^^^^^^ Only a superuser may make another
alter system reset log_statement;
-- ^^^^^^^^^ Only a superuser may change the settings of the server
drop role admin;
`,
    },
    {
      title: 'Files and programs of the server',
      before: `create table users (id bigint);`,
      sql: `
copy users from $$/dev/null$$;
-- ^ Only a superuser may read files of the server, or a role of \`pg_read_server_files\`
copy users to $$/dev/null$$;
-- ^ Only a superuser may write files of the server, or a role of \`pg_write_server_files\`
copy users to program 'cat';
-- ^ Only a superuser may run programs on the server, or a role of \`pg_execute_server_program\`
copy users to stdout;
`,
    },
    {
      title: 'What others may do, too',
      postgres: 18,
      sql: `
create extension if not exists pgcrypto;
create role app nosuperuser login;
drop role app;
`,
    },
  ],
});

function needs(statement: Statement, text: string, postgres: number): string | undefined {
  switch (statement.kind) {
    case 'other':
      if (statement.node === 'CreateRoleStmt' || statement.node === 'AlterRoleStmt') return has(text, 'superuser') ? 'make another' : undefined;
      return NODES[statement.node];
    case 'create-extension':
      if (UNTRUSTED.has(statement.name)) return `install \`${statement.name}\``;
      return postgres < 13 && TRUSTED.has(statement.name) ? `install \`${statement.name}\` before PostgreSQL 13` : undefined;
    case 'create-function':
      return statement.language === 'c' || statement.language === 'internal' ? `create a function in ${statement.language === 'c' ? 'C' : 'the server itself'}` : undefined;
    case 'create-publication':
    case 'alter-publication':
      if (statement.allTables) return 'publish all tables';
      return (statement.schemas ?? []).length > 0 ? 'publish all tables of a schema' : undefined;
    case 'copy':
      if (statement.onServer === undefined) return undefined;
      if (statement.onServer === 'program') return 'run programs on the server, or a role of `pg_execute_server_program`';
      return statement.from ? 'read files of the server, or a role of `pg_read_server_files`' : 'write files of the server, or a role of `pg_write_server_files`';
    default:
      return undefined;
  }
}

const NODES: Readonly<Record<string, string>> = {
  AlterSystemStmt: 'change the settings of the server',
  CreateTableSpaceStmt: 'create a tablespace',
  CreateFdwStmt: 'create a foreign-data wrapper',
  CreateEventTrigStmt: 'create an event trigger',
};

/** `superuser` as a word of its own; what is quoted is a name or a password. */
function has(text: string, word: string): boolean {
  return tokens(text).some(it => it.kind === 'word' && text.slice(it.span.start, it.span.end).toLowerCase() === word);
}

/** Of those that come with Postgres; `trusted` in `pg_available_extension_versions` of 13 to 18. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'adminpack', 'amcheck', 'autoinc', 'bloom', 'dblink', 'dict_xsyn', 'earthdistance', 'file_fdw', 'insert_username', 'intagg', 'moddatetime', 'old_snapshot',
  'pageinspect', 'pg_buffercache', 'pg_freespacemap', 'pg_logicalinspect', 'pg_prewarm', 'pg_stat_statements', 'pg_surgery', 'pg_visibility', 'pg_walinspect',
  'pgrowlocks', 'pgstattuple', 'plperlu', 'plpython3u', 'pltclu', 'postgres_fdw', 'refint', 'sslinfo', 'xml2',
]);
const TRUSTED: ReadonlySet<string> = new Set([
  'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree', 'pg_trgm', 'pgcrypto', 'plperl', 'pltcl', 'seg',
  'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time', 'unaccent', 'uuid-ossp',
]);
