-- case: without a name, in a schema
create schema "é";
create table "é".t (r int4range);
-- then:
SELECT 'é😀'; ALTER TABLE "é".t ADD EXCLUDE USING gist (r WITH &&) WHERE (lower(r) > 0);
--                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Building the index for this constraint blocks reads and writes of `é.t` until it is done
-- case: with the table
create table t (r int4range, exclude using gist (r with &&));
