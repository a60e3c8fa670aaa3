import { keyOf } from '../../sql/identifier.js';
import type { Statement } from '../../sql/statement.js';
import { othersClosed } from '../locked-out.js';
import { rule } from '../rule.js';
import { blocksWrites, listedBriefly, onRows, relationNamed } from '../words.js';

export default rule({
  id: 'statement-while-holding-access-exclusive',
  aliases: ['E4', 'E10', 'running-statement-while-holding-access-exclusive', 'statement-after-access-exclusive'],
  summary: 'Long work while the transaction keeps everybody out of a table',
  severity: 'warning',
  why: `
    Locks are held until the transaction ends. An \`ALTER TABLE\` that is done in a moment keeps everybody out of its table
    for as long as the statements after it take: a query over many rows, an index, the validation of a constraint.`,
  instead: `
    Do the long work first, or in a migration of its own; lock last, and commit at once.`,
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],

  oncePerTransaction: true,
  on: ['insert', 'update', 'delete', 'merge', 'select', 'create-table-as', 'create-index', 'reindex', 'refresh-materialized-view', 'alter-table', 'copy', 'call'],
  *check(statement, context) {
    const { effects, transaction } = context;
    // What cannot run in a transaction is told of for that.
    if (!transaction || isOther(statement) || ((statement.kind === 'create-index' || statement.kind === 'reindex') && statement.concurrently)) return;
    const slow = statement.kind === 'call' || onRows(effects, context).some(it => it.rewrite || it.scan || it.indexBuild);
    // What locks as much itself is told of for that.
    if (!slow || effects.relations.some(it => it.lock === 'AccessExclusiveLock' && !context.isNew(it.relation))) return;
    const own = new Set(effects.relations.filter(blocksWrites).map(it => keyOf(it.relation)));
    const { count, first } = othersClosed(context, own);
    if (count === 0) return;
    yield { span: statement.keyword, message: `Nobody can read or write ${listedBriefly(first.map(relationNamed), count)} until this is done: this transaction has locked ${count > 1 ? 'them' : 'it'} before` };
  },

  examples: [
    {
      title: 'An index on one table, while another is locked',
      before: `create table users (id bigint); create table orders (user_id bigint);`,
      sql: `
alter table users add column name text;
create index on orders (user_id);
-- ^^^^^^^^^ Nobody can read or write \`users\` until this is done: this transaction has locked it before
`,
    },
    {
      title: 'A query over all rows',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column name text;
create table statistics as select count(*) from users;
-- ^^^^^^^^^ Nobody can read or write \`users\` until this is done: this transaction has locked it before
`,
    },
    {
      title: 'The long work first, and short work after it',
      before: `create table users (id bigint); create table orders (user_id bigint);`,
      sql: `
create table statistics as select count(*) from users;
alter table users add column name text;
comment on column users.name is 'as on the card';
alter table users alter column name set default '';
select 1;
`,
    },
    {
      title: 'Nobody knows the new table yet',
      before: `create table orders (user_id bigint);`,
      sql: `
create table users (id bigint);
alter table users add column name text;
create index on orders (user_id);
`,
    },
  ],
});

/** Rows that are changed are told of elsewhere, and a sequence that is set to the largest of a key takes no time. */
function isOther(statement: Statement): boolean {
  switch (statement.kind) {
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge': return true;
    case 'select': return statement.calls.some(it => it.name === 'setval');
    case 'copy': return statement.from;
    // Of a validation, too.
    case 'alter-table': return statement.actions.every(it => it.kind === 'validate-constraint');
    default: return false;
  }
}
