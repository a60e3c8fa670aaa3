import type { Catalog } from '../../schema/catalog.js';
import { keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import { tokens } from '../../sql/lexer.js';
import type { Statement } from '../../sql/statement.js';
import type { ColumnDefinition } from '../../sql/statement/definitions.js';
import type { AlterEnum } from '../../sql/statement/objects.js';
import type { Span } from '../../text/span.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'enum-value-used-in-same-transaction',
  aliases: ['MP054'],
  summary: 'A new enum value is used in the transaction that adds it',
  severity: 'error',
  why: `
    Since PostgreSQL 12 \`ALTER TYPE … ADD VALUE\` runs inside a transaction, but the value can be used only after it has been committed.
    Until then Postgres answers with error 55P04, unsafe use of new value, and the migration fails.
    Up to PostgreSQL 16 that is so even where the same transaction has created the type.`,
  instead: `
    Add the value in one migration and use it in the next.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertype.html#id-1.9.3.42.7'],

  on: ['insert', 'update', 'delete', 'select', 'alter-table', 'create-table', 'create-index', 'create-view', 'create-domain'],
  *check(statement, context) {
    // Before PostgreSQL 12 the value cannot even be added.
    if (!context.transaction || context.postgres < 12) return;
    for (const { statement: added, before } of context.typesSinceBegin) {
      if (added.kind !== 'alter-enum' || added.action !== 'add-value' || !isUnsafe(added, before, context)) continue;
      const span = useOf(added, statement, context);
      if (!span) continue;
      yield { span, message: `The value '${added.value}' of ${named(added.name)} cannot be used before the transaction that adds it is committed` };
      return;
    }
  },

  examples: [
    {
      title: 'Rows with the new value',
      before: `
create type mood as enum ('sad');
create table people (name text, mood mood);`,
      refusedWith: '55P04',
      sql: `
alter type mood add value 'ok';
update people set mood = 'ok' where name = 'Ann';
--                       ^^^^ The value 'ok' of \`mood\` cannot be used before the transaction that adds it is committed
`,
    },
    {
      title: 'As the default of a column',
      before: `
create type mood as enum ('sad');
create table people (name text, mood mood);`,
      refusedWith: '55P04',
      sql: `
alter type mood add value 'ok';
alter table people alter column mood set default 'ok';
--                                               ^^^^ The value 'ok' of \`mood\` cannot be used before the transaction that adds it is committed
`,
    },
    {
      title: 'Each statement is its own transaction',
      before: `
create type mood as enum ('sad');
create table people (name text, mood mood);`,
      transaction: false,
      sql: `
alter type mood add value 'ok';
update people set mood = 'ok';
`,
    },
    {
      title: 'Since PostgreSQL 17 a type of the same transaction is no matter',
      postgres: 17,
      sql: `
create type mood as enum ('sad');
alter type mood add value 'ok';
create table people (name text, mood mood default 'ok');
`,
    },
    {
      title: 'The same word for something else',
      before: `
create type mood as enum ('sad');
create table people (name text, mood mood);`,
      sql: `
alter type mood add value 'ok';
insert into people (name, mood) values ('ok', 'sad');
update people set name = 'ok' where mood = 'sad';
`,
    },
  ],
});

function isUnsafe({ name, value, ifNotExists }: AlterEnum, before: Catalog, { typesSinceBegin, postgres, catalog }: Context): boolean {
  const type = before.type(name);
  if (ifNotExists && type?.kind === 'enum' && type.values.includes(value)) return false;
  return postgres < 17 || !typesSinceBegin.some(({ statement: it }) => it.kind === 'create-type' && isSame(it.name, name, catalog));
}

/** Where the statement has Postgres read the value as one of the type. */
function useOf({ name, value }: AlterEnum, statement: Statement, context: Context): Span | undefined {
  const { catalog, text } = context;
  const is = (type: Name | undefined) => type !== undefined && isSame(type, name, catalog);
  const added = addedColumns(statement);
  const given = added.find(it => is(it.type) && it.default?.text === `'${value}'`);
  if (given) return given.default!.span;

  const tables = context.effects.relations.map(it => catalog.table(it.relation));
  const isColumn = (column: string) => tables.some(it => is(it?.columns.get(column)?.type) && it?.columns.get(column)?.type?.array !== true);
  if (statement.kind === 'alter-table') {
    for (const it of statement.actions) if (it.kind === 'set-default' && isColumn(it.column) && it.expression.text === `'${value}'`) return it.expression.span;
  }

  const words = tokens(text).filter(it => it.kind !== 'comment');
  const at = (i: number) => words[i] === undefined ? '' : text.slice(words[i]!.span.start, words[i]!.span.end);
  const literal = `'${value.replaceAll(`'`, `''`)}'`;
  const inserted = statement.kind === 'insert' ? insertedAt(statement.columns, tables[0]?.columns.keys(), words.map((_, i) => at(i))) : undefined;
  for (const [i, word] of words.entries()) {
    if (word.kind !== 'string' || at(i) !== literal) continue;
    if (at(i + 1) === '::' && is(typeAt(i + 2, at))) return word.span;
    if (at(i + 1) === '::') continue;
    if (['=', '<>', '!='].includes(at(i - 1)) && isColumn(unquoted(at(i - 2)))) return word.span;
    const column = inserted?.get(i);
    if (column !== undefined && isColumn(column)) return word.span;
  }
  return undefined;
}

/** Of `INSERT … VALUES`: which column each word alone in its place is for. */
function insertedAt(listed: readonly string[] | undefined, all: Iterable<string> | undefined, words: readonly string[]): ReadonlyMap<number, string> {
  const columns = listed ?? [...all ?? []];
  const found = new Map<number, string>();
  let depth = 0;
  let place = 0;
  for (let i = words.findIndex(it => it.toLowerCase() === 'values') + 1; i > 0 && i < words.length; i++) {
    const word = words[i]!;
    if (word === '(' && depth++ === 0) place = 0;
    if (word === ')') depth--;
    if (word === ',' && depth === 1) place++;
    const alone = ['(', ','].includes(words[i - 1]!) && [')', ','].includes(words[i + 1] ?? '');
    if (depth === 1 && alone && columns[place] !== undefined) found.set(i, columns[place]!);
  }
  return found;
}

function typeAt(i: number, at: (i: number) => string): Name {
  return at(i + 1) === '.' ? { schema: unquoted(at(i)), name: unquoted(at(i + 2)) } : { name: unquoted(at(i)) };
}

function addedColumns(statement: Statement): readonly ColumnDefinition[] {
  if (statement.kind === 'create-table') return statement.columns;
  return statement.kind === 'alter-table' ? statement.actions.flatMap(it => it.kind === 'add-column' ? [it.column] : []) : [];
}

function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
}

function isSame(a: Name, b: Name, catalog: Catalog): boolean {
  return keyOf(catalog.type(a)?.name ?? catalog.fullName(a)) === keyOf(catalog.type(b)?.name ?? catalog.fullName(b));
}
