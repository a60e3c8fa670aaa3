import { keyOf } from '../../sql/identifier.js';
import type { ObjectKind } from '../../sql/statement/names.js';
import type { SetSchema } from '../../sql/statement/objects.js';
import { isMadeHere } from '../made.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'set-schema',
  aliases: ['MP098'],
  summary: 'What moves to another schema is not found in the old one',
  severity: 'warning',
  why: `
    Queries that name the old schema, or find it by their \`search_path\`, fail from that moment on; those of the new application failed until then.
    Functions in PL/pgSQL fail when they are called next.`,
  instead: `
    Leave a view of the same name in the old schema, in the same transaction, and drop it when nobody uses it any more. A plain view of one table can be written to.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-SCHEMA'],

  on: ['set-schema'],
  *check(statement, context) {
    const { object, name, to, keyword } = statement;
    if (!USED_BY_NAME.has(object) || context.catalog.fullName(name).schema === to) return;
    if (context.isNew(name) || isMadeHere(object, name, context) || isReplaced(statement, context)) return;
    yield { span: keyword, message: `Moving ${named(name)} to the schema ${named({ name: to })} breaks all that looks for it in the old one` };
  },

  examples: [
    {
      title: 'A table in use',
      before: `create schema app; create table users (id bigint);`,
      sql: `
alter table users set schema app;
-- ^^^^^^^^ Moving \`users\` to the schema \`app\` breaks all that looks for it in the old one
`,
    },
    {
      title: 'A view takes its place',
      before: `create schema app; create table users (id bigint);`,
      sql: `
alter table users set schema app;
create view users as select * from app.users;
`,
    },
    {
      title: 'A new table, and an extension',
      before: `create schema app; create extension pgcrypto;`,
      sql: `
create table users (id bigint);
alter table users set schema app;
alter extension pgcrypto set schema app;
`,
    },
  ],
});

const USED_BY_NAME: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['table', 'foreign-table', 'view', 'materialized-view', 'sequence', 'type', 'domain', 'function', 'procedure', 'aggregate']);

function isReplaced({ name }: SetSchema, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(name));
  return statements.slice(position + 1).some(it => (it.kind === 'create-view' && keyOf(catalog.fullName(it.view)) === key)
    || (it.kind === 'create-table' && keyOf(catalog.fullName(it.table)) === key));
}
