import { tokens } from '../../sql/lexer.js';
import type { Statement } from '../../sql/statement.js';
import type { Dml } from '../../sql/statement/data.js';
import type { Span } from '../../text/span.js';
import type { Finding } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-duplicate-column-assignments',
  summary: 'A column twice in one list',
  severity: 'error',
  why: `
    Postgres refuses a statement that gives a column two values, or a table two columns of one name.`,
  instead: `
    Take one of them out. Parts of a column, \`a.field\` or \`a[1]\`, may be given one by one.`,
  sources: ['https://www.postgresql.org/docs/current/sql-update.html', 'https://squawkhq.com/docs/ban-duplicate-column-assignments'],

  on: ['insert', 'update', 'merge', 'create-table', 'alter-table', 'create-view', 'create-table-as'],
  actions: ['add-column'],
  *check(statement, { text }) {
    for (const { column, span, part } of repeated(statement)) yield { span, message: `${named({ name: column })} is there twice, which Postgres refuses`, ...without(part, text) };
  },

  examples: [
    {
      title: 'Two values for a column',
      before: `create table users (id bigint, name text);`,
      refusedWith: '42601',
      sql: `
update users set name = 'a', id = 1, name = upper('a, b') where id = 2;
--                                   ^^^^ \`name\` is there twice, which Postgres refuses
`,
      fixed: `
update users set name = 'a', id = 1 where id = 2;
`,
    },
    {
      title: 'Two columns of one name',
      refusedWith: '42701',
      sql: `
create table users (id bigint, name text, id int);
--                                        ^^^^^^ \`id\` is there twice, which Postgres refuses
`,
    },
    {
      title: 'Parts of a column',
      before: `create table users (id bigint, tags text[]);`,
      sql: `
update users set tags[1] = 'a', tags[2] = 'b';
`,
    },
  ],
});

interface Repeated {
  readonly column: string;
  readonly span: Span;
  /** What may be taken out of the list with nothing else: the first word of it. */
  readonly part?: Span;
}

function repeated(statement: Statement): readonly Repeated[] {
  switch (statement.kind) {
    case 'insert':
    case 'update':
    case 'merge':
      return ofData(statement);
    case 'create-table':
      return again(statement.columns.map(it => ({ column: it.name, span: it.span ?? statement.keyword })));
    case 'alter-table':
      return again(statement.actions.flatMap(it => (it.kind === 'add-column' && !it.ifNotExists ? [{ column: it.column.name, span: it.span }] : [])));
    case 'create-view':
    case 'create-table-as':
      return again((statement.columns ?? []).map(column => ({ column, span: statement.keyword })));
    default:
      return [];
  }
}

function ofData({ kind, repeated: found = [], writes = [] }: Dml): readonly Repeated[] {
  return [...found.map(it => ({ ...it, ...(kind === 'update' && { part: it.span }) })), ...writes.flatMap(ofData)];
}

function again(all: readonly Repeated[]): readonly Repeated[] {
  const seen = new Set<string>();
  return all.filter(({ column }) => seen.size === seen.add(column).size);
}

/** Takes out what begins there, with the comma before it. */
function without(part: Span | undefined, text: string): Pick<Finding, 'fixes'> {
  if (part === undefined) return {};
  const all = tokens(text).filter(it => it.kind !== 'comment');
  const first = all.findIndex(it => it.span.start === part.start);
  const say = (at: number): string => text.slice(all[at]!.span.start, all[at]!.span.end).toLowerCase();
  if (first < 1 || say(first - 1) !== ',') return {};
  let depth = 0;
  let last = first;
  for (let i = first; i < all.length; i++) {
    const word = say(i);
    if (depth === 0 && ENDS.has(word)) break;
    if (word === '(' || word === '[') depth++;
    if (word === ')' || word === ']') depth--;
    last = i;
  }
  return { fixes: [{ title: 'Take it out', safety: 'review', edits: [{ span: { start: all[first - 1]!.span.start, end: all[last]!.span.end }, text: '' }] }] };
}

/** What follows an item of a list. */
const ENDS: ReadonlySet<string> = new Set([...',;)', ...'where from returning'.split(' ')]);
