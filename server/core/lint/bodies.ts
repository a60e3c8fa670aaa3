import type { Catalog, FullName, Table } from '../schema/catalog.js';
import type { Overload } from '../schema/relations.js';
import { keyOf, type Name } from '../sql/identifier.js';
import { tokens } from '../sql/lexer.js';
import { cutBody } from '../sql/plpgsql.js';
import { split } from '../sql/split.js';
import type { Statement } from '../sql/statement.js';
import type { FunctionCode } from '../sql/statement/functions.js';
import { isBuiltIn } from '../sql/volatility.js';

export type NamedOverload = Overload & { readonly name: FullName };

/** Functions whose code, which is text to Postgres and follows no change, surely names the table, or this column of it. */
export function functionsNaming(table: Table, column: string | undefined, catalog: Catalog): readonly NamedOverload[] {
  const called = new Set(table.triggers.flatMap(it => (it.function ? [keyOf(catalog.fullName(it.function))] : [])));
  return [...catalog.functions()].flatMap(({ name, overloads }) => overloads.map(it => ({ ...it, name }))).filter(it => {
    if (it.code === undefined || it.name.schema === 'pg_temp') return false;
    const text = it.code.text.toLowerCase();
    if (column !== undefined && !text.includes(column.toLowerCase())) return false;
    const isItsTrigger = column !== undefined && it.forTriggers && called.has(keyOf(it.name));
    if (isItsTrigger && ROWS.some(row => namesColumn(wordsOf(it.code!.text), column, row))) return true;
    return text.includes(table.name.name.toLowerCase()) && statementsOf(it.code).some(words => isNaming(words, it.code!, table, column, catalog));
  });
}

/** It runs code that may drop something: nobody knows it, or it says so, or puts together what it runs. */
export function mayDrop(statement: Statement, catalog: Catalog): boolean {
  switch (statement.kind) {
    case 'do':
      return statement.inner === undefined || statement.inner.some(it => it.kind !== 'statement' || mayDrop(it.statement, catalog));
    case 'call':
      return isDropping(statement.name, catalog);
    case 'select':
      return statement.calls.some(it => !isBuiltIn(it) && isDropping(it, catalog));
    default:
      return false;
  }
}

function isDropping(name: Name, catalog: Catalog): boolean {
  return catalog.function(name)?.overloads.every(({ code }) => code !== undefined && !/\b(?:execute|drop|alter|call|perform)\b/i.test(code.text)) !== true;
}

/** What a trigger calls the row that is written, and the one that it was. */
const ROWS = ['new', 'old'];

/** Lower case, unless it is quoted; of a string, nothing. */
type Words = readonly string[];

function wordsOf(text: string): Words {
  return tokens(text).flatMap(({ kind, span: { start, end } }) => {
    if (kind === 'comment') return [];
    if (kind === 'quoted') return [text.slice(start + 1, end - 1).replaceAll('""', '"')];
    return [kind === 'string' ? `'` : text.slice(start, end).toLowerCase()];
  });
}

function statementsOf({ language, text }: FunctionCode): readonly Words[] {
  if (language === 'sql') return split(text).pieces.map(({ span }) => wordsOf(text.slice(span.start, span.end)));
  return cutBody(text).parts.filter(it => it.kind === 'sql').map(it => wordsOf(it.text));
}

interface Mentioned {
  readonly name: Name;
  readonly alias: string | undefined;
}

function isNaming(words: Words, code: FunctionCode, table: Table, column: string | undefined, catalog: Catalog): boolean {
  const relations = relationsIn(words);
  const isTable = ({ name }: Mentioned): boolean => name.name === table.name.name && keyOf(catalog.fullName(name)) === keyOf(table.name);
  const here = relations.filter(isTable);
  if (here.length === 0 || column === undefined) return here.length > 0;
  if (here.some(it => namesColumn(words, column, it.alias ?? it.name.name))) return true;
  // Bare, it may be a variable, or a column of another relation.
  return !code.parameters.includes(column) && !declared(code.text).has(column) && namesBare(words, column)
    && relations.every(it => isTable(it) || isWithout(it, column, catalog));
}

function isWithout({ name }: Mentioned, column: string, catalog: Catalog): boolean {
  const known = catalog.relation(name);
  if (known?.kind === 'table') return !known.partial && !known.columns.has(column);
  return (known?.kind === 'view' || known?.kind === 'materialized-view') && known.columns?.includes(column) === false;
}

/** Behind the words that relations follow. */
function relationsIn(words: Words): readonly Mentioned[] {
  const found: Mentioned[] = [];
  for (let i = 0; i < words.length; i++) {
    if (!BEFORE_RELATIONS.has(words[i]!)) continue;
    do {
      let at = words[i + 1] === 'only' ? i + 2 : i + 1;
      if (!isName(words[at])) break;
      const [schema, name] = words[at + 1] === '.' ? [words[at], words[at + 2]] : [undefined, words[at]];
      at += schema === undefined ? 1 : 3;
      if (words[at] === 'as') at++;
      const alias = isName(words[at]) ? words[at] : undefined;
      found.push({ name: { ...(schema !== undefined && { schema }), name: name ?? '' }, alias });
      i = alias === undefined ? at - 1 : at;
      if (words[i + 1] === ',') i++;
    } while (words[i] === ',');
  }
  return found;
}

const BEFORE_RELATIONS: ReadonlySet<string> = new Set(['from', 'join', 'into', 'update', 'using', 'table']);

/** As far as a list of relations goes: what may stand behind one is no name of it. */
function isName(word: string | undefined): word is string {
  return word !== undefined && /^[\p{L}_]/u.test(word) && !BEHIND_RELATIONS.has(word);
}

const BEHIND_RELATIONS: ReadonlySet<string> = new Set([
  'where', 'set', 'on', 'using', 'join', 'left', 'right', 'full', 'inner', 'outer', 'cross', 'natural', 'group', 'order', 'limit', 'offset', 'having', 'union', 'intersect', 'except',
  'returning', 'values', 'select', 'default', 'for', 'as', 'only', 'window', 'fetch', 'loop', 'with', 'lateral', 'tablesample', 'overriding', 'when', 'and', 'or', 'is', 'not',
]);

function namesColumn(words: Words, column: string, of: string): boolean {
  return words.some((it, i) => it === column && words[i - 1] === '.' && words[i - 2] === of);
}

/** Not as a function, nor as the name of what is called so here. */
function namesBare(words: Words, column: string): boolean {
  return words.some((it, i) => it === column && words[i - 1] !== '.' && words[i - 1] !== 'as' && words[i + 1] !== '.' && words[i + 1] !== '(' && words[i + 1] !== ':=' && words[i + 1] !== '=>');
}

/** Between `declare` and `begin`, the first word of each; and what loops run through. */
function declared(text: string): ReadonlySet<string> {
  const words = wordsOf(text);
  const names = new Set<string>();
  let inDeclarations = false;
  words.forEach((it, i) => {
    if (it === 'declare') inDeclarations = true;
    else if (it === 'begin') inDeclarations = false;
    if ((inDeclarations && (it === 'declare' || it === ';')) || it === 'for') names.add(words[i + 1] ?? '');
  });
  return names;
}
