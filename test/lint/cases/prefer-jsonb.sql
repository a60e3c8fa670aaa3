-- case: bytes are not characters, and a name that only looks like it
create table "é😀" (/* é */ "ä" json, json text, b JSON[]);
--                              ^^^^ `json` has no equality: `DISTINCT`, `GROUP BY` and `UNION` fail on `ä`
--                                                 ^^^^^^ `json` has no equality: `DISTINCT`, `GROUP BY` and `UNION` fail on `b`
-- fixed:
create table "é😀" (/* é */ "ä" jsonb, json text, b JSONB[]);
-- case: another type
create table t (a text);
-- then:
alter table t alter a type json using a::json;
--                         ^^^^ `json` has no equality: `DISTINCT`, `GROUP BY` and `UNION` fail on `a`
-- fixed:
alter table t alter a type jsonb using a::json;
