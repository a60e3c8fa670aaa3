import type { FullName, Relation } from '../../schema/catalog.js';
import { keyOf, type Name } from '../../sql/identifier.js';
import type { AlterAction } from '../../sql/statement/tables.js';
import { referrersOf, shown, viewsReading } from '../depending.js';
import type { Context, Finding } from '../rule.js';
import { rule } from '../rule.js';
import { lastWord, listed, listedBriefly, named } from '../words.js';

export default rule({
  id: 'ban-drop-cascade',
  aliases: ['MP022', 'PGM202', 'PGM205'],
  summary: '`DROP … CASCADE` drops things that it does not name',
  severity: 'warning',
  why: `
    Views, foreign keys, policies and functions of others that depend on it go with it, without a word.
    What a test database loses shows only what depends on it there.`,
  instead: `
    Drop what depends on it by name, first. Without \`CASCADE\` Postgres refuses as long as anything does, and lists it.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-depend.html'],

  on: ['drop', 'alter-table'],
  actions: ['drop-column', 'drop-constraint'],
  *check(statement, context) {
    if (statement.kind === 'alter-table') {
      for (const action of statement.actions) if ((action.kind === 'drop-column' || action.kind === 'drop-constraint') && action.cascade) yield* ofTable(action, statement.table, context);
      return;
    }
    const { object, names, cascade, keyword } = statement;
    // A schema is dropped for what is in it: that is another finding.
    if (!cascade || (object !== 'table' && object !== 'view' && object !== 'materialized-view')) return;
    const { catalog, text } = context;
    const all = new Set(names.map(it => keyOf(catalog.fullName(it))));
    const lost = names.filter(it => !context.isNew(it)).flatMap(name => {
      const views = catalog.dependents(catalog.fullName(name)).filter(isView);
      const keys = (catalog.table(name)?.referencedBy ?? []).filter(it => !all.has(keyOf(it)));
      return said(views, keys, context, all);
    });
    if (lost.length > 0) yield { span: lastWord(text, 'cascade') ?? keyword, message: `Dropping ${listed(names.map(named))} also drops ${listed([...new Set(lost)])}` };
  },

  examples: [
    {
      title: 'A table that a view reads and another table references',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint references users);
create view people as select id from users;`,
      sql: `
drop table users cascade;
--               ^^^^^^^ Dropping \`users\` also drops \`people\` and the foreign keys of \`orders\`
`,
    },
    {
      title: 'A view that is made anew',
      before: `
create table users (id bigint primary key);
create view people as select id from users;
create view persons as select id from people;`,
      sql: `
drop view people cascade;
create view people as select id from users;
create view persons as select id from people;
`,
    },
    {
      title: 'A column, and a key',
      before: `
create table users (id bigint primary key, email text unique, mail text generated always as (lower(email)) stored);
create table orders (user_id bigint references users, email text references users (email));
create view people as select id, email from users;
create view persons as select id from people;`,
      sql: `
alter table users drop column email cascade;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ Dropping \`email\` also drops \`people\`, \`persons\`, the foreign keys of \`orders\` and the column \`mail\`
alter table users drop constraint users_pkey cascade;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Dropping \`users_pkey\` also drops the foreign keys of \`orders\`
`,
    },
    {
      title: 'What the migration makes anew, or drops itself',
      before: `
create table users (id bigint primary key, email text);
create table orders (user_id bigint references users);
create view people as select id, email from users;
create view others as select id from users;`,
      sql: `
alter table users drop column email cascade;
create or replace view people as select id, id as other from users;
drop table users cascade;
drop view if exists others, people;
drop table orders;
`,
    },
    {
      title: 'Nothing that is not named',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint references users);`,
      sql: `
drop table users, orders cascade;
`,
    },
  ],
});

function* ofTable(action: Extract<AlterAction, { readonly kind: 'drop-column' | 'drop-constraint' }>, name: Name, context: Context): Iterable<Finding> {
  const { catalog } = context;
  const table = catalog.table(name);
  if (table === undefined || context.isNew(name)) return;
  const { span } = action;
  const dropped = action.kind === 'drop-column' ? action.column : action.name;
  const key = table.constraints.find(it => it.name === dropped && (it.kind === 'primary-key' || it.kind === 'unique'))?.columns;
  const keys = referrersOf(table, it => (action.kind === 'drop-column' ? it.includes(dropped) : it.join() === key?.join()), catalog);
  const views = action.kind === 'drop-column' ? viewsReading(table.name, dropped, catalog) : [];
  const computed = action.kind === 'drop-column' ? [...table.columns.values()].filter(it => it.generated !== undefined && it.reads?.includes(dropped)) : [];
  const lost = [...said(views, keys, context), ...computed.map(it => `the column ${named(it)}`)];
  if (lost.length > 0) yield { span, message: `Dropping ${named({ name: dropped })} also drops ${listed(lost)}` };
}

/** Views with those that read them, and foreign keys; without those that the migration makes anew or drops itself. */
function said(views: readonly Relation[], keys: readonly FullName[], { catalog, statements, position }: Context, dropped: ReadonlySet<string> = new Set()): readonly string[] {
  const after = statements.slice(position + 1);
  const isMadeAnew = (name: Name): boolean => after.some(it => {
    const made = it.kind === 'create-view' ? it.view : it.kind === 'create-table-as' ? it.table : undefined;
    return made !== undefined && keyOf(catalog.fullName(made)) === keyOf(name);
  });
  const goes = (name: Name): boolean => dropped.has(keyOf(name)) || after.some(it => it.kind === 'drop' && it.names.some(other => keyOf(catalog.fullName(other)) === keyOf(name)));
  const above = new Map<string, FullName>();
  const collect = ({ name }: Relation): void => {
    if (above.has(keyOf(name))) return;
    above.set(keyOf(name), name);
    catalog.dependents(name).filter(isView).forEach(collect);
  };
  views.forEach(collect);
  const kept = keys.filter(it => !goes(it));
  return [...[...above.values()].filter(it => !isMadeAnew(it) && !goes(it)).map(shown), ...(kept.length > 0 ? [`the foreign keys of ${listedBriefly(kept.map(shown))}`] : [])];
}

function isView({ kind }: Relation): boolean {
  return kind === 'view' || kind === 'materialized-view';
}
