-- case: bytes are not characters, words and functions
create table "é😀" (a int);
-- then:
/* é😀 */ alter table "é😀" add "ключ" date default current_date, add b timestamptz default now() - interval '1 day';
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Every row of `é😀` that is there gets the same `ключ`: the moment of the migration
--                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Every row of `é😀` that is there gets the same `b`: the moment of the migration
-- case: each row has its own, or there already
create table t (a int, b timestamptz);
-- then:
alter table t add c timestamptz default clock_timestamp();
alter table t add if not exists b timestamptz default now();
