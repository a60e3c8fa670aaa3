import { afterAll, expect, test } from 'vitest';
import { proofOf, tracesOf } from '../../server/core/sql/traces.js';
import type { Found, Trace } from '../../server/core/sql/traces.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';

const parser = startParser();
afterAll(() => parser.close());

// A script, and what is otherwise after it: `+` there, `-` gone; with `?` where it may have been so before; `…` where it does more.
test.each([
  ['create table a (id int); create index i on a (id)', '+relation a, +relation i'],
  ['create table if not exists a (); create or replace view v as select 1', '?+relation a, ?+relation v'],
  ['create temp table a (); create temp view v as select 1; create temp sequence s', ''],
  ['create table s.a (); create index i on s.a ((1)); create index on s.a ((2))', '+relation s.a, +relation s.i …'],
  ['create table a (); drop table a', ''],
  ['create table a (id int); create index i on a (id); alter table a add c int; drop table a', ''],
  ['drop table if exists a; create table a ()', '?+relation a'],
  ['drop table if exists a; create table a (b int); create index i on a (b); alter table a add constraint k check (b > 0)', '?+relation a, ?+relation i, ?+constraint a.k'],
  ['alter table a drop c; create index i on a (d); alter table a add e int', '-column a.c, ?+relation i, +column a.e'],
  ['alter table a rename to b; alter table b rename constraint k to l; alter table b drop c', '-relation a, +relation b'],
  ['create table a (b int, c int); alter table a drop b; alter table a alter c set not null', '+relation a, +not null a.c'],
  ['create temp table a (b int); drop table a', ''],
  ['drop table a; create table a ()', ''],
  ['drop table a, b; drop index if exists i; drop type t', '-relation a, -relation b, ?-relation i, -type t'],
  ['alter table a add c int, drop d, alter e set not null, add constraint k check (c > 0) not valid, drop constraint if exists l', '+column a.c, -column a.d, ?+not null a.e, ?+constraint a.k, ?-constraint a.l'],
  ['alter table if exists a add c int; alter table a add if not exists d int; alter table a drop if exists e', '?+column a.c, ?+column a.d, ?-column a.e'],
  ['alter table a add c int; create index i on a (c); alter table a drop c', ''],
  ['alter table a validate constraint k; alter table a alter b drop not null; alter table a alter c set default 1', '?+valid constraint a.k, ?-not null a.b …'],
  ['alter table a rename to b; alter table s.b rename c to d; alter index i rename to j; alter table b rename constraint k to l', '-relation a, +relation b, -column s.b.c, +column s.b.d, -relation i, +relation j, +constraint b.l'],
  ['alter table a set schema s', '-relation a, +relation s.a'],
  ['create type e as enum (); alter type e add value \'x\'; alter type e add value if not exists \'y\'; alter type f rename value \'x\' to \'z\'', '+type e, +value e.x, +value e.y, -value f.x, +value f.z'],
  ['create function f() returns int language sql as $$ select 1 $$; drop function g', '?+function f, ?-function g'],
  ['create schema s; create extension if not exists pgcrypto; create sequence q', '+schema s, ?+extension pgcrypto, +relation q'],
  ['create schema s create table t () create view v as select 1', '+schema s, +relation s.t, +relation s.v'],
  ['create trigger g before insert on a execute function f(); create policy p on a; drop trigger h on a', '+trigger a.g, +policy a.p, -trigger a.h'],
  ['create table a (); drop schema s cascade; create table b ()', '-schema s, +relation b'],
  ['create table a (); alter table b drop c cascade', '-column b.c'],
  ['insert into a values (1); update a set b = 1; select 1; do $$ begin perform 1; end $$', '…'],
  ['select 1; begin; commit; set lock_timeout = 1', ''],
  ['select setval(\'s\', 1)', '…'],
  ['do $$ begin create table a (); end $$; do $$ begin if random() < 2 then create table b (); end if; end $$', '+relation a …'],
  ['begin; create table a (); commit; create table b ()', '+relation a, +relation b'],
  ['begin; create table a (); rollback; create table b ()', '…'],
  ['create table a (); set search_path = s; create table b (); create table t.c (); drop table d, t.e', '+relation a, +relation t.c …'],
  ["select pg_catalog.set_config('search_path', '', false); create table a (); create table public.b ()", '+relation public.b …'],
  ['create tabel a (); create table b ()', '+relation b …'],
  ['create table "A ""b"""()', '+relation A "b"'],
])('%s', async (sql, expected) => {
  const { read } = scripts(parser);
  const { traces, blind } = tracesOf(await read(sql));
  expect(`${traces.map(written).join(', ')}${blind ? ' …' : ''}`.trim()).toBe(expected);
});

// What was to be, with the certainty before; what is; and what that proves.
const sure: Trace = { kind: 'relation', name: 'a', before: 'gone', after: 'there' };
const unsure: Trace = { kind: 'relation', name: 'b', after: 'there' };
test.each<[string, readonly Trace[], readonly Found[], string]>([
  ['nothing to look for', [], [], 'untold'],
  ['all of it', [sure, unsure], ['there', 'there'], 'done'],
  ['only what may have been there before', [unsure], ['there'], 'untold'],
  ['none of it', [sure, unsure], ['gone', 'gone'], 'undone'],
  ['what was there before proves nothing', [sure, unsure], ['gone', 'there'], 'undone'],
  ['what is not there is not done', [sure, unsure], ['there', 'gone'], 'partly'],
  ['an index of no use', [sure, sure], ['there', 'invalid'], 'partly'],
])('%s', (_, traces, found, proof) => {
  expect(proofOf(traces, found)).toBe(proof);
});

test('ten thousand statements are read in their time', async () => {
  const sql = Array.from({ length: 5000 }, (_, i) => `create table t${i} (a int); alter table t${i} add b int;`).join('\n');
  const script = await scripts(parser).read(sql);
  const start = process.cpuUsage();
  expect(tracesOf(script).traces).toHaveLength(10_000);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(1000);
});

function written({ kind, of, name, schema, after, before }: Trace): string {
  const path = [of?.schema, of?.name, schema, name].filter(it => it !== undefined).join('.');
  return `${before === undefined ? '?' : ''}${after === 'there' ? '+' : '-'}${kind} ${path}`;
}
