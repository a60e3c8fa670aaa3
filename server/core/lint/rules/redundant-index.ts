import type { Catalog, FullName, Index } from '../../schema/catalog.js';
import type { CreateIndex } from '../../sql/statement/indexes.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { keyTexts, normal, type Keyed } from '../index-keys.js';
import type { Context, Finding } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'redundant-index',
  aliases: ['duplicate-index', 'MP100', 'PGM508'],
  summary: 'An index that another one makes superfluous',
  severity: 'warning',
  why: `
    Every write keeps it up to date and every vacuum cleans it, and no query needs it:
    what begins with the same columns, in the same order, finds the same rows.`,
  instead: 'Leave it out, or drop the other one in the same migration if this one is to replace it.',
  sources: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],

  on: ['create-index', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    const indexes = indexesOf(statement, context);
    if (indexes.length === 0) return;
    if (statement.kind === 'create-index') {
      if (statement.only || (statement.ifNotExists && statement.name && context.catalog.index({ ...schemaOf(statement.table), name: statement.name.name }))) return;
      const other = indexes.find(it => makesSuperfluous(it, statement));
      if (!other) return;
      yield {
        ...toldOf(statement, other, keyTexts(other).length > keyTexts(statement).length, context),
        span: statement.name?.span ?? statement.keyword,
        fixes: [{ title: 'Remove it', safety: 'review', edits: [{ span: { start: 0, end: context.text.length }, text: '' }] }],
      };
      return;
    }
    for (const { constraint, span, column } of constraintsIn(statement, context.catalog)) {
      if (constraint.kind !== 'unique' || constraint.usingIndex !== undefined || column) continue;
      const wanted: Keyed = { columns: constraint.columns, include: constraint.include ?? [], method: 'btree', unique: true };
      const other = indexes.find(it => makesSuperfluous(it, wanted));
      if (other) yield { ...toldOf(statement, other, false, context), span };
    }
  },

  examples: [
    {
      title: 'The beginning of another index, and of a primary key',
      before: `
create table orders (user_id bigint, placed_at timestamptz, primary key (user_id, placed_at));
create index orders_placed on orders (placed_at, user_id);`,
      sql: `
create index orders_user on orders (user_id);
--           ^^^^^^^^^^^ What this index finds, \`orders_pkey\` finds as well, which begins with the same columns
create index orders_placed_at on orders (placed_at);
--           ^^^^^^^^^^^^^^^^ What this index finds, \`orders_placed\` finds as well, which begins with the same columns
`,
      fixed: `
;
;
`,
    },
    {
      title: 'The same once more',
      before: `create table users (email text unique);`,
      sql: `
create index users_email on users (email);
--           ^^^^^^^^^^^ What this index finds, \`users_email_key\` finds as well, which has the same columns
`,
      fixed: `
;
`,
    },
    {
      title: 'Another order, another condition, more columns, or unique',
      before: `
create table orders (user_id bigint, placed_at timestamptz, state text);
create index orders_user on orders (user_id, placed_at);`,
      sql: `
create index on orders (placed_at);
create index on orders (user_id desc);
create index on orders (user_id) where state = 'open';
create index on orders (user_id, placed_at, state);
create unique index on orders (user_id);
`,
    },
    {
      title: 'The other one goes',
      before: `
create table users (email text, name text);
create index users_email on users (email);`,
      sql: `
create index users_email_2 on users (email);
drop index users_email;
`,
    },
  ],
});

function indexesOf({ table }: CreateIndex | AlterTable, { catalog }: Pick<Context, 'catalog'>): readonly Index[] {
  const relation = catalog.relation(table);
  return relation && 'indexes' in relation ? relation.indexes : [];
}

function makesSuperfluous(other: Index, wanted: Keyed): boolean {
  // Most are told apart by their first column, and need no closer look.
  if (other.columns[0] !== wanted.columns[0] || other.only || other.method !== wanted.method || (wanted.unique && !other.unique)) return false;
  if ((other.where && normal(other.where)) !== (wanted.where && normal(wanted.where))) return false;
  const [has, wants] = [keyTexts(other), keyTexts(wanted)];
  if (wants.length === 0 || has.length < wants.length || wants.some((it, i) => it !== has[i])) return false;
  const carried = [...other.columns, ...other.include];
  if (wanted.include.some(it => !carried.includes(it))) return false;
  // What is unique by more columns is not unique by fewer, and only a B-tree can be searched by the beginning of its key.
  return has.length === wants.length || (!wanted.unique && wanted.method === 'btree');
}

function toldOf(statement: CreateIndex | AlterTable, other: Index, longer: boolean, { catalog }: Context): Pick<Finding, 'message' | 'mendedBy'> {
  const after = catalog.after(statement);
  const made = indexesOf(statement, { catalog: after })[indexesOf(statement, { catalog }).length]?.name;
  const isThere = (index: FullName, later: Catalog): boolean => later.relation(index)?.kind === 'index';
  return {
    message: `What this index finds, ${named({ name: other.name.name })} finds as well, which ${longer ? 'begins with' : 'has'} the same columns`,
    mendedBy: later => !isThere(other.name, later) || (made !== undefined && !isThere(made, later)),
  };
}

function schemaOf({ schema }: { readonly schema?: string }): { readonly schema?: string } {
  return schema === undefined ? {} : { schema };
}
