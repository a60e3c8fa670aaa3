-- case: squawk #250, strong_migrations #84: a foreign key, which holds both tables
create table users (id bigint primary key);
create table orders (user_id bigint);
-- then:
alter table orders add constraint k foreign key (user_id) references users not valid;
alter table orders validate constraint k;
--                 ^^^^^^^^^^^^^^^^^^^^^ Validating `k` reads `orders` while this transaction blocks writes to `orders` and `users`
-- fixed:
alter table orders add constraint k foreign key (user_id) references users not valid;
;
-- case: squawk #259: two transactions
-- given: no transaction
create table t (a int);
-- then:
begin;
alter table t add constraint "é" check (a > 0) not valid;
commit;
begin;
alter table t validate constraint "é";
commit;
-- case: in the script's own transaction
-- given: no transaction
create table "Ü" (a int);
-- then:
BEGIN;
ALTER TABLE "Ü" ADD CONSTRAINT "é" CHECK (a > 0) NOT VALID;
ALTER TABLE "Ü" VALIDATE CONSTRAINT "é";
--              ^^^^^^^^^^^^^^^^^^^^^^^ Validating `é` reads `Ü` while this transaction blocks reads and writes of `Ü`
COMMIT;
-- fixed:
BEGIN;
ALTER TABLE "Ü" ADD CONSTRAINT "é" CHECK (a > 0) NOT VALID;
;
COMMIT;
-- case: the constraint is of another migration, the lock is of this one
create table t (a int);
alter table t add constraint k check (a > 0) not valid;
-- then:
alter table t add column b int;
alter table t validate constraint k;
--            ^^^^^^^^^^^^^^^^^^^^^ Validating `k` reads `t` while this transaction blocks reads and writes of `t`
-- fixed:
alter table t add column b int;
;
-- case: another table is locked meanwhile
create table t (a int);
create table u (a int);
alter table t add constraint k check (a > 0) not valid;
-- then:
alter table u add column b int;
alter table t validate constraint k;
--            ^^^^^^^^^^^^^^^^^^^^^ Validating `k` reads `t` while this transaction blocks reads and writes of `u`
-- fixed:
alter table u add column b int;
;
-- case: alone in its transaction, and several
create table t (a int);
alter table t add constraint k check (a > 0) not valid, add constraint l check (a < 9) not valid;
-- then:
alter table t validate constraint k;
alter table t validate constraint l;
-- case: between others in one statement
-- given: no transaction
create table t (a int);
alter table t add constraint k check (a > 0) not valid;
-- then:
alter table t validate constraint k, add column b int;
--            ^^^^^^^^^^^^^^^^^^^^^ Validating `k` reads `t` while this statement blocks reads and writes of `t`
-- fixed:
alter table t add column b int;
-- case: validated before
create table t (a int);
alter table t add constraint k check (a > 0);
-- then:
alter table t add column b int;
alter table t validate constraint k;
