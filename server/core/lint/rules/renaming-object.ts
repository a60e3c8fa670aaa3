import type { ObjectKind } from '../../sql/statement/names.js';
import type { Rename } from '../../sql/statement/objects.js';
import { isForTriggers } from '../functions.js';
import { isMadeAnew, isMadeHere } from '../made.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'renaming-object',
  summary: 'Renaming a view, a type, a function or a sequence breaks what still uses the old name',
  severity: 'warning',
  why: `
    Renaming is instant for Postgres, and for nobody else: from that moment queries that name the old one fail, and those of the new application failed until then.
    Views and defaults follow it; functions in PL/pgSQL, which are text, do not.`,
  instead: `
    Create it under the new name beside the old one, and drop the old one when nobody uses it any more. For a type, keep the name.`,
  sources: ['https://www.postgresql.org/docs/current/sql-alterview.html', 'https://www.postgresql.org/docs/current/sql-altertype.html', 'https://www.postgresql.org/docs/current/sql-alterfunction.html'],

  on: ['rename'],
  *check(statement, context) {
    const { name, to, keyword } = statement;
    const object = objectOf(statement, context);
    if (!USED_BY_NAME.has(object) || isOwned(statement, context) || isForTriggers(name, statement.parameters, context)) return;
    if (context.isNew(name) || isMadeHere(object, name, context) || isMadeAnew(object, name, context)) return;
    yield { span: keyword, message: `Renaming ${named(name)} to ${named({ name: to })} breaks what still uses the old name` };
  },

  examples: [
    {
      title: 'A view, a type and a function in use',
      before: `
create view people as select 1 as id;
create type mood as enum ('sad', 'glad');
create function total() returns int language sql as 'select 1';`,
      sql: `
alter view people rename to persons;
-- ^^^^^^^ Renaming \`people\` to \`persons\` breaks what still uses the old name
alter type mood rename to feeling;
-- ^^^^^^^ Renaming \`mood\` to \`feeling\` breaks what still uses the old name
alter function total() rename to sum_of_all;
-- ^^^^^^^^^^^ Renaming \`total\` to \`sum_of_all\` breaks what still uses the old name
`,
    },
    {
      title: 'Another one takes the name, and what only its table uses',
      before: `
create type mood as enum ('sad', 'glad');
create table users (id bigserial primary key);
create function touch() returns trigger language plpgsql as 'begin return new; end';`,
      sql: `
alter type mood rename to mood_old;
create type mood as enum ('sad', 'glad', 'angry');
alter sequence users_id_seq rename to people_id_seq;
alter function touch() rename to touched;
`,
    },
  ],
});

const USED_BY_NAME: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['view', 'materialized-view', 'type', 'domain', 'function', 'procedure', 'aggregate', 'sequence']);

/** `ALTER TABLE` renames views as well. */
function objectOf({ object, name }: Rename, { catalog }: Context): ObjectKind {
  const relation = object === 'table' ? catalog.relation(name) : undefined;
  return relation?.kind === 'view' || relation?.kind === 'materialized-view' ? relation.kind : object;
}

/** The sequence of a column: its default finds it, whatever it is called. */
function isOwned({ object, name }: Rename, { catalog }: Context): boolean {
  const relation = catalog.relation(name);
  return object === 'sequence' && relation?.kind === 'sequence' && relation.ownedBy !== undefined;
}
