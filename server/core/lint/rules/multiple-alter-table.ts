import type { Effects, RelationEffect } from '../../sql/effects.js';
import { keyOf } from '../../sql/identifier.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import { rule } from '../rule.js';
import type { Context } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'multiple-alter-table',
  aliases: ['W12', 'MP058', 'PGM023'],
  summary: 'Two `ALTER TABLE` of one table, one after the other',
  severity: 'info',
  why: `
    Each waits for the lock on the table, where each is a transaction of its own, and each may read or write all its rows.
    Of the actions of one statement, all that need the rows share one pass.`,
  instead: `
    Write the actions into one statement, parted by commas. What has to be validated later stays apart: \`NOT VALID\` and \`VALIDATE CONSTRAINT\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],

  on: ['alter-table'],
  *check(statement, context) {
    const before = context.previous;
    if (before?.kind !== 'alter-table' || !/^;$/.test(withoutComments(context.gap)) || context.isNew(statement.table) || !fit(before, statement, context)) return;
    // In a transaction the lock is held already: what is left to gain is a pass over the rows.
    if (context.transaction && ![context.effectsBefore, context.effects].every(it => reads(effectOf(statement, it, context)))) return;
    const start = statement.actions[0]!.span.start;
    yield {
      span: statement.keyword,
      message: `The statement before alters ${named(statement.table)}, too: one could do both`,
      ...(/^\s*;\s*$/.test(context.gap) && {
        fixes: [{ title: 'Write both as one statement', safety: 'review' as const, edits: [{ span: { start: -context.gap.length, end: start }, text: ',\n  ' }] }],
      }),
    };
  },

  examples: [
    {
      title: 'Outside a transaction each waits for the lock',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
alter table users add column name text;
alter table users add column email text;
-- ^^^^^^^^ The statement before alters \`users\`, too: one could do both
`,
      fixed: `
alter table users add column name text,
  add column email text;
`,
    },
    {
      title: 'Two passes over all rows',
      before: `create table users (id int, age int);`,
      sql: `
alter table users alter column id type bigint;
alter table users alter column age type bigint;
-- ^^^^^^^^ The statement before alters \`users\`, too: one could do both
alter table users add column name text;
`,
      fixed: `
alter table users alter column id type bigint,
  alter column age type bigint;
alter table users add column name text;
`,
    },
    {
      title: 'What must stay apart',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
alter table users add constraint positive check (id > 0) not valid;
alter table users validate constraint positive;
alter table users rename column id to key;
alter table users add column name text;
`,
    },
    {
      title: 'Another table, and something else between them',
      before: `create table users (id bigint); create table orders (id bigint);`,
      sql: `
alter table users add column name text;
alter table orders add column name text;
comment on table orders is 'what was ordered';
alter table orders add column total numeric;
`,
    },
  ],
});

function fit(a: AlterTable, b: AlterTable, context: Context): boolean {
  const { catalog } = context;
  if (a.of !== b.of || a.only !== b.only || a.ifExists !== b.ifExists || keyOf(catalog.fullName(a.table)) !== keyOf(catalog.fullName(b.table))) return false;
  if ([...a.actions, ...b.actions].some(it => ALONE.has(it.kind))) return false;
  // In one statement Postgres does the actions in an order of its own.
  const touched = new Set(a.actions.flatMap(columnOf));
  return !b.actions.flatMap(columnOf).some(it => touched.has(it)) && effectOf(b, context.effectsBefore, context)?.lock === effectOf(b, context.effects, context)?.lock;
}

function columnOf(action: AlterAction): readonly string[] {
  if (!('column' in action)) return [];
  return [typeof action.column === 'string' ? action.column : action.column.name];
}

/** They have to be alone in their statement, or are meant to be. */
const ALONE: ReadonlySet<AlterAction['kind']> = new Set(['attach-partition', 'detach-partition', 'validate-constraint', 'set-logged', 'set-unlogged', 'other']);

function reads(effect: RelationEffect | undefined): boolean {
  return effect !== undefined && (effect.rewrite || effect.scan);
}

function effectOf({ table }: AlterTable, effects: Effects | undefined, { catalog }: Context): RelationEffect | undefined {
  const key = keyOf(catalog.fullName(table));
  return effects?.relations.find(it => keyOf(it.relation) === key);
}

function withoutComments(gap: string): string {
  return gap.replace(/--[^\r\n]*|\/\*[^]*?\*\//g, '').trim();
}
