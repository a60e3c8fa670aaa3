-- case: squawk #833: ignored in its line
create table t (
  priority smallint NOT NULL -- squawk-ignore prefer-bigint-over-smallint
);
-- case: bytes are not characters
create table "é😀" (/* é */ "ä" int2, b smallserial);
--                              ^^^^ `ä` holds no number above 32,767
--                                      ^^^^^^^^^^^ `b` holds no number above 32,767
-- fixed:
create table "é😀" (/* é */ "ä" bigint, b bigserial);
