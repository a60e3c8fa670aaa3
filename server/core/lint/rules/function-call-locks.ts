import { ranBy } from '../../schema/catalog/functions.js';
import type { Name } from '../../sql/identifier.js';
import type { Statement } from '../../sql/statement.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, blocksWrites, listed, named, onExisting } from '../words.js';

export default rule({
  id: 'function-call-locks',
  summary: 'A function is called that locks tables',
  severity: 'warning',
  why: `
    What a function does to tables, the statement that calls it does: \`SELECT upgrade()\` waits for the locks that the body of \`upgrade\` needs, and keeps them until the transaction ends.
    Who reviews the migration sees a query.`,
  instead: `
    Write the statements into the migration, where they are seen and checked one by one; or call the function in a migration of its own, with \`lock_timeout\` set.`,
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html'],

  on: ['select', 'call'],
  *check(statement, context) {
    const called = calledBy(statement);
    const read = called.filter(it => bodyOf(it.name, it.count, context) !== undefined);
    const relations = read.length === 0 ? [] : onExisting(context.effects, context).filter(blocksWrites);
    if (relations.length === 0) return;
    const certain = read.every(it => bodyOf(it.name, it.count, context)!.every(part => part.certain));
    const names = [...new Set(read.map(it => named(it.name)))];
    yield { span: statement.keyword, message: `${listed(names)} ${certain ? (names.length > 1 ? 'block' : 'blocks') : 'may block'} ${blocked(relations)}` };
  },

  examples: [
    {
      title: 'A function that alters a table, and one that does so if it is told to',
      before: `
create table users (id bigint, email text);
create function upgrade() returns void language plpgsql as $$
begin
  alter table users alter column email type varchar(20);
end $$;
create procedure rebuild(really boolean) language plpgsql as $$
begin
  if really then create index on users (email); end if;
end $$;`,
      sql: `
select upgrade();
-- ^^^ \`upgrade\` blocks reads and writes of \`users\`
call rebuild(true);
-- ^ \`rebuild\` may block writes to \`users\`
`,
    },
    {
      title: 'Functions that change rows, make a table of their own, or are not called',
      before: `
create table users (id bigint, email text);
create function tidy() returns void language sql as 'update users set email = lower(email) where id < 10';
create function prepare() returns void language plpgsql as $$
begin
  create table staged (id bigint);
  create index on staged (id);
end $$;`,
      sql: `
select tidy(), prepare();
create function later() returns void language sql as 'truncate users';
`,
    },
  ],
});

function bodyOf(name: Name, count: number | undefined, { catalog }: Context) {
  const known = catalog.function(name);
  return known && ranBy(known, count);
}

function calledBy(statement: Statement): readonly { readonly name: Name; readonly count: number | undefined }[] {
  if (statement.kind === 'call') return [{ name: statement.name, count: undefined }];
  return statement.kind === 'select' ? statement.calls.map(it => ({ name: it, count: it.arguments })) : [];
}
