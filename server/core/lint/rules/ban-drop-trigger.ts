import { keyOf } from '../../sql/identifier.js';
import type { Drop } from '../../sql/statement/objects.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'ban-drop-trigger',
  aliases: ['banDropTrigger', 'drop-trigger'],
  summary: 'Dropping a trigger ends what it did on every write',
  severity: 'info',
  why: `
    What it kept up to date, checked or recorded is no longer, from the next write on, whichever application writes.
    Rows that are written meanwhile have never been through it, also if it comes back.`,
  instead: `
    Drop it when no application relies on it any more. What only changes, \`CREATE OR REPLACE TRIGGER\` changes without a gap, from PostgreSQL 14 on;
    before that, drop it and create it again in one transaction.`,
  sources: ['https://www.postgresql.org/docs/current/sql-droptrigger.html'],

  on: ['drop'],
  *check(statement, context) {
    const { object, names: [name], on } = statement;
    if (object !== 'trigger' || name === undefined || on === undefined) return;
    const table = context.catalog.table(on);
    if (context.isNew(on) || isMadeAround(statement, context)) return;
    // Without such a trigger there is nothing to drop.
    if (statement.ifExists && table && !table.partial && !table.triggers.some(it => it.name === name.name)) return;
    yield { span: name.span ?? statement.keyword, message: `From now on, writes to ${named(on)} no longer run ${named(name)}` };
  },

  examples: [
    {
      title: 'A trigger on a table in use',
      before: `
create table orders (id bigint);
create function audit() returns trigger language plpgsql as 'begin return new; end';
create trigger audited after insert on orders for each row execute function audit();`,
      sql: `
drop trigger audited on orders;
--           ^^^^^^^ From now on, writes to \`orders\` no longer run \`audited\`
`,
    },
    {
      title: 'It is made anew',
      before: `
create table orders (id bigint);
create function audit() returns trigger language plpgsql as 'begin return new; end';
create trigger audited after insert on orders for each row execute function audit();`,
      sql: `
drop trigger if exists audited on orders;
create trigger audited after insert or update on orders for each row execute function audit();
`,
    },
  ],
});

/** Created in the same migration, before or after; or the table goes as well. */
function isMadeAround({ names: [name], on }: Drop, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(on!));
  return statements.some((it, i) => {
    if (it.kind === 'create-trigger') return it.name === name!.name && keyOf(catalog.fullName(it.table)) === key;
    return i > position && it.kind === 'drop' && it.object === 'table' && it.names.some(dropped => keyOf(catalog.fullName(dropped)) === key);
  });
}
