import { rule } from '../rule.js';

export default rule({
  id: 'ban-set-search-path',
  summary: 'A `search_path` that outlives the migration',
  severity: 'off',
  why: `
    \`SET search_path\` holds until the connection ends: the migrations that the tool runs next find other tables by the same names,
    and tools look for their own history in another schema.`,
  instead: `
    Name the schema where it is needed. Otherwise \`SET LOCAL\`, which ends with the transaction.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH'],

  on: ['set'],
  *check({ name, local, reset, keyword, value }, { statements, position }) {
    if (name !== 'search_path' || local || reset) return;
    const isPutBack = statements.slice(position + 1).some(it => it.kind === 'set' && it.reset && (it.name === 'search_path' || it.name === 'all'));
    if (!isPutBack) yield { span: keyword, message: `Also the migrations that follow find their tables in \`${value ?? ''}\`` };
  },

  examples: [
    {
      title: 'For the whole session',
      before: `create schema app;`,
      sql: `
set search_path to app;
-- ^ Also the migrations that follow find their tables in \`app\`
`,
    },
    {
      title: 'For the transaction, and put back',
      before: `create schema app;`,
      sql: `
set local search_path to app;
set search_path to app, public;
reset search_path;
`,
    },
  ],
});
