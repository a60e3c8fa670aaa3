import { keyOf } from '../../sql/identifier.js';
import { atLeast } from '../../sql/locks.js';
import { constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { listed, onExisting, relationNamed } from '../words.js';

export default rule({
  id: 'multiple-foreign-keys-in-transaction',
  summary: 'Foreign keys to several tables lock all of them at once',
  severity: 'warning',
  why: `
    Every foreign key that is added or dropped locks both its tables until the transaction ends.
    With the locks of three tables or more, collected one by one, it blocks more of the application the longer it waits for the last,
    and ends in a deadlock with whoever takes two of them in another order.`,
  instead: 'One foreign key a migration, or at least a transaction for each, with a `lock_timeout`.',
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],

  oncePerTransaction: true,
  on: ['alter-table', 'drop'],
  *check(statement, context) {
    if (context.lockTimeout) return;
    const targets = statement.kind === 'drop'
      ? statement.object === 'table' ? statement.names.flatMap(it => context.catalog.table(it)?.constraints ?? []).flatMap(it => it.references ? [it.references.table] : []) : []
      : [
        ...constraintsIn(statement, context.catalog).flatMap(it => it.constraint.references ? [context.catalog.fullName(it.constraint.references.table)] : []),
        ...statement.actions.flatMap(it => it.kind === 'drop-constraint' ? context.catalog.table(statement.table)?.constraints.find(that => that.name === it.name)?.references?.table ?? [] : []),
      ];
    if (targets.length === 0) return;

    const own = onExisting(context.effects, context).filter(it => atLeast(it.lock, 'ShareRowExclusiveLock'));
    const isTarget = (relation: typeof own[number]): boolean => targets.some(it => keyOf(it) === keyOf(relation.relation));
    if (!own.some(isTarget)) return;
    const held = [...context.held.values()].filter(it => atLeast(it.lock, 'ShareRowExclusiveLock') && !own.some(that => keyOf(that.relation) === keyOf(it.relation)));
    // What is locked already is not waited for again.
    const waited = own.filter(it => isTarget(it) && !context.held.has(keyOf(it.relation)));
    const all = [...held, ...own];
    if (waited.length === 0 || all.length < 3) return;
    yield { span: statement.keyword, message: `With ${statement.kind === 'drop' ? 'its foreign keys' : 'this foreign key'} the transaction holds locks on ${listed(all.slice(0, 5).map(relationNamed))}${all.length > 5 ? ' and more' : ''} at once` };
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
