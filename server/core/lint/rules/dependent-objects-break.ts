import type { Parameters } from '../../schema/catalog/functions.js';
import type { Table } from '../../schema/catalog.js';
import { keyOf, type Name } from '../../sql/identifier.js';
import type { Drop } from '../../sql/statement/objects.js';
import type { AlterTable } from '../../sql/statement/tables.js';
import { mayDrop } from '../bodies.js';
import { referrersOf, shown, viewsReading } from '../depending.js';
import { isForTriggers } from '../functions.js';
import { earlier } from '../neighbours.js';
import type { Context, Finding } from '../rule.js';
import { rule } from '../rule.js';
import { listed, listedBriefly, named } from '../words.js';

export default rule({
  id: 'dependent-objects-break',
  aliases: ['MP052'],
  summary: 'Postgres refuses, because something else depends on it',
  severity: 'error',
  why: `
    A column that a view, a policy or a computed column reads can neither be dropped nor get another type, and a table that is read or referred to cannot be dropped.
    The migration fails, wherever these are there.`,
  instead: `
    Drop what depends on it first, by name, and make it anew after, in the same transaction.
    \`CASCADE\` would drop it as well, without a word and without making it anew.`,
  sources: ['https://www.postgresql.org/docs/current/ddl-depend.html'],

  on: ['alter-table', 'drop'],
  actions: ['alter-column-type', 'drop-column', 'drop-constraint'],
  *check(statement, context) {
    const found = [...statement.kind === 'drop' ? dropped(statement, context) : altered(statement, context)];
    // Where something ran that nobody understood, it may be gone by now: most likely so where this migration ran it. To be asked last, of all that comes before.
    if (found.length === 0 || earlier(context, it => mayDrop(it, context.catalog))) return;
    const severity = context.catalog.complete ? {} : { severity: 'warning' as const };
    for (const finding of found) yield { ...finding, ...severity };
  },

  examples: [
    {
      title: 'A column that a view reads is dropped',
      before: `
create table users (id bigint, email text);
create view people as select id, lower(email) as mail from users;`,
      refusedWith: '2BP01',
      sql: `
alter table users drop column email;
--                ^^^^^^^^^^^^^^^^^ Postgres does not drop \`email\` as long as \`people\` reads it
`,
    },
    {
      title: 'A column that a view reads gets another type',
      before: `
create table users (id int, email text);
create view people as select * from users;`,
      refusedWith: '0A000',
      sql: `
alter table users alter column id type bigint;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres gives \`id\` no other type as long as \`people\` reads it
`,
    },
    {
      title: 'A table that another one refers to',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint references users);`,
      refusedWith: '2BP01',
      sql: `
drop table users;
--         ^^^^^ Postgres does not drop \`users\` as long as \`orders\` refers to it
`,
    },
    {
      title: 'A partition of a table that another one refers to',
      before: `
create table days (day date primary key) partition by list (day);
create table monday partition of days for values in ('2024-01-01');
create table events (day date references days);`,
      refusedWith: '2BP01',
      sql: `
drop table monday;
--         ^^^^^^ Postgres does not drop \`monday\` as long as \`events\` refers to it
`,
    },
    {
      title: 'A key that another table refers to',
      before: `
create table users (id bigint primary key);
create table orders (user_id bigint references users);`,
      refusedWith: '2BP01',
      sql: `
alter table users drop constraint users_pkey;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^ Postgres does not drop \`users_pkey\` as long as \`orders\` refers to it
`,
    },
    {
      title: 'A type in use',
      before: `
create type mood as enum ('sad', 'glad');
create table people (name text, feels mood);`,
      refusedWith: '2BP01',
      sql: `
drop type mood;
--        ^^^^ Postgres does not drop \`mood\` as long as \`feels\` of \`people\` uses it
`,
    },
    {
      title: 'The sequence of a serial',
      before: `
create table users (id serial, email text);`,
      refusedWith: '2BP01',
      sql: `
drop sequence users_id_seq;
--            ^^^^^^^^^^^^ Postgres does not drop \`users_id_seq\` as long as \`id\` of \`users\` needs it
`,
    },
    {
      title: 'A function that a trigger calls',
      before: `
create table people (name text);
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touched before update on people for each row execute function touch();`,
      refusedWith: '2BP01',
      sql: `
drop function touch();
--            ^^^^^ Postgres does not drop \`touch\` as long as the trigger \`touched\` of \`people\` calls it
`,
    },
    {
      title: 'What used a type or a function goes first',
      before: `
create type mood as enum ('sad', 'glad');
create table users (id bigint primary key, feels mood);
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touched before update on users for each row execute function touch();`,
      sql: `
alter table users drop column feels;
drop type mood;
drop trigger touched on users;
drop function touch();
`,
    },
    {
      title: 'What depends on it goes first, and comes back',
      before: `
create table users (id int, email text);
create view people as select id from users;`,
      sql: `
alter table users drop column email;
drop view people;
alter table users alter column id type bigint;
create view people as select id from users;
`,
    },
  ],
});

function* altered(statement: AlterTable, context: Context): Iterable<Finding> {
  const table = context.catalog.table(statement.table);
  if (table === undefined) return;
  // What one statement drops goes before anything else that it does.
  const gone = new Set(statement.actions.flatMap(it => (it.kind === 'drop-column' || it.kind === 'drop-expression' ? [it.column] : [])));
  for (const action of statement.actions) {
    if (action.kind === 'alter-column-type') {
      const found = [...readersOf(table, action.column, context), ...computedFrom(table, action.column).filter(it => !gone.has(it.column))];
      if (found.length > 0) yield { span: action.span, message: `Postgres gives ${named({ name: action.column })} no other type as long as ${said(found)}` };
    }
    if (action.kind === 'drop-column' && !action.cascade && table.columns.has(action.column)) {
      const found = [...readersOf(table, action.column, context), ...computedFrom(table, action.column).filter(it => !gone.has(it.column)), ...referrersOf(table, key => key.includes(action.column), context.catalog).map(it => ({ name: shown(it), does: 'refers to' }))];
      if (found.length > 0) yield { span: action.span, message: `Postgres does not drop ${named({ name: action.column })} as long as ${said(found)}` };
    }
    if (action.kind === 'drop-constraint' && !action.cascade && context.catalog.complete) {
      const found = referredBy(table, action.name, context);
      if (found.length > 0) yield { span: action.span, message: `Postgres does not drop ${named({ name: action.name })} as long as ${said(found)}` };
    }
  }
}

interface Dependent {
  /** Its name, as it is to be shown. */
  readonly name: string;
  readonly does: string;
}

function said(found: readonly Dependent[]): string {
  const verbs = [...new Set(found.map(it => it.does))];
  return listed(verbs.map(does => {
    const names = [...new Set(found.filter(it => it.does === does).map(it => it.name))];
    return `${listedBriefly(names)} ${names.length > 1 ? PLURAL[does] : does} it`;
  }));
}

const PLURAL: Readonly<Record<string, string>> = { reads: 'read', 'needs': 'need', 'refers to': 'refer to', uses: 'use', calls: 'call', 'inherits from': 'inherit from' };

/** Views and policies that surely read the column. */
function readersOf(table: Table, column: string, { catalog }: Context): readonly Dependent[] {
  const views = viewsReading(table.name, column, catalog);
  const policies = table.policies.filter(it => it.columns.includes(column) && it.reads.length === 0);
  return [...views.map(it => ({ name: shown(it.name), does: 'reads' })), ...policies.map(it => ({ name: `the policy ${named(it)}`, does: 'reads' }))];
}

function computedFrom({ columns }: Table, column: string): readonly (Dependent & { readonly column: string })[] {
  return [...columns.values()].filter(it => it.reads?.includes(column) && it.generated !== undefined)
    .map(it => ({ name: named(it), does: 'needs', column: it.name }));
}

/** Where no other key of the same columns could be the one that foreign keys need. */
function referredBy(table: Table, constraint: string, { catalog }: Context): readonly Dependent[] {
  const columns = table.constraints.find(it => it.name === constraint && (it.kind === 'primary-key' || it.kind === 'unique'))?.columns.join();
  if (columns === undefined || table.indexes.filter(it => it.unique && it.columns.join() === columns).length > 1) return [];
  return referrersOf(table, key => key.join() === columns, catalog).map(it => ({ name: shown(it), does: 'refers to' }));
}

function dropped({ object, names, parameters, cascade, keyword }: Drop, { catalog }: Context): readonly Finding[] {
  if (cascade) return [];
  const all = new Set(names.map(it => keyOf(catalog.fullName(it))));
  const finding = (name: Drop['names'][number], found: readonly Dependent[]): readonly Finding[] =>
    (found.length === 0 ? [] : [{ span: name.span ?? keyword, message: `Postgres does not drop ${named(name)} as long as ${said(found)}` }]);
  if (object === 'type' || object === 'domain') return names.flatMap(name => finding(name, catalog.columnsOfType(name).map(it => ({ name: `${named(it.column)} of ${shown(it.table.name)}`, does: 'uses' }))));
  if (object === 'function') return names.flatMap((name, i) => finding(name, triggersOf(name, parameters?.[i], catalog)));
  if (object === 'sequence') return names.flatMap(name => finding(name, drawnBy(name, catalog)));
  if (object !== 'table' && object !== 'view' && object !== 'materialized-view') return [];
  return names.flatMap((name): readonly Finding[] => {
    const full = catalog.fullName(name);
    if (catalog.relation(name) === undefined) return [];
    const views = catalog.dependents(full).filter(it => (it.kind === 'view' || it.kind === 'materialized-view') && !all.has(keyOf(it.name)));
    const table = catalog.table(name);
    // What refers to a partitioned table refers to each of its partitions.
    const keys = (table ? [table, ...catalog.partitionedAbove(table)] : []).flatMap(it => it.referencedBy).filter(it => !all.has(keyOf(it)));
    const heirs = (table?.children ?? []).filter(it => !all.has(keyOf(it)) && catalog.table(it)?.partitionOf === undefined);
    const found = [
      ...views.map(it => ({ name: shown(it.name), does: 'reads' })), ...keys.map(it => ({ name: shown(it), does: 'refers to' })), ...heirs.map(it => ({ name: shown(it), does: 'inherits from' })),
    ];
    return finding(name, found);
  });
}

/** The column of a serial draws from the sequence that was made with it, and can have been given others. */
function drawnBy(name: Name, catalog: Context['catalog']): readonly Dependent[] {
  const sequence = catalog.relation(name);
  if (sequence?.kind !== 'sequence' || sequence.ownedBy?.column === undefined) return [];
  const { table, column } = sequence.ownedBy;
  const owned = catalog.dependents(table).filter(it => it.kind === 'sequence' && it.ownedBy?.column === column);
  return owned.length === 1 && catalog.table(table)?.columns.get(column)?.type?.serial ? [{ name: `${named({ name: column })} of ${shown(table)}`, does: 'needs' }] : [];
}

function triggersOf(name: Name, parameters: Parameters, catalog: Context['catalog']): readonly Dependent[] {
  if (!catalog.complete || !isForTriggers(name, parameters, { catalog })) return [];
  const key = keyOf(catalog.fullName(name));
  return [...catalog.relations()].flatMap(it => (it.kind !== 'table' ? [] : it.triggers
    .filter(({ function: called }) => called?.name === name.name && keyOf(catalog.fullName(called)) === key).map(trigger => ({ name: `the trigger ${named(trigger)} of ${shown(it.name)}`, does: 'calls' }))));
}
