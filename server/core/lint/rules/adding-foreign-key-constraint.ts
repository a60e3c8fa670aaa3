import type { Constraint } from '../../sql/statement/definitions.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import { CONSTRAINING } from '../constraints.js';
import type { Context, Finding, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { qualified, identifier } from '../../sql/identifier.js';
import { blocked, keyword, named, onRows } from '../words.js';

export default rule({
  id: 'adding-foreign-key-constraint',
  aliases: ['E1', 'add-constraint-fk-no-not-valid', 'MP005', 'MP069', 'PGM014'],
  summary: 'A foreign key that is checked while both tables are locked',
  severity: 'error',
  why: `
    Postgres compares every row of the referencing table with the referenced one, and holds a \`SHARE ROW EXCLUSIVE\` lock on both:
    writes to either table wait until it is done.`,
  instead: `
    Add the constraint \`NOT VALID\`: it holds for new rows at once, and locks only for a moment.
    \`VALIDATE CONSTRAINT\` in a later migration reads the old rows while writes go on.
    A partitioned table takes \`NOT VALID\` foreign keys from PostgreSQL 18 on.`,
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT',
    'https://www.postgresql.org/docs/18/release-18.html',
  ],

  on: ['alter-table'],
  actions: [...CONSTRAINING, 'alter-constraint'],
  *check(statement, context) {
    for (const action of statement.actions) {
      if (action.kind === 'alter-constraint' && action.enforced) yield* enforced(action, statement, context);
      if (action.kind !== 'add-constraint' && action.kind !== 'add-column') continue;
      const constraints = action.kind === 'add-constraint' ? [action.constraint] : action.column.constraints;
      const constraint = constraints.find(it => it.kind === 'foreign-key');
      if (!constraint?.references) continue;

      const alone: AlterTable = { ...statement, actions: [action] };
      const scanned = scannedFor(constraint, alone, context);
      if (scanned.length === 0) continue;
      const waiting = onRows(context.effectsOf(alone), context);
      const fix = action.kind === 'add-constraint' ? notValid(statement, action.constraint, action.span.end, context) : undefined;
      yield {
        span: constraint.span ?? action.span,
        message: `Checking this foreign key reads ${named(statement.table)}, and blocks ${blocked(waiting)} meanwhile`,
        ...(fix && { fixes: [fix] }),
      };
    }
  },

  examples: [
    {
      title: 'Between two tables in use',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint);`,
      sql: `
alter table orders add constraint orders_user foreign key (user_id) references users (id);
--                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Checking this foreign key reads \`orders\`, and blocks writes to \`orders\` and \`users\` meanwhile
`,
      fixed: `
alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;
`,
    },
    {
      title: 'A new column with a default has something to check',
      before: `
create table users (id bigint primary key);
create table orders (id bigint);`,
      sql: `
alter table orders add column user_id bigint default 1 references users (id);
--                                                     ^^^^^^^^^^^^^^^^^^^^^ Checking this foreign key reads \`orders\`, and blocks reads and writes of \`orders\` and writes to \`users\` meanwhile
`,
    },
    {
      title: 'One that was not enforced, and is from now on',
      postgres: 18,
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint constraint orders_user references users not enforced);`,
      sql: `
alter table orders alter constraint orders_user enforced;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Checking \`orders_user\` reads \`orders\`, and blocks reads and writes of \`orders\` and writes to \`users\` meanwhile
`,
    },
    {
      title: 'Not valid yet',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint);`,
      sql: `
alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;
`,
    },
    {
      title: 'A new column without a default is null in every row: there is nothing to check',
      before: `
create table users (id bigint primary key);
create table orders (id bigint);`,
      sql: `
alter table orders add column user_id bigint references users (id);
`,
    },
    {
      title: 'The referencing table is new',
      before: `create table users (id bigint primary key);`,
      sql: `
create table orders (user_id bigint);
alter table orders add constraint orders_user foreign key (user_id) references users (id);
`,
    },
  ],
});

function* enforced(action: Extract<AlterAction, { readonly kind: 'alter-constraint' }>, statement: AlterTable, context: Context): Iterable<Finding> {
  const known = context.catalog.table(statement.table)?.constraints.find(it => it.name === action.name);
  if (known?.enforced !== false) return;
  const waiting = onRows(context.effectsOf({ ...statement, actions: [action] }), context);
  if (waiting.some(it => it.scan)) yield { span: action.span, message: `Checking ${named({ name: action.name })} reads ${named(statement.table)}, and blocks ${blocked(waiting)} meanwhile` };
}

/** What would not be read without the constraint; an empty new table is read in no time. */
function scannedFor(constraint: Constraint, alone: AlterTable, context: Context): readonly string[] {
  const scanned = context.isNew(alone.table) ? [] : scans(alone, context);
  if (scanned.length === 0) return scanned;
  const without = new Set(withoutConstraint(constraint, alone).flatMap(it => scans(it, context)));
  return scanned.filter(it => !without.has(it));
}

function withoutConstraint(constraint: Constraint, alone: AlterTable): readonly AlterTable[] {
  return alone.actions.flatMap(action => action.kind !== 'add-column' ? [] : [{
    ...alone,
    actions: [{ ...action, column: { ...action.column, constraints: action.column.constraints.filter(it => it !== constraint) } }],
  }]);
}

function scans(statement: AlterTable, context: Context): readonly string[] {
  return onRows(context.effectsOf(statement), context).filter(it => it.scan).map(it => it.relation.name);
}

function notValid(statement: AlterTable, { name }: Constraint, at: number, { catalog, fixesFor, text }: Context): StatementFix | undefined {
  if (catalog.table(statement.table)?.partitioned && fixesFor < 18) return undefined;
  return {
    title: 'Add NOT VALID',
    safety: 'review',
    edits: [{ span: { start: at, end: at }, text: ` ${keyword('NOT VALID', text)}` }],
    ...(name !== undefined && {
      followUp: { name: `validate_${name}`, sql: `ALTER TABLE ${qualified(statement.table)} VALIDATE CONSTRAINT ${identifier(name)};\n` },
    }),
  };
}
