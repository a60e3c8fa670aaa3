-- case: in several steps
create table a (id bigint primary key, c_id bigint);
create table "é" (id bigint primary key, a_id bigint references a);
create table c (id bigint primary key, b_id bigint references "é");
-- then:
alter table a add constraint k foreign key (c_id) references c not valid;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `c` refers to `a` already, in one step or several
-- case: a circle that is there is not this one's matter
create table a (id bigint primary key, b_id bigint);
create table b (id bigint primary key, a_id bigint references a);
alter table a add foreign key (b_id) references b;
-- then:
create table c (a_id bigint references a);
