/** Histories in which the catalogue or the effects once were others than the server's, as short as they could be made. */
export const HISTORIES: readonly string[] = [
  // Keys and their names.
  `create table t (a serial primary key unique, b int unique, constraint k unique (b))`,
  `create table t (a int, unique (a) include (a)); alter table t add b int unique unique`,
  `create table t (a int, b text, unique nulls not distinct (a), exclude (b with =) where (a > 0), exclude using gist (a with =))`,
  `create table t (a serial primary key); alter table t add b int generated always as identity primary key, drop constraint t_pkey`,
  `create table t (a int, b text); create index on t ((a), (b collate "C"), (b::varchar))`,
  // NOT NULL has a name of its own.
  `create table t (a int constraint k not null, b int not null, not null a); alter table t rename to u; alter table u rename b to c; alter table u add d int not null; alter table u drop constraint t_b_not_null, drop constraint k`,
  `create table t (${'long_column_name_'.repeat(3)} int not null); alter table t drop constraint t_${'long_column_name_'.repeat(3)}_not_null`,
  `create table t (a int, b int generated always as identity); alter table t add not null a; alter table t add not null b not valid; create table u (like t); create table v (c int not null) inherits (t)`,
  `create table t (a int not null); alter table t rename constraint t_a_not_null to k; alter table t alter a drop not null, add constraint l not null a not valid`,
  `create table t (a int not null, b int default 1); alter table t alter a drop not null, alter b drop default, drop column a, drop column b`,
  // Columns: what a serial has made, LIKE at its place, inherited defaults.
  `create table t (a serial, b serial, c serial); alter table t alter a type bigint; alter table t alter b drop default; drop sequence t_c_seq cascade`,
  `create table t (a int, b text); create table u (c int, like t, d int)`,
  `create table t (a serial, b int unique deferrable, c int unique nulls not distinct, exclude using hash (a with =) where (b > 0)); create table u (like t); create table v (like t including all)`,
  `create table t (a serial, b int default 1); create table u (a int, b int) inherits (t)`,
  `create table t (a int generated always as identity, b int not null); create table u () inherits (t); alter table t alter b add generated always as identity`,
  `create table t (a int generated always as identity, b int); alter table t alter a type smallint, alter b type bigint`,
  // Partitions.
  `create table t (a int generated always as identity, check (a > 0)) partition by list (a); create table t1 partition of t for values in (1); alter table t detach partition t1`,
  `create table t (a int) partition by list (a); alter table t add check (a > 0) not valid; create table t1 partition of t for values in (1)`,
  `create table t (a int) partition by list (a); create index i on only t (a); create table t1 partition of t for values in (1)`,
  `create table t (a int) partition by list (a); create table t1 partition of t for values in (1); create index i on only t (a); create index j on t1 (a); alter index i attach partition j; alter index i rename to k`,
  `create table t (a int primary key) partition by list (a); create table t1 partition of t (a unique) for values in (1); alter table t rename constraint t_pkey to k`,
  `create table t (a int, constraint k primary key (a)) partition by list (a); create table t1 partition of t for values in (1); create schema s; alter table t set schema s`,
  `create table t (a int primary key) partition by list (a); create table r (a int references t); create table t1 partition of t for values in (1); create table t2 (a int not null); alter table t attach partition t2 for values in (2)`,
  `create table r (a int primary key); create table t (a int references r, constraint c check (a > 0)) partition by list (a); create table t1 partition of t for values in (1); alter table t rename constraint t_a_fkey to k; alter table t rename constraint c to d`,
  // What inherits has the names of its parent.
  `create table t (a int, b int); create table u () inherits (t); alter table t rename to v; alter table v alter a set not null, add c int not null`,
  `create table t (a int primary key references t); create schema s; alter table t set schema s`,
  `create table t (a int) partition by list (a); alter table t add constraint k not null a not valid; create table t1 partition of t for values in (1)`,
  `create table t (a int, check (a > 0) no inherit); create table u () inherits (t); create table v (like t) inherits (u)`,
  `create table t (a int generated always as identity) partition by list (a); create table t1 (a int not null); alter table t attach partition t1 for values in (1)`,
  `create table p (a int primary key) partition by list (a); create table p1 partition of p for values in (1); create table r (a int references p, b int references p, c int references p); alter table r drop constraint r_a_fkey; alter table r drop b; alter table p detach partition p1; drop table r`,
  // What names a table goes with it.
  `create table t (a int, b int, c int); create statistics on a, b from t; create statistics on (a + 1), b from t; create statistics st on a, c from t; alter table t rename to u; alter table u rename c to d; alter statistics st rename to st2; alter table u drop d; drop table u`,
  `create table t (a int); create table u (a int); create table w () inherits (u); create publication p for table t, u; alter publication p rename to q; alter table t rename to v; drop table u cascade`,
  `create function f() returns trigger language plpgsql as 'begin return new; end'; create table t (a int); create trigger g before insert on t for each row execute function f(); alter function f rename to h; create schema s; alter function h set schema s`,
  `create table t (a int); create view v as select a from t; create policy p on t using (exists (select 1 from v)); alter view v rename to w; drop view w cascade`,
  `create table t (a int); create policy p on t using (exists (select 1 from t)); alter table t rename to u; create table t (a int); drop table t`,
  // Types.
  `create domain d as text check (value <> '') check (value <> 'a'); alter domain d add check (value <> 'b'); alter domain d set not null; alter domain d set not null`,
  `create type c as (a int); create table t (x c, y c[], z int); alter type c rename to d; create schema s; alter type d set schema s; drop type s.d cascade`,
  `create collation c (provider = icu, locale = 'und'); drop collation c`,
  // Views.
  `create table t (a int, b int); create table u (a int, c int); create view v as select b from t natural join u; create view w as select b from t join u using (a)`,
  `create table t (a int, b int); create view v (x) as select * from t; create view w (x) as select a, b from t`,
  `create table t (a int); create view v as select a from t; create view w as select a from v; alter view v rename a to b`,
  `create temp table t (a int); create view v as select a from t`,
  `create table t (a int, b int generated always as (a * 2) virtual check (b > 0)); alter table t alter b type bigint`,
  // Transactions.
  `begin; create table t (a int); savepoint s; create table u (a int); savepoint s2; create table v (a int); rollback to s; create table w (a int); release s; commit`,
  `begin; savepoint s; create table t (a int); savepoint s; create table u (a int); release s; create table v (a int); rollback to s; create table w (a int); commit`,
  // Locks.
  `create unlogged table t (a serial); alter table t set unlogged`,
  `create table t (a int); create table u as select a from t; alter table u set logged; reindex table u`,
  `create table t (a int primary key); create table u (a int references t not enforced); drop table u`,
  `create table t (a int primary key); create table u (a int references t not enforced); alter table u drop constraint u_a_fkey`,
  `create table t (a int primary key); create table u (a int references t not enforced); alter table u alter a type bigint`,
  `create table t (a int primary key); create table u (b int) inherits (t); alter table t drop constraint t_pkey`,
  `create table t (a int); create sequence s owned by t.a; create sequence if not exists s owned by t.a; drop sequence s cascade`,
  `create table t (a int); create table u () inherits (t); create view v as select a from t; create view w as select a from v; lock table w in share mode`,
  `create table t (a int primary key); create table u (a int references t); alter table u alter constraint u_a_fkey deferrable; alter table u alter constraint u_a_fkey not enforced`,
];
