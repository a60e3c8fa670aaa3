import type { Catalog, FullName, Index, Table } from '../schema/catalog.js';
import type { Constraint } from '../sql/statement/definitions.js';
import type { AlterTable } from '../sql/statement/tables.js';
import { identifier } from '../sql/identifier.js';
import { tokens } from '../sql/lexer.js';
import type { NewConstraint } from './constraints.js';
import type { Context, StatementFix } from './rule.js';
import { keyword, onRows } from './words.js';

/** Whose rows are read to build the index of a key on a table in use, and for nothing else: where the table is written anew, the index is the least of it. */
export function indexedFor({ constraint, action }: NewConstraint, statement: AlterTable, context: Context): ReturnType<typeof onRows> {
  if (constraint.usingIndex !== undefined || context.isNew(statement.table)) return [];
  return onRows(context.effectsOf({ ...statement, actions: [action!] }), context).filter(it => it.indexBuild && !it.rewrite);
}

/** Builds the index of a key before the key, concurrently. Two statements, so that the file must be outside a transaction already. */
export function indexFirst({ constraint, action }: NewConstraint, statement: AlterTable, context: Context): StatementFix | undefined {
  const { catalog, text, transactionBy, oneByOne } = context;
  if (transactionBy !== undefined || !oneByOne || action?.kind !== 'add-constraint' || catalog.table(statement.table)?.partitioned) return undefined;
  const isMadeHere = statement.actions.some(it => it.kind === 'add-column' && constraint.columns.includes(it.column.name));
  const body = bodyOf(constraint, text);
  const name = constraint.name ?? nameOfNew(statement, context);
  if (isMadeHere || body === undefined || name === undefined) return undefined;

  const say = (words: string): string => keyword(words, text);
  const written = plain(name);
  const table = text.slice(statement.table.span!.start, statement.table.span!.end);
  return {
    title: 'Build the index first, concurrently',
    safety: 'review',
    edits: [
      { span: { start: 0, end: 0 }, text: `${say('CREATE UNIQUE INDEX CONCURRENTLY')} ${written} ${say('ON')} ${table} ${body.columns}${body.nulls};\n` },
      { span: body.span, text: `${say('USING INDEX')} ${written}` },
    ],
  };
}

/** `UNIQUE [NULLS NOT DISTINCT] (a, b) [INCLUDE (c)]`: what an index says as well. Other things said there make it another story. */
function bodyOf({ span, columns }: Constraint, text: string): { readonly span: NonNullable<Constraint['span']>; readonly columns: string; readonly nulls: string } | undefined {
  if (!span || columns.length === 0) return undefined;
  const inside = tokens(text).filter(it => it.kind !== 'comment' && span.start <= it.span.start && it.span.end <= span.end);
  const say = (i: number): string => (inside[i] ? text.slice(inside[i].span.start, inside[i].span.end).toLowerCase() : '');
  const open = inside.findIndex((_, i) => say(i) === '(');
  const kind = inside.findIndex((it, i) => it.kind === 'word' && (say(i) === 'unique' || (say(i) === 'key' && say(i - 1) === 'primary')));
  if (kind < 0 || open < kind) return undefined;
  let close = inside.findIndex((_, i) => i > open && say(i) === ')');
  if (say(close + 1) === 'include') close = inside.findIndex((_, i) => i > close + 1 && say(i) === ')');
  if (say(close + 1) === 'with' || say(close + 1) === 'using') return undefined;
  const from = inside[kind]!.span.end;
  return {
    span: { start: inside[kind + 1]!.span.start, end: inside[close]!.span.end },
    columns: text.slice(inside[open]!.span.start, inside[close]!.span.end),
    nulls: text.slice(from, inside[open]!.span.start).trim().replace(/^(?=.)/, ' '),
  };
}

/** What Postgres calls the index that the statement makes. */
export function nameOfNew(statement: AlterTable, { catalog }: { readonly catalog: Catalog }): string | undefined {
  const after = catalog.after(statement);
  return newIndex(catalog.table(statement.table), after.table(statement.table))?.name;
}

function newIndex(before: Table | undefined, after: Table | undefined): FullName | undefined {
  const had = (index: Index): boolean => before?.indexes.some(it => it.name.name === index.name.name) === true;
  return after?.indexes.find(it => !had(it))?.name;
}

/** Quoted only where it has to be. */
export function plain(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : identifier(name);
}
