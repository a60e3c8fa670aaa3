-- case: dropped first, nothing can be taken along
create table t (id bigint, a varchar(20));
-- then:
alter table t drop column a, add column b varchar(20);
--            ^^^^^^^^^^^^^ If `b` is `a` under another name, this loses what it holds: rename the column instead
-- case: a length that differs
create table t (id bigint, a varchar(20));
-- then:
alter table t drop column a, add column b varchar(30);
-- case: two of one type are dropped
create table t (id bigint, a text, b text);
-- then:
alter table t drop column a, drop column b, add column c text;
-- case: a computed column takes the value along
create table t (id bigint, a text);
-- then:
alter table t add column b text generated always as ('x') stored;
alter table t drop column a;
-- case: a DO block may take it along
create table t (id bigint, a text);
-- then:
alter table t add column b text;
do $$ begin update t set b = a; end $$;
alter table t drop column a;
-- case: it is added again, which loses the values in another way
create table t (id bigint, a text);
-- then:
alter table t drop column a;
alter table t add column a text;
