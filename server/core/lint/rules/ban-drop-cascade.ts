import { keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import { rule } from '../rule.js';
import { lastWord, listed, named } from '../words.js';

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

  on: ['drop'],
  *check({ object, names, cascade, keyword }, context) {
    // A schema is dropped for what is in it: that is another finding.
    if (!cascade || (object !== 'table' && object !== 'view' && object !== 'materialized-view')) return;
    const { catalog, text } = context;
    const all = new Set(names.map(it => keyOf(catalog.fullName(it))));
    const isMadeAnew = (name: Name) => context.statements.slice(context.position + 1).some(it => {
      const made = it.kind === 'create-view' ? it.view : it.kind === 'create-table-as' ? it.table : undefined;
      return made !== undefined && keyOf(catalog.fullName(made)) === keyOf(name);
    });
    const lost = names.filter(it => !context.isNew(it)).flatMap(name => {
      const full = catalog.fullName(name);
      const views = catalog.dependents(full).filter(it => (it.kind === 'view' || it.kind === 'materialized-view') && !all.has(keyOf(it.name)) && !isMadeAnew(it.name));
      const keys = (catalog.table(name)?.referencedBy ?? []).filter(it => !all.has(keyOf(it)));
      return [...views.map(it => shown(it.name)), ...keys.map(it => `the foreign keys of ${shown(it)}`)];
    });
    if (lost.length === 0) return;
    yield { span: lastWord(text, 'cascade') ?? keyword, message: `Dropping ${listed(names.map(named))} also drops ${listed([...new Set(lost)])}` };
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

/** `public` goes without saying. */
function shown({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return named(schema === 'public' ? { name } : { schema, name });
}
