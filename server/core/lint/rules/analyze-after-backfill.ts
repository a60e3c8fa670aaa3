import { keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import { changesManyRows } from '../locked-out.js';
import { later } from '../neighbours.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'analyze-after-backfill',
  aliases: ['MP088'],
  summary: 'Many rows are changed, and the statistics are not',
  severity: 'off',
  why: `
    The planner goes by statistics of before until autovacuum comes to the table. Until then it may choose plans for values that are no longer there.`,
  instead: `
    \`ANALYZE\` the table, or the columns, after the change.`,
  sources: ['https://www.postgresql.org/docs/current/sql-analyze.html'],

  on: ['insert', 'update', 'delete', 'merge', 'select'],
  *check(statement, context) {
    const { target, keyword } = statement;
    if (target === undefined || !changesManyRows(statement, context)) return;
    const key = keyOf(context.catalog.fullName(target));
    const isIt = (name: Name): boolean => keyOf(context.catalog.fullName(name)) === key;
    // Of several changes, the last is told of.
    const told = later(context, it => {
      if (it.kind === 'analyze' || it.kind === 'vacuum') return it.tables.length === 0 || it.tables.some(isIt);
      return 'target' in it && it.target !== undefined && isIt(it.target);
    });
    if (!told) {
      yield { span: keyword, message: `The planner's statistics of ${named(target)} are those of before` };
    }
  },

  examples: [
    {
      title: 'Without ANALYZE',
      before: `create table users (id bigint, active boolean);`,
      sql: `
update users set active = true where active is null;
-- ^^^ The planner's statistics of \`users\` are those of before
`,
    },
    {
      title: 'With it',
      before: `create table users (id bigint, active boolean);`,
      sql: `
update users set active = true where active is null;
analyze users (active);
`,
    },
  ],
});
