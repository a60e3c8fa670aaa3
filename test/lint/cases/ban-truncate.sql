-- case: several, of which one is new
create table a (id int);
-- then:
create table b (id int);
truncate table a, only b restart identity;
--             ^ Truncating `a` loses all its rows
