-- case: the key that is meant is the primary key, of several columns
create table p (a bigint, b text, primary key (a, b));
-- then:
create table c (x int, y varchar(5), foreign key (x, y) references p);
--                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `x` is integer, and `p.a`, to which it refers, is bigint
-- fixed:
create table c (x bigint, y varchar(5), foreign key (x, y) references p);
-- case: squawk #407: it has to be the type of what is there
create table foo (id integer primary key);
-- then:
create table bar (foo_id integer not null, foreign key (foo_id) references foo (id));
-- case: a larger integer holds all
create table foo (id int primary key);
-- then:
create table bar (foo_id bigint references foo);
-- case: domains of different types
create domain small as int;
create domain large as bigint;
create table foo (id large primary key);
-- then:
create table bar (foo_id small references foo);
--                             ^^^^^^^^^^^^^^ `foo_id` is integer, and `foo.id`, to which it refers, is bigint
-- fixed:
create table bar (foo_id bigint references foo);
-- case: a self-reference, and a table made in the same migration
create table parts (id bigserial primary key, parent_id integer references parts (id));
--                                                              ^^^^^^^^^^^^^^^^^^^^^ `parent_id` is integer, and `parts.id`, to which it refers, is bigint
-- fixed:
create table parts (id bigserial primary key, parent_id bigint references parts (id));
-- case: a column that is there already
create table users (id bigint primary key);
create table orders (user_id int);
-- then:
alter table orders add constraint é foreign key (user_id) references users not valid;
--                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `user_id` is integer, and `users.id`, to which it refers, is bigint
-- case: in capitals
CREATE TABLE "Ü" (id BIGINT PRIMARY KEY);
CREATE TABLE t (u INTEGER NOT NULL REFERENCES "Ü");
--                                 ^^^^^^^^^^^^^^ `u` is integer, and `Ü.id`, to which it refers, is bigint
-- fixed:
CREATE TABLE "Ü" (id BIGINT PRIMARY KEY);
CREATE TABLE t (u BIGINT NOT NULL REFERENCES "Ü");
-- case: nothing is known of the other table, or of the type
-- given: refused with 42704
create table t (a int references elsewhere, b citext references elsewhere (name));
