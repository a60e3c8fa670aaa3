-- case: several, one of them locked already, and itself
create table users (id bigint primary key);
create table "é" (id bigint primary key);
-- then:
CREATE TABLE t (id bigint PRIMARY KEY, a bigint REFERENCES users, b bigint REFERENCES "é", c bigint REFERENCES t);
-- ^^^^^^^^^ Creating this table blocks writes to `users` and `é` for a moment, and waits for every transaction that has written there
create table u (a bigint references users);
