import type { Catalog } from '../../schema/catalog.js';
import { keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import type { Drop } from '../../sql/statement/objects.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, keyword, listed, named, onRows, withFixes } from '../words.js';

export default rule({
  id: 'require-concurrent-index-deletion',
  aliases: ['drop-index-not-concurrent', 'MP009', 'PGM002', 'PG102'],
  summary: '`DROP INDEX` without `CONCURRENTLY` blocks reads and writes',
  severity: 'warning',
  why: `
    A plain \`DROP INDEX\` needs an \`ACCESS EXCLUSIVE\` lock on the table.
    It holds it for a moment only, but it waits for every transaction that uses the table, and whoever comes later waits behind it.`,
  instead: `
    Drop it with \`CONCURRENTLY\`, in a migration that runs outside a transaction.
    That takes one index at a time, no \`CASCADE\`, and no index of a partitioned table.`,
  sources: ['https://www.postgresql.org/docs/current/sql-dropindex.html'],

  on: ['drop'],
  *check(statement, context) {
    const { object, names, keyword: words } = statement;
    if (object !== 'index' || statement.concurrently || statement.cascade || names.some(it => cannotBeConcurrent(it, context))) return;
    const unknown = names.some(it => context.catalog.relation(it) === undefined && !(statement.ifExists && (isHistoryKnown(context.catalog) || isHistoryKnown(context.start))));
    const locked = onRows(context.effects, context).filter(it => it.lock === 'AccessExclusiveLock' && context.held.get(keyOf(it.relation))?.lock !== 'AccessExclusiveLock');
    if ((!unknown && locked.length === 0) || names.every(it => isMadeBefore(it, context) || goesWithTable(it, context))) return;

    yield {
      span: words,
      message: `Dropping ${listed(names.map(named))} waits for all who use ${names.length > 1 ? 'the tables' : 'the table'}, and blocks ${blocked(locked) || 'reads and writes'} meanwhile`,
      ...withFixes(concurrently(statement, context)),
    };
  },

  examples: [
    {
      title: 'An index of a table in use',
      before: `
create table users (email text);
create index users_email on users (email);`,
      transaction: false,
      sql: `
drop index users_email;
-- ^^^^^^^ Dropping \`users_email\` waits for all who use the table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
drop index concurrently users_email;
`,
    },
    {
      title: 'Several are dropped one by one',
      before: `
create table users (email text, name text);
create index users_email on users (email);
create index users_name on users (name);`,
      transaction: false,
      sql: `
drop index if exists users_email, users_name;
-- ^^^^^^^ Dropping \`users_email\` and \`users_name\` waits for all who use the tables, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
drop index concurrently if exists users_email;
drop index concurrently if exists users_name;
`,
    },
    {
      title: 'The table goes as well',
      before: `create table users (email text); create index users_email on users (email);`,
      sql: `
drop index users_email;
drop table users;
`,
    },
    {
      title: 'An index that the same migration has made, and one of a partitioned table',
      before: `
create table users (email text);
create table events (at timestamptz) partition by range (at);
create index events_at on events (at);`,
      sql: `
create index scratch on users (email);
drop index scratch;
drop index events_at;
`,
    },
  ],
});

/** Of a partitioned table, or part of something that goes as a whole. */
function cannotBeConcurrent(name: Name, { catalog }: Context): boolean {
  const index = catalog.index(name);
  return index !== undefined && (index.parent !== undefined || index.constraint !== undefined || catalog.table(index.table)?.partitioned === true);
}

/** Some table is known from its beginning: what is not known by then is not there, as a rule. */
function isHistoryKnown(catalog: Catalog): boolean {
  for (const it of catalog.relations()) if (it.kind === 'table' && !it.partial) return true;
  return false;
}

function isMadeBefore({ name }: Name, { statements, position }: Context): boolean {
  return statements.slice(0, position).some(it => it.kind === 'create-index' && it.name?.name === name);
}

/** The table is dropped after it. */
function goesWithTable(name: Name, { catalog, statements, position }: Context): boolean {
  const table = catalog.index(name)?.table;
  return table !== undefined && statements.slice(position + 1).some(it => it.kind === 'drop' && it.object === 'table' && it.names.some(dropped => keyOf(catalog.fullName(dropped)) === keyOf(catalog.fullName(table))));
}

function concurrently({ names, keyword: words }: Drop, { transactionBy, oneByOne, text }: Context): StatementFix | undefined {
  const spans = names.map(it => it.span);
  // One statement becomes several: only where each can be outside a transaction already.
  if (transactionBy === 'script' || (names.length > 1 && (transactionBy !== undefined || !oneByOne))) return undefined;
  const insert = { span: { start: words.end, end: words.end }, text: ` ${keyword('CONCURRENTLY', text)}` };
  const again = `;\n${text.slice(words.start, words.end)}${insert.text}${text.slice(words.end, spans[0]?.start ?? words.end)}`;
  const cuts = spans.flatMap((span, i) => (span && spans[i + 1] ? [{ span: { start: span.end, end: spans[i + 1]!.start }, text: again }] : []));
  if (cuts.length < names.length - 1) return undefined;
  return { title: 'Add CONCURRENTLY', safety: 'review', edits: [insert, ...cuts], takesOutOfTransaction: true };
}
