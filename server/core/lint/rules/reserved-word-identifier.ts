import { tokens } from '../../sql/lexer.js';
import type { Span } from '../../text/span.js';
import { rule } from '../rule.js';
import { definedNames } from '../defined-names.js';

export default rule({
  id: 'reserved-word-identifier',
  aliases: ['PGM509', 'B010'],
  summary: 'A name that is a word of SQL',
  severity: 'info',
  why: `
    It has to be in quotes wherever it is written, by everybody and for ever. Without them it is a syntax error,
    or worse something else: \`select user from …\` is who is logged in.`,
  instead: `
    Choose another name: \`users\`, \`orders\`, \`position\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-keywords-appendix.html'],

  ofWordsOnly: true,
  on: ['create-table', 'alter-table', 'create-view', 'create-table-as', 'rename'],
  actions: ['add-column'],
  *check(statement, { text, postgres }) {
    for (const { name, span } of definedNames(statement)) {
      if (!RESERVED.has(name) || (name === 'system_user' && postgres < 16)) continue;
      yield { span: quotedWithin(span, name, text) ?? span, message: `\`${name}\` is a word of SQL, and has to be in quotes wherever it is written` };
    }
  },

  examples: [
    {
      title: 'A table and a column',
      sql: `
create table "user" (id bigint, "order" int);
--           ^^^^^^ \`user\` is a word of SQL, and has to be in quotes wherever it is written
--                              ^^^^^^^ \`order\` is a word of SQL, and has to be in quotes wherever it is written
`,
    },
    {
      title: 'Words that are free to use',
      sql: `
create table users (id bigint, position int, name text, type text, value text, key text);
`,
    },
  ],
});

function quotedWithin({ start, end }: Span, name: string, text: string): Span | undefined {
  const said = text.slice(start, end);
  const found = tokens(said).find(it => it.kind === 'quoted' && said.slice(it.span.start, it.span.end) === `"${name}"`);
  return found && { start: found.span.start + start, end: found.span.end + start };
}

/** `select word from pg_get_keywords() where catcode in ('R', 'T')`, PostgreSQL 18; earlier ones have the same but `system_user`, from 16 on. */
const RESERVED: ReadonlySet<string> = new Set((
  'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross '
  + 'current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except false '
  + 'fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime '
  + 'localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some '
  + 'symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with'
).split(' '));
