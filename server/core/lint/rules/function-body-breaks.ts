import type { Catalog, FullName, Table } from '../../schema/catalog.js';
import { keyOf } from '../../sql/identifier.js';
import { functionsNaming, type NamedOverload } from '../bodies.js';
import { shown } from '../depending.js';
import type { Finding } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'function-body-breaks',
  summary: 'A function still names what is dropped or renamed',
  severity: 'warning',
  why: `
    The body of a function in SQL or PL/pgSQL is text: Postgres neither refuses the change nor follows it.
    The function fails when it is called next; a trigger's function fails with every write to its table.`,
  instead: `
    Replace the function in the same migration, before or after: both become visible at once.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-depend.html', 'https://www.postgresql.org/docs/current/plpgsql-implementation.html#PLPGSQL-PLAN-CACHING'],

  on: ['alter-table', 'drop', 'rename'],
  actions: ['drop-column'],
  *check(statement, context) {
    const { catalog } = context;
    switch (statement.kind) {
      case 'alter-table': {
        const table = catalog.table(statement.table);
        if (table === undefined || context.isNew(statement.table)) return;
        for (const action of statement.actions) {
          if (action.kind !== 'drop-column') continue;
          yield* told(functionsNaming(table, action.column, catalog), `${named({ name: action.column })} of ${named(statement.table)}`, action.span, later => later.table(table.name)?.columns.has(action.column) === true);
        }
        return;
      }
      case 'rename': {
        const table = catalog.table(statement.name);
        if (table === undefined || context.isNew(statement.name) || table.partitionOf) return;
        const { object, from } = statement;
        if (object === 'column' && from !== undefined) {
          yield* told(functionsNaming(table, from, catalog), `${named({ name: from })} of ${named(statement.name)}`, statement.keyword, later => later.table(table.name)?.columns.has(from) === true);
        } else if (object === 'table') yield* told(functionsNaming(table, undefined, catalog), named(statement.name), statement.keyword, isThere(table.name));
        return;
      }
      case 'drop': {
        // What takes or gives rows of the table goes with it.
        if (statement.object !== 'table' || statement.cascade) return;
        for (const name of statement.names) {
          const table = catalog.table(name);
          // A trigger's function that no other table is known to call may be called no more.
          if (table !== undefined && !context.isNew(name)) yield* told(functionsNaming(table, undefined, catalog).filter(it => !it.forTriggers || isCalledBesides(table, it, catalog)), named(name), name.span ?? statement.keyword, isThere(table.name));
        }
      }
    }
  },

  examples: [
    {
      title: 'A column that a function reads is dropped',
      before: `
create table users (id bigint, email text);
create function mail_of(user_id bigint) returns text language plpgsql as $$ begin return (select null); end $$;
create function mails() returns bigint language plpgsql as $$
declare found bigint;
begin
  select count(u.email) into found from users u;
  return found;
end $$;`,
      sql: `
alter table users drop column email;
--                ^^^^^^^^^^^^^^^^^ \`mails\` still names \`email\` of \`users\`, and fails when it is called next
`,
    },
    {
      title: 'A column that a trigger writes is renamed, and a table that a function fills is dropped',
      before: `
create table users (id bigint, changed timestamptz);
create table log (entry text);
create function touch() returns trigger language plpgsql as $$
begin
  new.changed := now();
  insert into log (entry) values ('changed');
  return new;
end $$;
create trigger touched before update on users for each row execute function touch();`,
      sql: `
alter table users rename column changed to changed_at;
-- ^^^^^^^^ \`touch\` still names \`changed\` of \`users\`, and fails when it is called next
drop table log;
--         ^^^ \`touch\` still names \`log\`, and fails when it is called next
`,
    },
    {
      title: 'The function is replaced, or names something else',
      before: `
create table users (id bigint, email text, name text);
create table orders (id bigint, name text);
create function mails() returns bigint language sql as 'select count(email) from users';
create function of_orders(email text) returns text language plpgsql as $$
declare name text;
begin
  -- Not users.email.
  select o.name into name from orders o join users u on u.id = o.id where o.name = email;
  return name;
end $$;`,
      sql: `
alter function mails() rename to letters;
alter table users drop column email;
alter table users drop column name;
create or replace function letters() returns bigint language sql as 'select count(*) from users';
`,
    },
  ],
});

function isCalledBesides(table: Table, { name }: NamedOverload, catalog: Catalog): boolean {
  return [...catalog.relations()].some(it => it.kind === 'table' && keyOf(it.name) !== keyOf(table.name) && it.triggers.some(trigger => trigger.function && keyOf(catalog.fullName(trigger.function)) === keyOf(name)));
}

function* told(functions: readonly NamedOverload[], what: string, span: Finding['span'], isBack: NonNullable<Finding['mendedBy']>): Iterable<Finding> {
  for (const { name, code } of functions) {
    yield {
      span, message: `${shown(name)} still names ${what}, and fails when it is called next`,
      mendedBy: later => isBack(later) || later.function(name)?.overloads.some(it => it.code?.text === code?.text) !== true,
    };
  }
}

function isThere(name: FullName): NonNullable<Finding['mendedBy']> {
  return later => later.relation(name) !== undefined;
}
