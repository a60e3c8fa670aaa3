import { afterAll, expect, test } from 'vitest';
import { emptyCatalog, type Catalog, type Index, type Relation } from '../../server/core/schema/catalog.js';
import { emptyMap } from '../../server/core/schema/persistent-map.js';
import { split } from '../../server/core/sql/split.js';
import { startParser } from '../../server/edges/parser.js';

const parser = startParser();
afterAll(() => parser.close());

async function replay(script: string, start: Catalog = emptyCatalog()): Promise<Catalog> {
  const texts = split(script).pieces.map(it => script.slice(it.span.start, it.span.end));
  return (await parser.parse(texts)).reduce((catalog, it, i) => {
    if (it.kind !== 'statement') throw new Error(`${texts[i]}: ${JSON.stringify(it)}`);
    return catalog.after(it.statement);
  }, start);
}

// Left: a script. Right: all relations that it leaves. `!` is NOT NULL, `?` not validated, `~` known in part.
test.each([
  // Names that Postgres makes, and the indexes that constraints make.
  ['create table t (id bigserial primary key, a int unique, b int check (b > 0) check (a > b), c int references t, unique (a, b))',
    't(id int8!, a int4, b int4, c int4) t_pkey=primary-key(id) t_a_key=unique(a) t_b_check=check(b) t_check=check(a,b) t_c_fkey=foreign-key(c)→t(id) t_a_b_key=unique(a,b) | t_id_seq of t.id | #t_pkey unique(id) #t_a_key unique(a) #t_a_b_key unique(a,b)'],
  ['create table t (a int check (a > 0) check (a > 1)); create index on t (a); create index on t (a); create unique index on t (lower(a), (a + 1)) include (a)',
    't(a int4) t_a_check=check(a) t_a_check1=check(a) | #t_a_idx (a) #t_a_idx1 (a) #t_lower_expr_a_idx unique(-,-)'],
  [`create table ${'x'.repeat(40)} (${'y'.repeat(40)} int unique)`, `${'x'.repeat(40)}(${'y'.repeat(40)} int4) ${'x'.repeat(29)}_${'y'.repeat(29)}_key=unique(${'y'.repeat(40)}) | #${'x'.repeat(29)}_${'y'.repeat(29)}_key unique(${'y'.repeat(40)})`],
  ['create table "É t" (a int primary key); alter table "É t" add exclude using gist (a with =)', 'É t(a int4!) É t_pkey=primary-key(a) É t_a_excl=exclude(a) | #É t_pkey unique(a) #É t_a_excl (a)'],
  // What is made anew under a name has been dropped, and its indexes with it.
  ['create table t (a int unique, b serial); create table t (a int unique, b serial)', 't(a int4, b int4!) t_a_key=unique(a) | t_b_seq of t.b | #t_a_key unique(a)'],
  // ALTER TABLE.
  ['create table t (a int); alter table t add b text default now(), add constraint k check (a is not null) not valid, alter a type bigint', 't(a int8, b text=now()) k=check(a)?'],
  ['create table t (a int); alter table t add constraint k check (a > 0) not valid; alter table t validate constraint k, alter a set not null', 't(a int4!) k=check(a)'],
  ['create table t (a int, b int, c int, unique (a, b), check (c > 0)); create index i on t (c) where b > 0; alter table t drop b', 't(a int4, c int4) t_c_check=check(c)'],
  ['create table t (a int primary key); alter table t drop constraint t_pkey, alter a drop not null', 't(a int4)'],
  ['create table t (a int not null); create unique index i on t (a); alter table t add constraint k primary key using index i', 't(a int4!) k=primary-key(a) | #k unique(a)'],
  ['create table t (a int); alter table t add if not exists a text; alter table if exists u add b int', 't(a int4)'],
  ['create table t (a int generated always as identity, b int generated always as (a * 2) stored); alter table t alter a drop identity, alter b drop expression', 't(a int4!, b int4)'],
  ['create table t (a int not null); alter table t drop constraint t_a_not_null', 't(a int4)'],
  // Not from the beginning: what is said of a table is all that is known.
  ['do $$begin end$$; alter table t add constraint k check (a is not null); create index i on t (b)', '~t() k=check(a) | #i (b)'],
  // IF NOT EXISTS, LIKE, AS.
  ['create table t (a int); create table if not exists t (b int); create index if not exists i on t (a); create index if not exists i on t (a, a)', 't(a int4) | #i (a)'],
  ['create table s (a int not null default 1 check (a > 0), b text unique); create table t (like s); create table u (like s including all)',
    's(a int4!=1, b text) s_a_check=check(a) s_b_key=unique(b) | t(a int4!, b text) | u(a int4!=1, b text) s_a_check=check(a) u_b_key=unique(b) | #s_b_key unique(b) #u_b_key unique(b)'],
  ['create table t as select 1 as a, b from u; create table v as select * from t', '~t(a, b) | ~v()'],
  // Partitions and inheritance.
  ['create table p (a int not null, b int) partition by range (a); create index i on p (b); create table q partition of p for values from (1) to (2); create table r (a int not null, b int); create index ri on r (b); alter table p attach partition r default',
    'p(a int4!, b int4) ⊃ r q | q(a int4!, b int4) ⊂ p | r(a int4!, b int4) ⊂ p default | #i (b) #q_b_idx (b)⊂i #ri (b)⊂i'],
  ['create table p (a int) partition by list (a); create table q partition of p for values in (1); create index i on p (a); alter table p add b text not null; alter table p detach partition q; drop table p', 'q(a int4, b text!) | #q_a_idx (a)'],
  ['create table p (a int) partition by list (a); create table q partition of p default; drop table p', ''],
  ['create table p (a int); create table q (b int) inherits (p); alter table p add c int, add check (c > 0); alter table q no inherit p', 'p(a int4, c int4) p_c_check=check(c) | q(a int4, b int4, c int4) p_c_check=check(c)'],
  // Renames and moves carry everything along.
  ['create table a (id int primary key); create table b (a int references a); create view v as select id from a; alter table a rename to c; alter table c rename id to no; alter table c set schema s',
    'b(a int4) b_a_fkey=foreign-key(a)→s.c(no) | s.c(no int4!) a_pkey=primary-key(no) | v reads s.c (no) | #s.a_pkey unique(no)'],
  ['create table t (a serial unique); alter index t_a_key rename to k; alter table t rename constraint k to k2; alter sequence t_a_seq rename to s; alter table t rename a to b', 's of t.b | t(b int4!) k2=unique(b) | #k2 unique(b)'],
  ['create schema s create table t (a int) create view v as select a from t; alter schema s rename to r', 'r.t(a int4) | r.v reads r.t (a)'],
  ['create table t (a int, b int); create view v as select * from t; create materialized view w as select * from t, u; alter table t add c int; alter table t rename b to d', 't(a int4, d int4, c int4) | v reads t (a,d) | w reads t,u'],
  // What goes with what is dropped.
  ['create table a (id serial primary key); create table b (a int references a); create view v as select 1 from a; create view w as select 1 from v; drop table a cascade', 'b(a int4)'],
  ['create schema s; create table s.a (id int primary key); create table b (a int references s.a); drop schema s cascade', 'b(a int4)'],
  ['create type mood as enum (\'a\'); create table t (a mood, b int); drop type mood cascade', 't(b int4)'],
  ['create table t (a int); drop table if exists t, u; create table t (b int)', 't(b int4)'],
  // Sessions.
  ['set search_path = s, public; create table t (a int); create table public.u (a int); alter table u add b int; alter table t add c int', 's.t(a int4, c int4) | u(a int4, b int4)'],
  ['create table t (a int); create temp table t (b int); alter table t add c int', 'pg_temp.t(b int4, c int4) | t(a int4)'],
  ['begin; create table t (a int); savepoint x; create table u (a int); rollback to x; commit; begin; drop table t; rollback', 't(a int4)'],
  ['begin; set local search_path = s; create table t (a int); commit; create table u (a int)', 's.t(a int4) | u(a int4)'],
])('%s', async (script, expected) => {
  expect(shown(await replay(script))).toBe(expected);
});

function shown(catalog: Catalog): string {
  const relations = [...catalog.relations()].sort((a, b) => (name(a.name) < name(b.name) ? -1 : 1));
  const indexes = relations.flatMap(it => ('indexes' in it ? it.indexes.map(index) : []));
  const rest = relations.filter(it => it.kind !== 'index').map(relation);
  return [...rest, ...(indexes.length > 0 ? [indexes.join(' ')] : [])].join(' | ');
}

function name({ schema, name: own }: { readonly schema: string; readonly name: string }): string {
  return schema === 'public' ? own : `${schema}.${own}`;
}

function index({ name: own, unique, columns, parent }: Index): string {
  return `#${name(own)} ${unique ? 'unique' : ''}(${columns.map(it => it ?? '-').join()})${parent ? `⊂${name(parent)}` : ''}`;
}

function relation(it: Relation): string {
  switch (it.kind) {
    case 'table': {
      const columns = [...it.columns.values()].map(({ name: own, type, notNull, default: given }) => `${own}${type ? ` ${type.name}` : ''}${notNull ? '!' : ''}${given ? `=${given.text}` : ''}`);
      const constraints = it.constraints.map(({ name: own, kind, columns: on, references, validated }) => `${own}=${kind}(${on.join()})${references ? `→${name(references.table)}(${references.columns.join()})` : ''}${validated ? '' : '?'}`);
      return [
        `${it.partial ? '~' : ''}${name(it.name)}(${columns.join(', ')})`, ...constraints, ...(it.partitioned ? ['⊃', ...it.children.map(name)] : []),
        ...(it.partitionOf ? ['⊂', name(it.partitionOf.parent), ...(it.partitionOf.isDefault ? ['default'] : [])] : []),
      ].join(' ');
    }
    case 'view':
    case 'materialized-view':
      return `${name(it.name)} reads ${it.reads.map(name).join()}${it.columnsRead && it.columnsRead.length > 0 ? ` (${it.columnsRead.join()})` : ''}`;
    case 'sequence':
      return `${name(it.name)}${it.ownedBy ? ` of ${name(it.ownedBy.table)}.${it.ownedBy.column}` : ''}`;
    case 'index':
    case 'composite':
      return name(it.name);
  }
}

// What leaves the schema known for certain, and what does not.
test.each([
  ['create table t (a int); insert into t select f from generate_series(1, 3) f where now() > now()', true],
  ['create extension pg_trgm; create role x; grant select on t to x; vacuum; set lock_timeout = 1', true],
  ['create function f() returns int language sql immutable as $$select 1$$; create table t (a int default f())', true],
  ['do $$begin create table t (a int); end$$', false],
  ['select f()', false],
  ["create function f() returns int language plpgsql as ''; select f()", false],
  ["create function f() returns int language plpgsql stable as ''; select f()", true],
  ["select set_config('search_path', '', false), pg_catalog.nextval('q')", true],
  ['call p()', false],
  ['drop owned by x', false],
  ['create extension timescaledb', false],
  ['insert into t values (my.f(1))', false],
])('%s: %s', async (script, complete) => {
  expect((await replay(script)).complete).toBe(complete);
});

test('what replication goes by', async () => {
  const catalog = await replay('create table t (a int primary key); create table u (a int); alter table u replica identity full');
  expect([catalog.table({ name: 't' })?.replicaIdentity, catalog.table({ name: 'u' })?.replicaIdentity]).toEqual([undefined, 'full']);
});

test('types, functions and settings', async () => {
  const catalog = await replay(`
    create type s.mood as enum ('a', 'c'); alter type s.mood add value 'b' before 'c'; alter type s.mood rename value 'a' to 'z';
    create domain whole as int; create domain counting as whole check (value > 0) default 1; alter domain whole set not null;
    create table t (a counting, b s.mood); create function f() returns int language plpgsql stable as ''; set timezone = 'UTC'`);
  expect(catalog.type({ schema: 's', name: 'mood' })).toMatchObject({ kind: 'enum', values: ['z', 'b', 'c'] });
  expect(catalog.domain({ name: 'counting' })).toMatchObject({ constrained: true, default: true });
  expect(catalog.domain({ name: 'whole' })).toMatchObject({ constrained: true, default: false });
  expect(catalog.columnsOfType({ name: 'whole' }).map(it => `${it.table.name.name}.${it.column.name}`)).toEqual(['t.a']);
  expect(catalog.function({ name: 'f' })?.overloads.map(it => it.volatility)).toEqual(['stable']);
  expect([catalog.timeZone, catalog.inNewSession().timeZone]).toEqual(['UTC', undefined]);
  expect([catalog.complete, catalog.afterUnknown().complete, catalog.afterUnknown().table({ name: 't' })?.partial]).toEqual([true, false, false]);
});

test('a type that is there already stays as it is', async () => {
  const catalog = await replay(`
    create type mood as enum ('a'); create type pair as (x int);
    do $$ begin create type mood as enum ('b'); exception when duplicate_object then null; end $$;
    do $$ begin create type pair as (y int); exception when duplicate_object then null; end $$;
    alter type mood add value 'c'`);
  expect(catalog.type({ name: 'mood' })).toMatchObject({ values: ['a', 'c'] });
  expect(catalog.relation({ name: 'pair' })).toMatchObject({ attributes: new Map([['x', { name: 'x' }]]) });
});

test('indexes in full, and views that have not been filled', async () => {
  const script = `
    create table t (a text, "É" int); create unique index i on t (a text_pattern_ops desc, lower(a)) nulls not distinct where "É" > 0;
    create materialized view m as select 1 with no data; create materialized view n as select 1; alter table t rename a to b`;
  const catalog = await replay(script);
  expect(catalog.index({ name: 'i' })).toMatchObject({
    nullsNotDistinct: true, where: { text: '"É" > 0' },
    keys: [{ column: 'b', operatorClass: { name: 'text_pattern_ops' }, descending: true, nullsFirst: true }, { expression: { text: 'lower(a)' }, descending: false }],
  });
  const populated = (it: Catalog) => ['m', 'n'].map(name => it.view({ name })?.populated);
  expect([populated(catalog), populated(await replay('refresh materialized view m; refresh materialized view n with no data', catalog))]).toEqual([[false, true], [true, false]]);
});

test('nothing becomes a part of itself, as Postgres sees to', async () => {
  const script = `
    create table t (a int) partition by list (a); alter table t attach partition t default; create index on t (a);
    create table a (x int); create table b () inherits (a); create table c () inherits (b); alter table a inherit c; alter table a add y int; alter table a no inherit c`;
  const catalog = await replay(script);
  expect(['t', 'a', 'b', 'c'].map(name => catalog.table({ name })?.children.map(it => it.name))).toEqual([[], ['b'], ['c'], []]);
  expect(catalog.table({ name: 'c' })?.columns.has('y')).toBe(true);
});

test('collations', async () => {
  const catalog = await replay(`create schema s; create collation s."É" (provider = icu, locale = 'und', deterministic = false); create collation c (locale = 'C', deterministic); create collation d from "C"`);
  expect([{ schema: 's', name: 'É' }, { name: 'c' }, { name: 'd' }, { name: 'e' }].map(it => catalog.collation(it)?.deterministic)).toEqual([false, true, true, undefined]);
});

test('the map keeps every version, whatever the hashes', () => {
  const keys = Array.from({ length: 3000 }, (_, i) => `public.t${i * 7919}`);
  const versions = [emptyMap<number>()];
  for (const [i, key] of keys.entries()) versions.push(versions.at(-1)!.with(key, i));
  const full = versions.at(-1)!;
  expect(keys.every((key, i) => full.get(key) === i)).toBe(true);
  expect([versions[10]!.size, versions[10]!.get(keys[10]!), full.size, [...full.values()].length]).toEqual([10, undefined, 3000, 3000]);
  const emptied = keys.reduce((map, key) => map.without(key), full);
  expect([emptied.size, [...emptied.values()], full.without('x') === full, full.with(keys[0]!, 9).get(keys[0]!)]).toEqual([0, [], true, 9]);
});
