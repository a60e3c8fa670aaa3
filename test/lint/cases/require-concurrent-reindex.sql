-- case: options before the kind
-- given: no transaction
create table t (a int primary key);
-- then:
REINDEX (VERBOSE) TABLE t;
-- ^^^^ Reindexing `t` blocks reads and writes of `t` until it is done
-- fixed:
REINDEX (VERBOSE) TABLE CONCURRENTLY t;
-- case: switched off in so many words
-- given: no transaction
create table t (a int primary key);
-- then:
reindex (concurrently false) table t;
-- ^^^^ Reindexing `t` blocks reads and writes of `t` until it is done
-- case: switched on in all words
-- given: no transaction
create table t (a int primary key);
-- then:
reindex (concurrently) table t;
reindex (concurrently true) table t;
reindex (concurrently on, verbose off) index concurrently t_pkey;
-- case: a schema
-- given: no transaction
create schema "é";
create table "é".t (a int primary key);
-- then:
reindex schema "é";
-- ^^^^^^^^^^^ Reindexing `é` blocks reads and writes of `é.t` until it is done
-- fixed:
reindex schema concurrently "é";
-- case: before PostgreSQL 12 there is no CONCURRENTLY
-- given: postgres 11
create table t (a int primary key);
-- then:
reindex index t_pkey;
-- ^^^^^^^^^^ Reindexing `t_pkey` blocks reads and writes of `t` until it is done
-- case: an index that the migration has just built
create table t (a int);
-- then:
create table u (a int);
create index i on u (a);
reindex index i;
-- case: a table without an index
create table t (a int);
-- then:
reindex table t;
-- case: in the script's own transaction
-- given: no transaction
create table t (a int primary key);
-- then:
begin;
reindex table t;
-- ^^^^^^^^^^ Reindexing `t` blocks reads and writes of `t` until it is done
commit;
-- case: what no migration has made
-- given: refused with 42P01
reindex index elsewhere;
-- ^^^^^^^^^^ Reindexing `elsewhere` blocks reads and writes until it is done
-- fixed:
reindex index concurrently elsewhere;
