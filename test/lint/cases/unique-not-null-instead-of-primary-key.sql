-- case: of the table, with a name, in capitals
CREATE TABLE "Ü" ("é" INT NOT NULL, b INT NOT NULL, CONSTRAINT "k é" UNIQUE ("é", b));
--                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `é` and `b` could be the primary key of `Ü`, which has none
-- fixed:
CREATE TABLE "Ü" ("é" INT NOT NULL, b INT NOT NULL, CONSTRAINT "k é" PRIMARY KEY ("é", b));
-- case: a primary key comes later
create table t (a int not null unique);
alter table t add column id bigint primary key;
-- case: one of the columns may be null, or it can be deferred
create table t (a int not null, b int, unique (a, b));
create table u (a int not null unique deferrable);
