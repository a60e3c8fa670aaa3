import { constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { keyOf } from '../../sql/identifier.js';
import { blocked, blocksWrites, onExisting } from '../words.js';

export default rule({
  id: 'create-table-foreign-key-lock',
  summary: 'A new table that refers to another one locks it',
  severity: 'off',
  why: `
    \`CREATE TABLE … REFERENCES\` puts triggers on the referenced table, under a \`SHARE ROW EXCLUSIVE\` lock.
    It holds it for a moment, or until the end of the transaction, and it waits for every transaction that has written there.`,
  instead: 'Set a `lock_timeout`, and try again when it fails.',
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],

  on: ['create-table'],
  *check(statement, context) {
    if (context.lockTimeout) return;
    const targets = new Set(constraintsIn(statement, context.catalog).flatMap(it => it.constraint.references ? [keyOf(context.catalog.fullName(it.constraint.references.table))] : []));
    const locked = onExisting(context.effects, context).filter(it => targets.has(keyOf(it.relation)) && blocksWrites(it) && !context.held.has(keyOf(it.relation)));
    if (locked.length > 0) yield { span: statement.keyword, message: `Creating this table blocks ${blocked(locked)} for a moment, and waits for every transaction that has written there` };
  },

  examples: [
    {
      title: 'A reference to a table in use',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (id bigint primary key, user_id bigint references users);
-- ^^^^^^^^^ Creating this table blocks writes to \`users\` for a moment, and waits for every transaction that has written there
`,
    },
    {
      title: 'A timeout is set, or both tables are new',
      before: `create table users (id bigint primary key);`,
      sql: `
create table shops (id bigint primary key);
create table carts (id bigint primary key, shop_id bigint references shops);
set local lock_timeout = '2s';
create table orders (id bigint primary key, user_id bigint references users);
`,
    },
  ],
});
