-- case: not valid yet, and of the table
create table users (id bigint primary key);
create table "é" (a bigint, b bigint);
-- then:
ALTER TABLE "é" ADD FOREIGN KEY (a) REFERENCES users NOT VALID;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The foreign key to `users` cannot be deferred
-- fixed:
ALTER TABLE "é" ADD FOREIGN KEY (a) REFERENCES users NOT VALID DEFERRABLE;
-- case: said in so many words
create table users (id bigint primary key);
create table "é" (a bigint, b bigint);
-- then:
alter table "é" add constraint k foreign key (b) references users not deferrable;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The foreign key to `users` cannot be deferred
