import type { RelationEffect } from '../../sql/effects.js';
import { keyOf } from '../../sql/identifier.js';
import { atLeast } from '../../sql/locks.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { firstFew, othersClosed } from '../locked-out.js';
import { rule } from '../rule.js';
import { listed, onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'multiple-foreign-keys-in-transaction',
  summary: 'Foreign keys to several tables lock all of them at once',
  severity: 'warning',
  why: `
    Every foreign key that is added locks both its tables until the transaction ends.
    With the locks of three tables or more, collected one by one, it blocks more of the application the longer it waits for the last,
    and ends in a deadlock with whoever takes two of them in another order.`,
  instead: 'One foreign key a migration, or at least a transaction for each, with a `lock_timeout`.',
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],

  oncePerTransaction: true,
  on: ['alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    const { catalog, lockTimeout, isNew } = context;
    // Of a new table there is nothing to check: it is as if the keys were in its CREATE TABLE.
    const targets = lockTimeout || isNew(statement.table) ? [] : constraintsIn(statement, catalog).flatMap(it => it.constraint.references ? [keyOf(catalog.fullName(it.constraint.references.table))] : []);
    if (targets.length === 0) return;

    const isLocked = (it: RelationEffect): boolean => atLeast(it.lock, 'ShareRowExclusiveLock') && catalog.relation(it.relation)?.kind !== 'sequence';
    const own = onExisting(context.effects, context).filter(isLocked);
    if (!own.some(it => targets.includes(keyOf(it.relation)))) return;
    // What is locked already is not waited for again.
    if (!own.some(it => targets.includes(keyOf(it.relation)) && !context.held.has(keyOf(it.relation)))) return;
    const keys = new Set(own.map(it => keyOf(it.relation)));
    // Two tables that are closed altogether are another rule's matter.
    if (othersClosed(context, keys).count + own.filter(it => it.lock === 'AccessExclusiveLock').length > 1) return;
    const all = [...firstFew(context.held, keys, NAMED, isLocked), ...own];
    if (all.length < 3) return;
    yield { span: statement.keyword, message: `With this foreign key the transaction holds locks on ${listed(all.slice(0, NAMED).map(relationNamed))}${all.length > NAMED ? ' and more' : ''} at once` };
  },

  examples: [
    {
      title: 'Three tables in use',
      before: `
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table orders (user_id bigint, shop_id bigint);`,
      sql: `
alter table orders add foreign key (user_id) references users not valid;
alter table orders add foreign key (shop_id) references shops not valid;
-- ^^^^^^^^ With this foreign key the transaction holds locks on \`users\`, \`orders\` and \`shops\` at once
`,
    },
    {
      title: 'A transaction for each',
      before: `
create table users (id bigint primary key);
create table shops (id bigint primary key);
create table orders (user_id bigint, shop_id bigint);`,
      transaction: false,
      sql: `
alter table orders add foreign key (user_id) references users not valid;
alter table orders add foreign key (shop_id) references shops not valid;
`,
    },
    {
      title: 'All tables but one are new',
      before: `create table users (id bigint primary key);`,
      sql: `
create table shops (id bigint primary key);
create table orders (user_id bigint, shop_id bigint);
alter table orders add foreign key (user_id) references users;
alter table orders add foreign key (shop_id) references shops;
`,
    },
  ],
});

/** More are not named. */
const NAMED = 5;
