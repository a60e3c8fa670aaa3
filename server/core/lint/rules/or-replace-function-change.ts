import { takesTheSame } from '../../schema/catalog/functions.js';
import type { Catalog } from '../../schema/catalog.js';
import type { Signature } from '../../sql/statement/functions.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'or-replace-function-change',
  summary: '`CREATE OR REPLACE FUNCTION` cannot change what callers see',
  severity: 'error',
  why: `
    A function that is replaced keeps the names of its parameters, their defaults, its result and its kind. Otherwise Postgres refuses, and the migration fails.`,
  instead: `
    Drop the function and create it, in one transaction, with its grants and what depends on it; or give the new one another name, and let the callers move to it.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-NOTES'],

  on: ['create-function'],
  *check({ name, orReplace, procedure, signature, keyword }, { catalog }) {
    const known = orReplace && signature ? catalog.function(name) : undefined;
    const old = known?.overloads.find(it => it.signature && takesTheSame(it.signature, signature!));
    if (!old) return;
    const change = old.procedure !== procedure ? `it is a ${procedure ? 'function' : 'procedure'}` : changeOf(old.signature!, signature!, catalog);
    if (change === undefined) return;
    yield {
      span: name.span ?? keyword,
      message: `Postgres does not replace ${named(name)}: ${change}`,
      ...(!catalog.complete && { severity: 'warning' as const }),
    };
  },

  examples: [
    {
      title: 'A parameter has another name',
      before: `create function area(width int, height int) returns int language sql as 'select width * height';`,
      refusedWith: '42P13',
      sql: `
create or replace function area(w int, height int) returns int language sql as 'select w * height';
--                         ^^^^ Postgres does not replace \`area\`: its parameter \`width\` would be \`w\`
`,
    },
    {
      title: 'Another result',
      before: `create function ids() returns table (id int, name text) language sql as $$ select 1, 'a' $$;`,
      refusedWith: '42P13',
      sql: `
create or replace function ids() returns table (id bigint, name text) language sql as $$ select 1::bigint, 'a' $$;
--                         ^^^ Postgres does not replace \`ids\`: its result \`setof record(id int4, name text)\` would be \`setof record(id int8, name text)\`
`,
    },
    {
      title: 'A default is gone',
      before: `create function tax(amount int, rate int default 20) returns int language sql as 'select amount * rate / 100';`,
      refusedWith: '42P13',
      sql: `
create or replace function tax(amount int, rate int) returns int language sql as 'select amount * rate / 100';
--                         ^^^ Postgres does not replace \`tax\`: its parameter \`rate\` would have no default
`,
    },
    {
      title: 'Another body, another overload, and a function that is dropped first',
      before: `create function area(width int) returns int language sql as 'select width';`,
      sql: `
create or replace function area(width integer) returns int4 language sql immutable as 'select width * width';
create or replace function area(width int, height int) returns bigint language sql as 'select (width * height)::bigint';
drop function area(int);
create or replace function area(side int) returns bigint language sql as 'select (side * side)::bigint';
`,
    },
  ],
});

function changeOf(old: Signature, next: Signature, catalog: Catalog): string | undefined {
  // A parameter that has no name yet may get one.
  const renamed = old.parameters.findIndex(({ name }, i) => name !== undefined && next.parameters[i]!.name !== name);
  if (renamed >= 0) {
    const { name } = next.parameters[renamed]!;
    return `its parameter ${parameter(old, renamed)} would ${name === undefined ? 'have no name' : `be ${named({ name })}`}`;
  }
  const bare = old.parameters.findIndex(({ hasDefault }, i) => hasDefault && !next.parameters[i]!.hasDefault);
  if (bare >= 0) return `its parameter ${parameter(old, bare)} would have no default`;
  return old.result === next.result || mayBeRenamed(old.result, next.result, catalog) ? undefined : `its result \`${old.result}\` would be \`${next.result}\``;
}

function parameter({ parameters }: Signature, at: number): string {
  const { name } = parameters[at]!;
  return name === undefined ? `${at + 1}` : named({ name });
}

/** A type that the migrations made, where another was that nobody knows any more. */
function mayBeRenamed(old: string, next: string, catalog: Catalog): boolean {
  const isMade = (result: string): boolean => (result.match(/\w+/g) ?? []).some(name => catalog.type({ name }) !== undefined || catalog.relation({ name }) !== undefined);
  return isMade(next) && !isMade(old) && !BUILT_IN.test(old);
}

const BUILT_IN = /^(?:setof )?(?:void|record|trigger|bool|int[248]|float[48]|numeric|text|varchar|bpchar|uuid|jsonb?|bytea|date|timestamp(?:tz)?)\b/;
