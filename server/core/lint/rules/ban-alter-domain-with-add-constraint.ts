import { rule } from '../rule.js';
import { blocked, keyword, named, onRows } from '../words.js';

export default rule({
  id: 'ban-alter-domain-with-add-constraint',
  aliases: ['ban-alter-domain-add-constraint', 'MP043'],
  summary: 'A constraint on a domain has every table read that uses it',
  severity: 'warning',
  why: `
    Postgres reads every column of that domain in every table, and holds a \`SHARE\` lock on each of them meanwhile: nobody writes.`,
  instead: `
    Add the constraint \`NOT VALID\`, which locks no table, and \`VALIDATE\` it in a later migration; or check the column of the table in question.`,
  sources: ['https://www.postgresql.org/docs/current/sql-alterdomain.html'],

  on: ['alter-domain'],
  *check(statement, context) {
    const { action, notValid, name } = statement;
    if ((action !== 'add-constraint' && action !== 'set-not-null') || notValid) return;
    const scanned = onRows(context.effects, context).filter(it => it.scan);
    if (scanned.length === 0) return;
    const { text } = context;
    const end = text.trimEnd().replace(/;$/, '').trimEnd().length;
    yield {
      span: statement.keyword,
      message: `Proving the constraint on ${named(name)} blocks ${blocked(scanned)} until all rows are read`,
      ...(action === 'add-constraint' && statement.expression && {
        fixes: [{ title: 'Add NOT VALID', safety: 'review' as const, edits: [{ span: { start: end, end }, text: ` ${keyword('NOT VALID', text)}` }] }],
      }),
    };
  },

  examples: [
    {
      title: 'A domain that a table uses',
      before: `
create domain email as text;
create table users (email email);`,
      sql: `
alter domain email add constraint email_at check (value like '%@%');
-- ^^^^^^^^^ Proving the constraint on \`email\` blocks writes to \`users\` until all rows are read
`,
      fixed: `
alter domain email add constraint email_at check (value like '%@%') not valid;
`,
    },
    {
      title: 'A domain that nobody uses yet',
      sql: `
create domain email as text;
alter domain email add constraint email_at check (value like '%@%');
`,
    },
  ],
});
