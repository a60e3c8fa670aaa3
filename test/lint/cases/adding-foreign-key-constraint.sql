-- case: squawk #713: the referencing table is made in the same migration
create table users (id bigint primary key);
-- then:
create table if not exists orders (id bigint, user_id bigint);
alter table orders add constraint orders_user foreign key (user_id) references users (id);
-- case: squawk #962: CREATE TABLE with a foreign key has nothing to check
create table users (id int primary key);
-- then:
create table foo (user_id int references users (id));
-- case: strong_migrations #59: a new nullable column has nothing to check
create table users (id bigint primary key);
create table orders (id bigint);
-- then:
alter table orders add column user_id bigint references users (id), add column payer_id bigint constraint payer references users (id);
-- case: strong_migrations 2.5.2: not validated yet
create table users (id bigint primary key);
create table orders (user_id bigint);
-- then:
alter table orders add foreign key (user_id) references users (id) not valid;
-- case: strong_migrations #84: validated later, which locks next to nothing
create table users (id bigint primary key);
create table orders (user_id bigint);
alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;
-- then:
alter table orders validate constraint orders_user;
-- case: to a new table, from one in use, which has to be read
create table orders (user_id bigint);
-- then:
create table users (id bigint primary key);
alter table orders add constraint orders_user foreign key (user_id) references users (id);
--                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Checking this foreign key reads `orders`, and blocks writes to `orders` meanwhile
-- fixed:
create table users (id bigint primary key);
alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;
-- case: a table that references itself
create table parts (id bigint primary key, parent_id bigint);
-- then:
alter table parts add constraint parts_parent foreign key (parent_id) references parts (id);
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Checking this foreign key reads `parts`, and blocks writes to `parts` meanwhile
-- fixed:
alter table parts add constraint parts_parent foreign key (parent_id) references parts (id) not valid;
-- case: a partitioned table takes NOT VALID from PostgreSQL 18 on
-- given: postgres 17
create table users (id bigint primary key);
create table events (user_id bigint, at timestamptz) partition by range (at);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
-- then:
alter table events add constraint events_user foreign key (user_id) references users (id);
--                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Checking this foreign key reads `events`, and blocks writes to `events`, `events_2026` and `users` meanwhile
-- case: in the author's case, with what follows the key
create table users (id bigint primary key);
create table orders (user_id bigint);
-- then:
ALTER TABLE orders
  ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE DEFERRABLE;
--    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Checking this foreign key reads `orders`, and blocks writes to `orders` and `users` meanwhile
-- fixed:
ALTER TABLE orders
  ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE DEFERRABLE NOT VALID;
