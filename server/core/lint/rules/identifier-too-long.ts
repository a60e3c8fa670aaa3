import { bytesOf, clipped, LONGEST } from '../../sql/identifier.js';
import { tokens } from '../../sql/lexer.js';
import type { Statement } from '../../sql/statement.js';
import { contains } from '../../text/span.js';
import type { Span } from '../../text/span.js';
import { rule } from '../rule.js';

export default rule({
  id: 'identifier-too-long',
  aliases: ['max_constraint_name_length'],
  summary: 'A name of which Postgres keeps only the beginning',
  severity: 'warning',
  why: `
    Names end after 63 bytes, and what is behind is cut off with no more than a notice.
    Two that begin alike are one name then: the second \`CREATE\` fails, or with \`IF NOT EXISTS\` makes nothing.
    Whoever looks the full name up in the catalog does not find it.`,
  instead: `
    Choose a shorter name. Bytes are counted, and letters outside ASCII have two or more.`,
  sources: ['https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'],

  on: [
    'create-table', 'create-table-as', 'alter-table', 'create-index', 'create-view', 'create-trigger', 'create-policy', 'create-rule', 'create-type',
    'create-domain', 'create-sequence', 'create-function', 'create-statistics', 'create-publication', 'create-schema', 'rename',
  ],
  actions: ['add-column', 'add-constraint', 'add-attribute'],
  *check(statement, { text }) {
    // Most texts have no word that long, and need no closer look.
    if (!(ASCII.test(text) ? LONG : LONG_OR_WIDE).test(text)) return;
    const told = new Set<string>();
    const all = tokens(text);
    // What is renamed has its new name at the end.
    for (const { kind, span } of statement.kind === 'rename' ? all.filter(it => it.kind === 'word' || it.kind === 'quoted').slice(-1) : all) {
      if ((kind !== 'word' && kind !== 'quoted') || !isNamed(span, statement)) continue;
      const written = text.slice(span.start, span.end);
      const name = kind === 'quoted' ? written.slice(1, -1).replaceAll('""', '"') : written;
      const bytes = bytesOf(name);
      if (bytes <= LONGEST || (kind === 'quoted' && !written.startsWith('"')) || told.has(name)) continue;
      told.add(name);
      const kept = clipped(name, LONGEST);
      yield {
        span,
        message: `Postgres keeps 63 of these ${bytes} bytes: the name is \`${kind === 'word' ? kept.toLowerCase() : kept}\``,
        fixes: [{
          title: 'Write the name that Postgres makes of it',
          safety: 'safe',
          edits: [{ span, text: kind === 'quoted' ? `"${kept.replaceAll('"', '""')}"` : kept }],
        }],
      };
    }
  },

  examples: [
    {
      title: 'An index',
      before: `create table customers (id bigint, email text);`,
      sql: `
create index index_customers_on_lower_email_for_the_search_of_the_support_desk on customers (lower(email));
--           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres keeps 63 of these 65 bytes: the name is \`index_customers_on_lower_email_for_the_search_of_the_support_de\`
`,
      fixed: `
create index index_customers_on_lower_email_for_the_search_of_the_support_de on customers (lower(email));
`,
    },
    {
      title: 'Just short enough, and what is no name',
      before: `create table customers (id bigint, email text);`,
      sql: `
create index index_customers_on_lower_email_for_the_search_of_the_support_de on customers (lower(email));
alter table customers add column note text default 'a text that is longer than sixty-three bytes, which is no name at all';
`,
    },
  ],
});

const ASCII = /^[\0-\x7f]*$/;
const LONG = /[\w$]{64}|"(?:[^"]|""){64}/;
/** No character has more than three bytes in UTF-8 for each of its units in UTF-16. */
const LONG_OR_WIDE = /[^\s.,();'"]{22}|"(?:[^"]|""){22}/;

/** What only refers to something, Postgres cuts off where it did so before. */
function isNamed(span: Span, statement: Statement): boolean {
  if (statement.kind !== 'alter-table') return true;
  return statement.actions.some(it => (it.kind === 'add-column' || it.kind === 'add-constraint' || it.kind === 'add-attribute') && contains(it.span, span.start));
}
