import { tokens } from '../../sql/lexer.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'foreign-key-missing-on-delete',
  aliases: ['MP086'],
  summary: 'A foreign key that does not say what a delete does',
  severity: 'off',
  why: `
    Without \`ON DELETE\` it is \`NO ACTION\`: a row that is referred to cannot be deleted.
    That may be meant, or forgotten; who reads the migration cannot tell.`,
  instead: 'Write `ON DELETE NO ACTION`, `RESTRICT`, `CASCADE` or `SET NULL`.',
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, { catalog, text }) {
    for (const { constraint, span } of constraintsIn(statement, catalog)) {
      if (constraint.references && !saysOnDelete(text.slice(span.start, span.end))) yield { span, message: `What happens to these rows when one of ${named(constraint.references.table)} is deleted is not said` };
    }
  },

  examples: [
    {
      title: 'Not said',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users on update cascade);
--                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ What happens to these rows when one of \`users\` is deleted is not said
`,
    },
    {
      title: 'Said',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users on delete no action);
`,
    },
  ],
});

function saysOnDelete(text: string): boolean {
  const words = tokens(text).filter(it => it.kind === 'word').map(it => text.slice(it.span.start, it.span.end).toLowerCase());
  return words.some((it, i) => it === 'on' && words[i + 1] === 'delete');
}
