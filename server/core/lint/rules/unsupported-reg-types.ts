import { TYPING, declaredTypes } from '../declared-types.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'unsupported-reg-types',
  aliases: ['unsupported_reg_types', '0018_unsupported_reg_types'],
  summary: 'A column whose type keeps `pg_upgrade` from running',
  severity: 'warning',
  why: `
    Its values are object identifiers that \`pg_upgrade\` does not keep. It looks for such columns first, and refuses to upgrade the server while there is one.`,
  instead: `
    Store the name, as \`text\`, and cast it where it is used. \`regclass\`, \`regrole\` and \`regtype\` are kept.`,
  sources: ['https://www.postgresql.org/docs/current/pgupgrade.html#PGUPGRADE-NOTES', 'https://supabase.com/docs/guides/database/database-linter?lint=0018_unsupported_reg_types'],

  on: ['create-table', 'alter-table'],
  actions: TYPING,
  *check(statement, context) {
    for (const { column, type, span, mendedBy } of declaredTypes(statement, context)) {
      if (NOT_KEPT.has(type.name)) yield { span, message: `As long as ${named({ name: column })} is a \`${type.name}\`, \`pg_upgrade\` refuses to upgrade the server`, mendedBy };
    }
  },

  examples: [
    {
      title: 'A function to call',
      sql: `
create table jobs (handler regproc not null);
--                         ^^^^^^^ As long as \`handler\` is a \`regproc\`, \`pg_upgrade\` refuses to upgrade the server
`,
    },
    {
      title: 'A table, a role and a type are kept',
      sql: `
create table jobs (relation regclass, owner regrole, result regtype);
`,
    },
  ],
});

/** `check_for_reg_data_type_usage` in `src/bin/pg_upgrade/check.c`. */
const NOT_KEPT: ReadonlySet<string> = new Set(['regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper', 'regoperator', 'regproc', 'regprocedure']);
