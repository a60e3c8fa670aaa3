-- case: an expression, as it is written or with other blanks and letters
create table t (a text, "É" text);
create index i on t (lower(a), "É");
-- then:
create index j on t (LOWER( a ));
--           ^ What this index finds, `i` finds as well, which begins with the same columns
create index k on t (upper(a));
-- fixed:
;
create index k on t (upper(a));
-- case: the same condition, and another one
create table t (a int, b int);
create index i on t (a) where b > 0;
-- then:
create index j on t (a) where b > 0;
--           ^ What this index finds, `i` finds as well, which has the same columns
create index k on t (a) where b > 1;
create index l on t (a);
-- fixed:
;
create index k on t (a) where b > 1;
create index l on t (a);
-- case: another method, operator class, collation or order
create table t (a text, b text);
create index i on t (a, b);
-- then:
create index j on t using hash (a);
create index k on t (a text_pattern_ops);
create index l on t (a collate "C");
create index m on t (a nulls first);
create index n on t (b, a);
-- case: what is only carried along
create table t (a int, b int, c int);
create index i on t (a, b) include (c);
-- then:
create index j on t (a) include (b, c);
--           ^ What this index finds, `i` finds as well, which begins with the same columns
create index k on t (a);
--           ^ What this index finds, `i` finds as well, which begins with the same columns
-- fixed:
;
;
-- case: GIN is searched by any of its columns, and the beginning is nothing special
create table t (a int[], b int[]);
create index i on t using gin (a, b);
-- then:
create index j on t using gin (a);
create index k on t using gin (a, b);
--           ^ What this index finds, `i` finds as well, which has the same columns
-- fixed:
create index j on t using gin (a);
;
-- case: a unique index is another thing, a second one is not
create table t (a int);
create index i on t (a);
create unique index u on t (a);
-- then:
create unique index v on t (a);
--                  ^ What this index finds, `u` finds as well, which has the same columns
-- fixed:
;
-- case: a second unique constraint
create table "Ü" (a int, b int, unique (a, b));
-- then:
alter table "Ü" add constraint "é" unique (a, b);
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ What this index finds, `Ü_a_b_key` finds as well, which has the same columns
alter table "Ü" add constraint other unique (b, a);
-- case: a unique constraint takes over an index
create table t (a int);
create unique index i on t (a);
-- then:
alter table t add constraint k unique using index i;
-- case: the same name once more does nothing
create table t (a int);
create index i on t (a);
-- then:
create index if not exists i on t (a);
-- case: one is to replace the other under its name
create table t (a int);
create index i on t (a);
-- then:
create index i2 on t (a);
drop index i;
alter index i2 rename to i;
-- case: in the same migration
create table t (a int, b int, primary key (a, b));
create index i on t (a);
--           ^ What this index finds, `t_pkey` finds as well, which begins with the same columns
-- fixed:
create table t (a int, b int, primary key (a, b));
;
-- case: of a partitioned table and of a partition
create table t (a int, b int) partition by list (b);
create table t1 partition of t for values in (1);
create index i on t (a);
-- then:
create index j on t1 (a);
--           ^ What this index finds, `t1_a_idx` finds as well, which has the same columns
-- fixed:
;
-- case: of a materialized view, with the schema
create schema "é";
create materialized view "é".m as select 1 as a, 2 as b;
create unique index on "é".m (a, b);
-- then:
create index "ü" on "é".m (a);
--           ^^^ What this index finds, `m_a_b_idx` finds as well, which begins with the same columns
-- fixed:
;
-- case: the column has another name by now
create table t (a int);
create index i on t (a);
alter table t rename a to b;
-- then:
create index j on t (b);
--           ^ What this index finds, `i` finds as well, which has the same columns
-- fixed:
;
