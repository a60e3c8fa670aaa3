import type { Name } from '../../sql/identifier.js';
import { keyOf } from '../../sql/identifier.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'renaming-table',
  aliases: ['rename-table', 'incompatible', 'MP028', 'BC101', 'PGM504'],
  summary: 'Renaming a table breaks the application that still uses the old name',
  severity: 'warning',
  why: `
    Renaming is instant for Postgres, and for nobody else:
    from that moment queries of the old application fail, and those of the new one failed until then.`,
  instead: `
    Rename the table and create a view of the old name in its place, in one transaction; drop the view when nobody uses it any more.
    A plain view of one table can be written to.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME'],

  on: ['rename'],
  *check(statement, context) {
    const { object, name, to } = statement;
    if (object !== 'table' && object !== 'foreign-table') return;
    const relation = context.catalog.relation(name);
    // ALTER TABLE renames views, sequences and indexes as well; of a partition, applications know the parent.
    if ((relation && relation.kind !== 'table') || relation?.partitionOf) return;
    if (context.isNew(name) || isReplaced(name, context)) return;
    yield { span: statement.keyword, message: `Renaming ${named(name)} to ${named({ name: to })} breaks applications that use the old name` };
  },

  examples: [
    {
      title: 'A table in use',
      before: `create table users (id bigint);`,
      sql: `
alter table users rename to accounts;
-- ^^^^^^^^ Renaming \`users\` to \`accounts\` breaks applications that use the old name
`,
    },
    {
      title: 'A view takes its place',
      before: `create table users (id bigint);`,
      sql: `
alter table users rename to accounts;
create view users as select * from accounts;
`,
    },
    {
      title: 'A new table takes its place',
      before: `create table users (id int);`,
      sql: `
create table users_new (id bigint);
alter table users rename to users_old;
alter table users_new rename to users;
`,
    },
  ],
});

/** Something else has the name when the migration ends. */
function isReplaced(old: Name, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(old));
  const is = (name: Name) => keyOf(catalog.fullName(name)) === key;
  return statements.slice(position + 1).some(it => {
    switch (it.kind) {
      case 'create-table':
      case 'create-table-as':
        return is(it.table);
      case 'create-view':
        return is(it.view);
      case 'rename':
        return it.object === 'table' && it.to === old.name;
      default:
        return false;
    }
  });
}
