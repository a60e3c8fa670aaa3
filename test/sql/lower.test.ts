import { afterAll, expect, test } from 'vitest';
import type { Statement } from '../../server/core/sql/statement.js';
import type { ColumnDefinition, Constraint } from '../../server/core/sql/statement/definitions.js';
import type { Expression, TypeName } from '../../server/core/sql/statement/expression.js';
import type { AlterAction } from '../../server/core/sql/statement/tables.js';
import type { Span } from '../../server/core/text/span.js';
import { startParser } from '../../server/edges/parser.js';

const parser = startParser();
afterAll(() => parser.close());

async function lowered(sql: string): Promise<Statement> {
  const [parsed] = await parser.parse([sql]);
  if (parsed?.kind !== 'statement') throw new Error(`${sql}: ${JSON.stringify(parsed)}`);
  return parsed.statement;
}

// Left: a statement. Right: its kind, the words that name it, and every name with where it stands.
test.each([
  ['create unlogged table if not exists app . "Users é" (id int)', 'create-table «create unlogged table» «app . "Users é"»'],
  ["select 'é😀'", 'select «select»'],
  ["/* é😀 */ create /* x */ or replace view v as select 1", 'create-view «create /* x */ or replace view» «v»'],
  ['create unique index concurrently if not exists "I" on only a.b (c)', 'create-index «create unique index» «"I"» «a.b»'],
  ['create index on t (lower(a))', 'create-index «create index» «t»'],
  ['alter table if exists only a.b drop column c', 'alter-table «alter table» «a.b»'],
  ['drop table if exists a , "B"."c;d" cascade', 'drop «drop table» «a» «"B"."c;d"»'],
  ['drop index concurrently if exists i', 'drop «drop index» «i»'],
  ['drop trigger t on a.b', 'drop «drop trigger» «t» «a.b»'],
  ['drop function if exists f(int, text), g()', 'drop «drop function» «f» «g»'],
  ['drop type "T"', 'drop «drop type» «"T"»'],
  ['comment on column a.b.c is $$x$$', 'comment «comment on column» «a.b.c»'],
  ['comment on constraint k on a.b is null', 'comment «comment on constraint» «k» «a.b»'],
  ['comment on materialized view m is null', 'comment «comment on materialized view» «m»'],
  ['alter table a rename column b to c', 'rename «alter table» «a»'],
  ['alter type mood rename to m', 'rename «alter type» «mood»'],
  ['alter function f(int) set schema s', 'set-schema «alter function» «f»'],
  ['reindex (concurrently) table a', 'reindex «reindex» «a»'],
  ['create collation if not exists s."É" from "C"', 'create-collation «create collation» «s."É"»'],
  ['refresh materialized view concurrently v', 'refresh-materialized-view «refresh materialized view» «v»'],
  ['with q as (select 1) update a.t set x = 1', 'update «update» «a.t»'],
  ['insert into "T" values (1)', 'insert «insert into» «"T"»'],
  ['create materialized view if not exists m as select 1', 'create-table-as «create materialized view» «m»'],
  ['select * into x from y', 'create-table-as «select» «x»'],
  ['create constraint trigger t after insert on a for each row execute function f()', 'create-trigger «create constraint trigger» «a»'],
  ['create type s.mood as enum ()', 'create-type «create type» «s.mood»'],
  ['create domain d as int', 'create-domain «create domain» «d»'],
  ['create or replace function f() returns int language sql return 1', 'create-function «create or replace function» «f»'],
  ['truncate table a, only b', 'truncate «truncate table» «a» «b»'],
  ['grant select on a, b to x', 'grant «grant» «a» «b»'],
  ['create extension if not exists "uuid-ossp"', 'create-extension «create extension»'],
  ['create database d', 'other «create database»'],
])('%s', async (sql, expected) => {
  const statement = await lowered(sql);
  expect([statement.kind, quote(sql, statement.keyword), ...namesIn(statement).map(it => quote(sql, it))].join(' ')).toBe(expected);
});

function quote(sql: string, span: Span | undefined): string {
  return span === undefined ? '«»' : `«${sql.slice(span.start, span.end)}»`;
}

/** The spans of the names at the top of a statement. */
function namesIn(statement: Statement): readonly Span[] {
  const named = statement as unknown as Readonly<Record<string, unknown>>;
  const values = ['name', 'names', 'table', 'tables', 'view', 'target', 'sequence', 'on'].flatMap(key => named[key] ?? []);
  return values.flatMap(it => (typeof it === 'object' && it !== null && 'span' in it ? [it.span as Span] : []));
}

// Left: actions. Right: each action's kind, its own words, and what it carries.
test.each([
  ['add column a int, drop b', 'add-column «add column a int» a int4 | drop-column «drop b» b'],
  ['add if not exists a text collate "C" not null default \'é\' check (a <> \',\')', 'add-column «add if not exists a text collate "C" not null default \'é\' check (a <> \',\')» a text not null default=«\'é\'» check«check (a <> \',\')»(a) if-not-exists'],
  ['alter a type varchar(10)[] using a::text[], alter b set not null', 'alter-column-type «alter a type varchar(10)[] using a::text[]» a varchar(10)[] using=«a::text[]» | set-not-null «alter b set not null» b'],
  ['add constraint k foreign key (a, b) references s.t (c, d) on delete set null not valid', 'add-constraint «add constraint k foreign key (a, b) references s.t (c, d) on delete set null not valid» k foreign-key«constraint k foreign key (a, b) references s.t (c, d) on delete set null not valid»(a,b)→s.t(c,d) set-null not-valid'],
  ['add primary key using index i', 'add-constraint «add primary key using index i» primary-key«primary key using index i»() using i'],
  ['add not null a not valid, add check (a > 0) not enforced', 'add-constraint «add not null a not valid» not-null«not null a not valid»(a) not-valid | add-constraint «add check (a > 0) not enforced» check«check (a > 0) not enforced»(a) not-valid not-enforced'],
  ['set (fillfactor = 50, toast.autovacuum_enabled = off), reset (fillfactor)', 'set-options «set (fillfactor = 50, toast.autovacuum_enabled = off)» fillfactor=50,toast.autovacuum_enabled=off | set-options «reset (fillfactor)» fillfactor'],
  ['alter a set default now(), alter a drop default, alter a set expression as (b * 2)', 'set-default «alter a set default now()» a =«now()» | drop-default «alter a drop default» a | set-expression «alter a set expression as (b * 2)» a =«b * 2»'],
  ["attach partition p for values from ('2024-01-01', minvalue) to (5, maxvalue)", "attach-partition «attach partition p for values from ('2024-01-01', minvalue) to (5, maxvalue)» p range 2024-01-01,minvalue..5,maxvalue"],
  ['detach partition s.p concurrently', 'detach-partition «detach partition s.p concurrently» s.p concurrently'],
  ['replica identity using index i, replica identity full, replica identity nothing, replica identity default', 'replica-identity «replica identity using index i» index | replica-identity «replica identity full» full | replica-identity «replica identity nothing» nothing | replica-identity «replica identity default» default'],
  ['set (autovacuum_enabled, vacuum_truncate = false, autovacuum_vacuum_scale_factor = 0.05)', 'set-options «set (autovacuum_enabled, vacuum_truncate = false, autovacuum_vacuum_scale_factor = 0.05)» autovacuum_enabled=true,vacuum_truncate=false,autovacuum_vacuum_scale_factor=0.05'],
  ['enable trigger all, disable rule r, force row level security', 'enable-trigger «enable trigger all» | disable-rule «disable rule r» r | row-security «force row level security» force'],
])('alter table t %s', async (actions, expected) => {
  const sql = `alter table t ${actions}`;
  const statement = await lowered(sql);
  expect(statement.kind === 'alter-table' ? statement.actions.map(it => action(sql, it)).join(' | ') : statement.kind).toBe(expected);
});

function action(sql: string, it: AlterAction): string {
  const words: (string | false | undefined)[] = [it.kind, quote(sql, it.span)];
  if ('column' in it) words.push(typeof it.column === 'string' ? it.column : column(sql, it.column));
  if ('type' in it) words.push(type(it.type));
  if ('using' in it && it.using) words.push(`using=${quote(sql, it.using.span)}`);
  if ('constraint' in it) words.push(constraint(sql, it.constraint));
  if ('expression' in it) words.push(`=${quote(sql, it.expression.span)}`);
  if ('names' in it) words.push(it.names.map(name => (it.values[name] === undefined ? name : `${name}=${it.values[name]}`)).join());
  if ('name' in it) words.push(it.name);
  if ('to' in it) words.push(it.to);
  if ('partition' in it) words.push([it.partition.schema, it.partition.name].filter(Boolean).join('.'));
  if ('bounds' in it && it.bounds?.kind === 'range') words.push('range', [it.bounds.from, it.bounds.to].map(end => end.map(bound => (typeof bound === 'string' ? bound : bound.value)).join()).join('..'));
  if ('concurrently' in it) words.push(it.concurrently && 'concurrently');
  if ('ifNotExists' in it) words.push(it.ifNotExists && 'if-not-exists');
  return words.filter(word => word).join(' ');
}

function type({ name, modifiers, array, serial }: TypeName): string {
  return `${serial ? 'serial ' : ''}${name}${modifiers.length > 0 ? `(${modifiers.join()})` : ''}${array ? '[]' : ''}`;
}

function column(sql: string, it: ColumnDefinition): string {
  return [
    it.name, it.type && type(it.type), it.notNull && 'not null', it.default && `default=${quote(sql, it.default.span)}`,
    it.generated && `${it.generated.as}${'expression' in it.generated ? `=${quote(sql, it.generated.expression.span)}` : ''}`,
    ...it.constraints.map(part => constraint(sql, part)),
  ].filter(Boolean).join(' ');
}

function constraint(sql: string, it: Constraint): string {
  const target = it.references && `→${[it.references.table.schema, it.references.table.name].filter(Boolean).join('.')}(${it.references.columns.join()})`;
  return [
    it.name, `${it.kind}${quote(sql, it.span)}(${it.columns.join()})${target ?? ''}`, it.references?.onDelete !== 'no-action' && it.references?.onDelete,
    it.notValid && 'not-valid', it.notEnforced && 'not-enforced', it.deferrable && 'deferrable', it.usingIndex && `using ${it.usingIndex}`,
  ].filter(Boolean).join(' ');
}

// Left: what stands in the parentheses of CREATE TABLE. Right: columns, then constraints.
test.each([
  ['id bigserial primary key, n numeric(12, 2) not null', 'id serial int8 primary-key«primary key»(id) | n numeric(12,2) not null'],
  ['a timestamp(3) with time zone default current_timestamp, b interval day to second(2), c "char", d character varying(5)', 'a timestamptz(3) default=«current_timestamp» | b interval(7176,2) | c char | d varchar(5)'],
  ['a int constraint k check (a > 0) constraint q references s.t on delete cascade deferrable, b int unique', 'a int4 k check«constraint k check (a > 0)»(a) q foreign-key«constraint q references s.t on delete cascade deferrable»(a)→s.t() cascade deferrable | b int4 unique«unique»(b)'],
  ['a int generated always as identity, b int generated always as (a * 2) stored, c int generated always as (a) virtual', 'a int4 identity | b int4 stored=«a * 2» | c int4 virtual=«a»'],
  ["a double precision[] default array[1, 2]::float8[] not null, check (a is not null and 'é😀' = ''), unique (a) include (b)", "a float8[] not null default=«array[1, 2]::float8[]» | check«check (a is not null and 'é😀' = '')»(a) | unique«unique (a) include (b)»(a)"],
  ['exclude using gist (r with &&), foreign key (a) references t not enforced', 'exclude«exclude using gist (r with &&)»(r) | foreign-key«foreign key (a) references t not enforced»(a)→t() not-valid not-enforced'],
])('create table t (%s)', async (body, expected) => {
  const sql = `create table t (${body})`;
  const statement = await lowered(sql);
  expect(statement.kind === 'create-table' ? [...statement.columns.map(it => column(sql, it)), ...statement.constraints.map(it => constraint(sql, it))].join(' | ') : statement.kind).toBe(expected);
});

// Left: an expression. Right: where it stands, its calls, its columns, what it proves and compares.
test.each([
  ['now()', '«now()» calls now/0'],
  ['(1 + 2) * 3', '«(1 + 2) * 3»'],
  ['current_timestamp', '«current_timestamp»'],
  ['null::int', '«null::int» null'],
  ["upper(gen_random_uuid()::text) || 'x'", "«upper(gen_random_uuid()::text) || 'x'» calls upper/1 gen_random_uuid/0"],
  ['case when a then f(b, 1) else array[g(c)] end', '«case when a then f(b, 1) else array[g(c)] end» calls f/2 g/1 columns a b c'],
  ["nextval('s.q'::regclass)", "«nextval('s.q'::regclass)» calls nextval/1:s.q"],
  ["now() at time zone 'utc'", "«now() at time zone 'utc'» calls timezone/2:utc now/0"],
  ['a::text::varchar(3)', '«a::text::varchar(3)» columns a casts a text varchar(3)'],
  ['a is not null and not (b is null) and c > 3', '«a is not null and not (b is null) and c > 3» columns a b c proves a b says a is-not-null; c > 3'],
  ["a is not null or b", '«a is not null or b» columns a b'],
  ["d >= date '2024-01-01' and '2025-01-01' > d and e in ('x', 'y') and f = any (array[1, 2]) and g between 1 and 2", "«d >= date '2024-01-01' and '2025-01-01' > d and e in ('x', 'y') and f = any (array[1, 2]) and g between 1 and 2» columns d e f g says d >= 2024-01-01; d < 2025-01-01; e in x,y; f in 1,2; g >= 1; g <= 2"],
  ['interval \'1\' day', "«interval '1' day»"],
  ['(select max(x) from t)', '«(select max(x) from t)» calls max/1 columns x'],
])('%s', async (text, expected) => {
  const sql = `alter table t add check (${text})`;
  const statement = await lowered(sql);
  const [added] = statement.kind === 'alter-table' ? statement.actions : [];
  expect(added?.kind === 'add-constraint' && added.constraint.expression ? shown(sql, added.constraint.expression) : added).toBe(expected);
});

function shown(sql: string, it: Expression): string {
  const list = (word: string, all: readonly string[], by = ' '): readonly string[] => (all.length === 0 ? [] : [`${word} ${all.join(by)}`]);
  return [
    quote(sql, it.span), ...(it.isNull ? ['null'] : []),
    ...list('calls', it.calls.map(call => `${call.name}/${call.arguments}${call.literal === undefined ? '' : `:${call.literal}`}`)),
    ...list('columns', it.columns),
    ...list('casts', it.castOfColumn === undefined ? [] : [it.castOfColumn, ...(it.casts ?? []).map(type)]),
    ...list('proves', it.provesNotNull),
    ...list('says', (it.comparisons ?? []).map(fact => [fact.column, fact.operator, fact.values.join()].filter(Boolean).join(' ')), '; '),
  ].join(' ');
}

// Left: a query. Right: what it writes, reads, locks and calls; `all` without a condition, `never` with one that is false.
test.each([
  ['select * from a, s.b left join c on true where x in (select y from d)', 'select reads a s.b c d'],
  ['with a as (select * from a), b as (select * from a) select * from b', 'select reads a all'],
  ['with recursive r as (select * from r union select * from t) select * from r', 'select reads t all'],
  ['select * from a x, b for update of x', 'select reads a b locks a all'],
  ["select nextval('q'), set_config('search_path', '', false)", 'select calls nextval:q set_config:search_path all'],
  ['insert into s.t (a, b) select 1, f(c) from d on conflict do nothing', 'insert s.t reads d calls f columns a b all'],
  ['insert into t values (1), (2)', 'insert t rows 2 all'],
  ['update only t set a = 1, b = 2 from u', 'update only t reads u columns a b all'],
  ['insert into t select * from only u where false', 'insert t reads only u never'],
  ['explain analyze delete from t', 'delete t all'],
  ['delete from t using u where a = 1 and false', 'delete t reads u never'],
  ['with gone as (delete from a returning *) insert into b select * from gone', 'insert b writes (delete a all) all'],
  ['merge into t using u on t.a = u.a when matched then delete when not matched then insert values (1)', 'merge t reads u does delete insert'],
  ["update t set a = 1, b['é'] = 1, b['x'] = 2, c.d = 1, c.e = 2, A = 3", 'update t columns a b b c c a again «A» all'],
  ['insert into t (a, a) values (1, 1) on conflict (a) do update set b = 1, "b" = 2', 'insert t columns a a rows 1 again «a» «"b"» all'],
  ['merge into t using u on t.a = u.a when matched then update set b = 1, b = 2 when not matched then insert (b) values (1)', 'merge t reads u does update insert again «b»'],
])('%s', async (sql, expected) => {
  const statement = await lowered(sql);
  const repeated = 'repeated' in statement && statement.repeated ? ['again', ...statement.repeated.map(it => quote(sql, it.span))].join(' ') : '';
  expect(query(statement).replace(/(?= all$| never$)|(?<!all|never)$/, repeated && ` ${repeated}`)).toBe(expected);
});

function query(it: Statement): string {
  if (!('reads' in it) || !('where' in it)) return it.kind;
  const list = (word: string, all: readonly string[] | undefined): readonly string[] => (all === undefined || all.length === 0 ? [] : [word, ...all]);
  const name = ({ schema, name: own }: { readonly schema?: string; readonly name: string }): string => (schema === undefined ? own : `${schema}.${own}`);
  return [
    it.kind, ...(it.target ? [`${it.target.only ? 'only ' : ''}${name(it.target)}`] : []), ...list('reads', it.reads.map(read => `${read.only ? 'only ' : ''}${name(read)}`)), ...list('locks', it.locks?.map(name)),
    ...list('calls', it.calls.map(call => (call.literal === undefined ? call.name : `${call.name}:${call.literal}`))), ...list('columns', it.columns), ...list('does', it.does),
    ...(it.rows === undefined ? [] : [`rows ${it.rows}`]), ...list('writes', it.writes?.map(part => `(${query(part)})`)), ...(it.never ? ['never'] : it.where ? [] : ['all']),
  ].join(' ');
}

test.each([
  ["create function f() returns trigger language plpgsql stable as $x$ begin return 'é'; end $x$", "plpgsql stable « begin return 'é'; end »"],
  ["create function f() returns int as E'select \\'1\\'' language SQL immutable", "sql immutable «select \\'1\\'»"],
  ['create procedure f() begin atomic select 1; end', 'sql volatile «»'],
  ['do $$begin null; end$$', 'plpgsql «begin null; end»'],
])('the body of %s', async (sql, expected) => {
  const it = await lowered(sql);
  expect(it.kind === 'create-function' ? `${it.language} ${it.volatility} ${quote(sql, it.body)}` : it.kind === 'do' ? `${it.language} ${quote(sql, it.body)}` : it.kind).toBe(expected);
});

test.each([
  ['create sequence s as integer', 'int4'],
  ['alter sequence s as bigint', 'int8'],
  ['create sequence s', ''],
  ['create table t (a int) with (fillfactor = 70, autovacuum_enabled = off)', 'fillfactor=70 autovacuum_enabled=off'],
  ['create function f() returns trigger language plpgsql as $$$$', 'for triggers'],
  ['create function f() returns pg_catalog.int4 language sql as $$$$', ''],
])('what %s carries', async (sql, expected) => {
  const it = await lowered(sql);
  const words = 'sequence' in it ? [it.type?.name] : it.kind === 'create-table' ? Object.entries(it.options ?? {}).map(pair => pair.join('=')) : it.kind === 'create-function' ? [it.forTriggers && 'for triggers'] : [it.kind];
  expect(words.filter(Boolean).join(' ')).toBe(expected);
});

test.each([
  ['set local lock_timeout = \'5s\'', 'lock_timeout=5s local'],
  ['set search_path to a, "B"', 'search_path=a, B'],
  ['set time zone \'UTC\'', 'timezone=UTC'],
  ['reset all', 'all reset'],
  ['set lock_timeout to default', 'lock_timeout reset'],
])('%s', async (sql, expected) => {
  const it = await lowered(sql);
  expect(it.kind === 'set' ? `${it.name}${it.value === undefined ? '' : `=${it.value}`}${it.local ? ' local' : ''}${it.reset ? ' reset' : ''}` : it.kind).toBe(expected);
});

// Left: a statement. Right: what is said of rights, and of conditions.
test.each<[string, object]>([
  ['grant all on t to public, bob', { kind: 'grant', roles: ['public', 'bob'] }],
  ['grant SELECT(a), update on all tables in schema s to current_user', { privileges: ['select', 'update'], roles: ['current_user'], allIn: ['s'] }],
  ['revoke usage on schema s from public', { kind: 'revoke', object: 'schema', privileges: ['usage'], roles: ['public'] }],
  ['alter default privileges in schema s grant all on tables to public', { kind: 'grant', future: true, names: [], roles: ['public'] }],
  [`create function f() returns int language sql security definer set search_path = '' as 'select 1'`, { securityDefiner: true, settings: ['search_path'] }],
  ['alter function s.f(int) security invoker set search_path to a, b reset all', { kind: 'alter-function', securityDefiner: false, settings: ['search_path'] }],
  ['create policy p on t as restrictive for update to bob using (a = 1) with check (true)', { restrictive: true, command: 'update', roles: ['bob'], using: { text: 'a = 1' }, check: { text: 'true' } }],
  ['create policy p on t using (true)', { command: 'all', roles: ['public'] }],
  ['create view v with (security_invoker) as select 1', { securityInvoker: true }],
  ['update t set a = 1 where 1 = 1 or b', { where: true, always: true }],
  ['delete from t where a is null and b is null', { where: true, whereNull: ['a', 'b'] }],
  [`create extension e schema s version '1.2'`, { schema: 's', version: '1.2' }],
])('%s', async (sql, expected) => expect(await lowered(sql)).toMatchObject(expected));

test.each([
  'create policy p on t using (true)', 'create view v with (security_invoker = off) as select 1', 'create view v with (security_barrier) as select 1',
  'update t set a = 1 where a = 1', `update t set a = 1 where 1 = 2`, 'update t set a = 1 where true and b',
])('%s is nothing special', async sql => {
  const statement = await lowered(sql);
  expect(['restrictive', 'securityInvoker', 'always', 'whereNull'].filter(it => it in statement)).toEqual([]);
});
