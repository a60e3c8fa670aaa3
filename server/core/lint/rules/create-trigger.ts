import { keyOf } from '../../sql/identifier.js';
import type { CreateTrigger } from '../../sql/statement/views.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'create-trigger',
  aliases: ['avoidCreateTrigger', 'MP090'],
  summary: 'A new trigger runs on every write of a table in use',
  severity: 'info',
  why: `
    From that moment on every application that writes to the table runs it, also those that know nothing of it, once for each row:
    a slow one slows down every write, and one that fails makes every write fail.`,
  instead: `
    Try it on the amount of rows that is written at once, and let the function do little. Where the application can do the work, let it.
    A trigger that keeps a new column in step while the application changes over is what triggers are for, and not found here.`,
  sources: ['https://www.postgresql.org/docs/current/trigger-definition.html'],

  on: ['create-trigger'],
  *check(statement, context) {
    const { name, table, forEachRow } = statement;
    // Of a view, such triggers are what makes it writable.
    if (!forEachRow || context.catalog.view(table) || context.isNew(table) || isReplaced(statement, context) || isForNewColumn(statement, context)) return;
    yield { span: statement.keyword, message: `From now on, every row that is written to ${named(table)} runs ${named(statement.function ?? { name })} as well` };
  },

  examples: [
    {
      title: 'A table in use',
      before: `
create table orders (id bigint);
create function audit() returns trigger language plpgsql as 'begin return new; end';`,
      sql: `
create trigger audited after insert on orders for each row execute function audit();
-- ^^^^^^^^^^^ From now on, every row that is written to \`orders\` runs \`audit\` as well
`,
    },
    {
      title: 'A new table',
      before: `create function audit() returns trigger language plpgsql as 'begin return new; end';`,
      sql: `
create table orders (id bigint);
create trigger audited after insert on orders for each row execute function audit();
`,
    },
    {
      title: 'It keeps a new column in step with an old one',
      before: `create table orders (id int);`,
      sql: `
alter table orders add column id_new bigint;
create function follow() returns trigger language plpgsql as 'begin new.id_new := new.id; return new; end';
create trigger follow before insert or update on orders for each row execute function follow();
`,
    },
  ],
});

/** The trigger was there, and is changed. */
function isReplaced({ name, table }: CreateTrigger, { catalog, statements, position }: Context): boolean {
  if (catalog.table(table)?.triggers.some(it => it.name === name)) return true;
  const key = keyOf(catalog.fullName(table));
  return statements.slice(0, position).some(it => it.kind === 'drop' && it.object === 'trigger' && it.on !== undefined && keyOf(catalog.fullName(it.on)) === key);
}

function isForNewColumn({ table }: CreateTrigger, context: Context): boolean {
  return [...context.catalog.table(table)?.columns.keys() ?? []].some(it => context.isNewColumn(table, it));
}
