-- case: bytes are not characters, in every way to write it
create table "é😀" (a int);
-- then:
/* é😀 */ alter table "é😀" set (AUTOVACUUM_ENABLED = OFF);
--                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The dead rows of `é😀` are never cleared away
create table t (a int) with (fillfactor = 70, autovacuum_enabled = 'false');
-- ^^^^^^^^^ The dead rows of `t` are never cleared away
-- fixed:
/* é😀 */ alter table "é😀" set (AUTOVACUUM_ENABLED = true);
create table t (a int) with (fillfactor = 70, autovacuum_enabled = true);
-- case: on, put back to what it was, and other parameters
create table t (a int) with (autovacuum_enabled = on);
alter table t set (autovacuum_enabled);
alter table t reset (autovacuum_enabled);
alter table t set (autovacuum_vacuum_scale_factor = 0);
create temp table u (a int) with (autovacuum_enabled = false);
