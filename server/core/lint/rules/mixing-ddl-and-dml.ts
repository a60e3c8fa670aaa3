import type { RelationEffect } from '../../sql/effects.js';
import { display, keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import { atLeast, spoken } from '../../sql/locks.js';
import type { Statement } from '../../sql/statement.js';
import type { Copy, Dml } from '../../sql/statement/data.js';
import { changedWhileClosed, changesManyRows } from '../locked-out.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { blocksWrites, onExisting, relationNamed, strongest } from '../words.js';

export default rule({
  id: 'mixing-ddl-and-dml',
  aliases: ['MP080', 'PGM301', 'PGM302', 'PGM303'],
  summary: 'Data is changed in the transaction that changes the schema',
  severity: 'warning',
  why: `
    Locks are held until the transaction ends.
    Rows that are changed after an \`ALTER TABLE\` are changed while nobody else can use the table;
    rows that were changed before it stay locked while it waits for its own lock.`,
  instead: `
    Change the schema in one migration and the data in another; large changes of data in batches, outside of migrations.
    Rows for a table that the same migration has made are no matter.`,
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html'],

  oncePerTransaction: true,
  on: [
    'insert', 'update', 'delete', 'merge', 'copy', 'alter-table', 'create-index', 'drop', 'rename', 'truncate', 'create-trigger',
    'create-policy', 'create-rule',
  ],
  *check(statement, context) {
    if (!context.transaction) return;
    if (isData(statement)) {
      const held = changesRows(statement, context) ? strongest([...context.held.values()].filter(blocksWrites)) : undefined;
      // Rows of the table that is locked are told of as such.
      if (held && !(statement.kind !== 'copy' && changedWhileClosed(statement, context))) {
        yield { span: statement.keyword, message: `${said(statement)} runs while this migration holds ${spoken(held.lock)} on ${relationNamed(held)}` };
      }
      return;
    }
    // What the transaction has locked as much before is not waited for.
    const locked = onExisting(context.effects, context).find(it => blocksWrites(it) && !isHeld(it, context));
    const earlier = locked && context.wrote.filter(isData).find(it => changesRows(it, context));
    if (locked && earlier) {
      yield {
        span: statement.keyword,
        message: `The rows that ${said(earlier)} has changed stay locked while this waits for ${spoken(locked.lock)} on ${relationNamed(locked)}`,
      };
    }
  },

  examples: [
    {
      title: 'Rows of one table are changed while nobody can use another',
      before: `create table users (id bigint); create table orders (total numeric);`,
      sql: `
alter table users add column active boolean;
update orders set total = 0 where total is null;
-- ^^^ \`update orders\` runs while this migration holds ACCESS EXCLUSIVE on \`users\`
`,
    },
    {
      title: 'First the rows, then the schema',
      before: `create table users (id bigint, email text);`,
      sql: `
delete from users where email is null;
alter table users alter column email set not null;
-- ^^^^^^^^ The rows that \`delete from users\` has changed stay locked while this waits for ACCESS EXCLUSIVE on \`users\`
`,
    },
    {
      title: 'Rows for a new table, and a few literal ones',
      before: `create table settings (name text, value text);`,
      sql: `
create table roles (name text);
insert into roles select value from settings;
alter table settings add column comment text;
insert into settings (name, value) values ('roles', 'yes');
`,
    },
    {
      title: 'Each statement is its own transaction',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
alter table users add column active boolean;
update users set active = true;
`,
    },
  ],
});

type Data = (Dml & { readonly kind: 'insert' | 'update' | 'delete' | 'merge' }) | Copy;

function isData(statement: Statement): statement is Data {
  return statement.kind in VERBS;
}

/** Of a table in use, and more than somebody would write by hand. */
function changesRows(statement: Data, context: Context): boolean {
  if (statement.kind !== 'copy') return changesManyRows(statement, context);
  return statement.from && statement.table !== undefined && !context.isNew(statement.table);
}

function isHeld({ relation, lock }: RelationEffect, { held }: Context): boolean {
  const before = held.get(keyOf(relation));
  return before !== undefined && atLeast(before.lock, lock);
}

function targetOf(statement: Data): Name | undefined {
  return statement.kind === 'copy' ? (statement.from ? statement.table : undefined) : statement.target;
}

function said(statement: Data): string {
  return `\`${VERBS[statement.kind]} ${display(targetOf(statement)!)}\``;
}

const VERBS: Readonly<Record<Data['kind'], string>> = { insert: `insert into`, update: `update`, delete: `delete from`, merge: `merge into`, copy: `copy` };
