import { rule } from '../rule.js';
import { display } from '../../sql/identifier.js';
import { listed, named } from '../words.js';

export default rule({
  id: 'security-definer-view',
  aliases: ['security_definer_view'],
  summary: 'A view that reads past row-level security',
  severity: 'warning',
  why: `
    A view reads with the rights of its owner, whose rows the policies of a table do not hide: whoever may read the view sees all of them.`,
  instead: `
    \`WITH (security_invoker = true)\`, from PostgreSQL 15 on: then it reads with the rights of whoever asks, and policies hold.
    Where the view is meant to show more, say so in an ignore comment.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-SECURITY'],

  on: ['create-view'],
  *check({ view, securityInvoker, temporary, reads, keyword }, { postgres, catalog }) {
    if (securityInvoker || temporary || postgres < 15) return;
    const secured = reads.filter(it => catalog.table(it)?.rowSecurity);
    if (secured.length === 0) return;
    const full = catalog.fullName(view);
    yield {
      span: keyword,
      message: `${named(view)} shows all rows of ${listed(secured.map(it => `\`${display(it)}\``))}, whatever its policies say`,
      mendedBy: later => later.view(full)?.securityInvoker === true || later.view(full) === undefined,
    };
  },

  examples: [
    {
      title: 'A table with policies',
      before: `
create table notes (id bigint, author text, body text);
alter table notes enable row level security;
create policy own on notes using (author = current_user);`,
      sql: `
create view bodies as select body from notes;
-- ^^^^^^^^ \`bodies\` shows all rows of \`notes\`, whatever its policies say
`,
    },
    {
      title: 'With the rights of whoever asks, and a table without policies',
      before: `
create table notes (id bigint, author text, body text);
create table words (word text);
alter table notes enable row level security;
create policy own on notes using (author = current_user);`,
      sql: `
create view bodies with (security_invoker = true) as select body from notes;
create view ids as select id from notes;
alter view ids set (security_invoker = on);
create view all_words as select word from words;
`,
    },
  ],
});
