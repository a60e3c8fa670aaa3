-- case: three times, with comments, in the author's case
create table "Ü" ("é" int, b int);
-- then:
CREATE INDEX ON "Ü" USING btree ("é", /* , */ "é", b, "é");
--                                            ^^^ `é` is in the index already
--                                                    ^^^ `é` is in the index already
-- fixed:
CREATE INDEX ON "Ü" USING btree ("é", b);
-- case: an expression
create table t (a text);
-- then:
create index on t (lower(a), (a || ',)'), lower( A ));
--                                        ^^^^^^^^^^ This expression is in the index already
-- fixed:
create index on t (lower(a), (a || ',)'));
-- case: carried along as well
create table t (a int, b int);
-- then:
create index on t (a) include (b, a);
-- case: quotes make a name no other
create table t (a int);
-- then:
create index on t (a, "a");
--                    ^^^ `a` is in the index already
-- fixed:
create index on t (a);
