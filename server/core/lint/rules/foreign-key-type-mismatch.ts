import type { Catalog, TypeName } from '../../schema/catalog.js';
import type { ColumnDefinition } from '../../sql/statement/definitions.js';
import type { AlterTable, CreateTable } from '../../sql/statement/tables.js';
import { CONSTRAINING, referringColumns } from '../constraints.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { named, withFixes } from '../words.js';

export default rule({
  id: 'foreign-key-type-mismatch',
  summary: 'A foreign key of another type than what it refers to',
  severity: 'error',
  why: `
    A smaller integer cannot hold what the other table will have one day: inserts fail when its numbers run out.
    Other types are cast at every comparison, if Postgres accepts the pair at all.`,
  instead: `
    Give the column the type of the key that it refers to.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    for (const { span, own: column, target, other: key, after } of referringColumns(statement, context.catalog)) {
      const own = baseOf(column.type, after);
      const other = baseOf(key.type, after);
      if (own === undefined || other === undefined || goTogether(own, other)) continue;
      yield {
        span,
        message: `${named({ name: column.name })} is ${shown(own)}, and ${named({ name: `${target.name.name}.${key.name}` })}, to which it refers, is ${shown(other)}`,
        ...withFixes(retyped(statement, column.name, other, context)),
      };
    }
  },

  examples: [
    {
      title: 'A smaller integer',
      before: `create table users (id bigserial primary key);`,
      sql: `
create table orders (id bigint primary key, user_id int references users);
--                                                      ^^^^^^^^^^^^^^^^ \`user_id\` is integer, and \`users.id\`, to which it refers, is bigint
`,
      fixed: `
create table orders (id bigint primary key, user_id bigint references users);
`,
    },
    {
      title: 'What Postgres refuses',
      before: `create table users (id uuid primary key);`,
      refusedWith: '42804',
      sql: `
alter table users add column boss text references users (id);
--                                     ^^^^^^^^^^^^^^^^^^^^^ \`boss\` is text, and \`users.id\`, to which it refers, is uuid
`,
    },
    {
      title: 'The same type, a domain of it, or one that is the same but for its length',
      before: `
create domain user_id as bigint;
create table users (id user_id primary key, code varchar(20) unique);`,
      sql: `
create table orders (user_id bigint references users, user_code text references users (code));
`,
    },
  ],
});

/** Of a domain, what it is made of. */
function baseOf(type: TypeName | undefined, catalog: Catalog): TypeName | undefined {
  let base = type;
  for (let i = 0; base && i < 16; i++) {
    const domain = catalog.domain(base);
    if (!domain) break;
    base = domain.type;
  }
  return base;
}

function goTogether(own: TypeName, other: TypeName): boolean {
  if (own.array !== other.array) return false;
  if (own.name === other.name || (TEXTS.has(own.name) && TEXTS.has(other.name))) return true;
  const [a, b] = [INTEGERS.indexOf(own.name), INTEGERS.indexOf(other.name)];
  // A larger integer holds all that is there, and Postgres compares the two without a cast.
  if (a >= 0 && b >= 0) return a > b;
  // What is not known by its name may be anything.
  return !BUILT_IN.has(own.name) || !BUILT_IN.has(other.name);
}

const TEXTS = new Set(['text', 'varchar']);
const INTEGERS = ['int2', 'int4', 'int8'];
const BUILT_IN = new Set([...TEXTS, ...INTEGERS, 'bpchar', 'uuid', 'numeric', 'float4', 'float8', 'bool', 'bytea', 'date', 'timestamp', 'timestamptz', 'inet', 'cidr', 'macaddr']);

const SPOKEN: Readonly<Record<string, string>> = {
  int2: 'smallint', int4: 'integer', int8: 'bigint', bpchar: 'char', float4: 'real', float8: 'double precision', bool: 'boolean',
};

function shown({ name, array }: TypeName): string {
  return `${SPOKEN[name] ?? name}${array ? '[]' : ''}`;
}

/** Where the column is being made; to change one that has rows is another matter. */
function retyped(statement: CreateTable | AlterTable, name: string, wanted: TypeName, { text }: Context): StatementFix | undefined {
  const columns: readonly ColumnDefinition[] = statement.kind === 'create-table' ? statement.columns : statement.actions.flatMap(it => it.kind === 'add-column' ? [it.column] : []);
  const column = columns.find(it => it.name === name);
  if (!column?.type?.span || column.type.serial || column.default || !INTEGERS.includes(wanted.name)) return undefined;
  const { span } = column.type;
  const upper = /^[A-Z]/.test(text.slice(span.start, span.end));
  return { title: `Make it ${shown(wanted)}`, safety: 'review', edits: [{ span, text: upper ? shown(wanted).toUpperCase() : shown(wanted) }] };
}
