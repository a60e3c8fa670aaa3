import type { Catalog, FullName } from '../../schema/catalog.js';
import { keyOf } from '../../sql/identifier.js';
import type { Name } from '../../sql/identifier.js';
import { rule } from '../rule.js';
import { listedBriefly, named } from '../words.js';

export default rule({
  id: 'alter-composite-type-in-use',
  summary: '`ALTER TYPE` of a row type that tables store',
  severity: 'error',
  why: `
    Postgres does not change the type of an attribute while a column of a table is of that row type, and changes nothing of the type of a typed table (\`CREATE TABLE … OF\`) without \`CASCADE\`: the migration fails.
    An attribute that is dropped is gone from every row that has one, at once; applications that still read it break.`,
  instead: `
    Make a type of another name, add a column of it, fill that in batches, and let the application change over. For a typed table, \`CASCADE\`, which changes the table as \`ALTER TABLE\` would.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertype.html'],

  on: ['alter-table'],
  actions: ['add-attribute', 'drop-attribute', 'alter-attribute-type'],
  *check({ table: type, actions }, { catalog, isNew }) {
    const full = catalog.fullName(type);
    const typed = catalog.dependents(full).filter(it => it.kind === 'table' && it.ofType !== undefined && keyOf(it.ofType) === keyOf(full)).map(it => named(shown(it.name)));
    const columns = columnsOf(full, catalog);
    const storing = columns.map(it => `${named({ name: it.column })} of ${named(shown(it.table))}`);
    const severity = catalog.complete ? {} : { severity: 'warning' as const };
    for (const action of actions) {
      if (action.kind !== 'add-attribute' && action.kind !== 'drop-attribute' && action.kind !== 'alter-attribute-type') continue;
      const { span, attribute } = action;
      if (typed.length > 0 && !action.cascade) {
        yield { span, message: `Postgres does not change ${named(type)} without \`CASCADE\`: it is the type of ${listedBriefly(typed)}`, ...severity };
      } else if (action.kind === 'alter-attribute-type' && storing.length > 0) {
        yield { span, message: `Postgres does not change the type of ${named({ name: attribute })}: ${listedBriefly(storing)} ${storing.length === 1 ? 'is' : 'are'} of the type ${named(type)}`, ...severity };
      } else if (action.kind === 'drop-attribute') {
        const losing = columns.flatMap((it, i) => (isNew(it.table) ? [] : [storing[i]!]));
        if (losing.length > 0) yield { span, message: `Dropping ${named({ name: attribute })} loses it in ${listedBriefly(losing)}, and breaks applications that still use it`, severity: 'warning' };
      }
    }
  },

  examples: [
    {
      title: 'The type of an attribute, while a column has the row type',
      before: `
create type address as (street text, zip int);
create table users (id bigint, home address);`,
      refusedWith: '0A000',
      sql: `
alter type address alter attribute zip type text;
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres does not change the type of \`zip\`: \`home\` of \`users\` is of the type \`address\`
`,
    },
    {
      title: 'A typed table, without `CASCADE`',
      before: `
create type person as (name text);
create table people of person;`,
      refusedWith: '2BP01',
      sql: `
alter type person add attribute age int;
--                ^^^^^^^^^^^^^^^^^^^^^ Postgres does not change \`person\` without \`CASCADE\`: it is the type of \`people\`
`,
    },
    {
      title: 'An attribute is dropped',
      before: `
create type address as (street text, zip int);
create table users (id bigint, homes address[]);`,
      sql: `
alter type address drop attribute zip;
--                 ^^^^^^^^^^^^^^^^^^ Dropping \`zip\` loses it in \`homes\` of \`users\`, and breaks applications that still use it
`,
    },
    {
      title: 'An attribute more, a typed table with `CASCADE`, and a type that no table stores',
      before: `
create type address as (street text, zip int);
create table users (id bigint, home address);
create type person as (name text);
create table people of person;
create type pair as (a int, b int);`,
      sql: `
alter type address add attribute city text;
alter type person add attribute age int cascade;
alter type pair alter attribute a type bigint, drop attribute b;
`,
    },
  ],
});

function shown({ schema, name }: FullName): Name {
  return schema === 'public' ? { name } : { schema, name };
}

/** Columns that hold rows of the type: themselves, in an array, or under a domain. */
function columnsOf(type: FullName, catalog: Catalog): readonly { readonly table: FullName; readonly column: string }[] {
  const key = keyOf(type);
  return [...catalog.relations()].flatMap(it => (it.kind === 'table' ? [...it.columns.values()].flatMap(column => {
    const under = column.type && (catalog.domain(column.type)?.type ?? column.type);
    return under?.name === type.name && keyOf(catalog.fullName(under)) === key ? [{ table: it.name, column: column.name }] : [];
  }) : []));
}
