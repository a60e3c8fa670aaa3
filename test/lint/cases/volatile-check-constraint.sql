-- case: what was true once stays true
create table t (a timestamptz, b date, c int, d int);
-- then:
alter table t add check (a <= now()) not valid;
alter table t add check (a < CURRENT_TIMESTAMP + interval '1 day') not valid;
alter table t add check (now() > a or b <= current_date) not valid;
alter table t add check (c <= extract(year from current_date)) not valid;
alter table t add check (a is null or a < now()) not valid;
-- case: what is true today only
create table t (a timestamptz, b date, c int);
-- then:
alter table t add check (a > now()) not valid;
--                           ^^^ `now` is another time at every look: a row that is right today may be wrong tomorrow
alter table t add check (current_date < b) not valid;
--                       ^^^^^^^^^^^^ `current_date` is another time at every look: a row that is right today may be wrong tomorrow
alter table t add check (b = current_date) not valid;
--                           ^^^^^^^^^^^^ `current_date` is another time at every look: a row that is right today may be wrong tomorrow
alter table t add check (not (a < now())) not valid;
--                                ^^^ `now` is another time at every look: a row that is right today may be wrong tomorrow
alter table t add check (age(b) > interval '18 years') not valid;
alter table t add check (a between now() and 'infinity') not valid;
--                                 ^^^ `now` is another time at every look: a row that is right today may be wrong tomorrow
-- case: chance, and what the migrations make
create function valid(text) returns boolean language plpgsql as 'begin return true; end';
create function pure(text) returns boolean language sql immutable as 'select true';
create table t (a text, b uuid);
-- then:
alter table t add check (b <> gen_random_uuid()) not valid;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `gen_random_uuid` has another result each time: a row that is right today may be wrong tomorrow
alter table t add check (valid(a) and pure(a)) not valid;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `valid` is not IMMUTABLE: what it says of a row may change, and no row is checked again
-- case: a column that is called like a function, and an age between two times
create table t (now timestamptz, age int, "current_date" date, a timestamptz, b timestamptz);
-- then:
alter table t add check (now > '2000-01-01') not valid;
alter table t add check (age > 18) not valid;
alter table t add check (age(a, b) > interval '1 day') not valid;
alter table t add check ("current_date" > '2000-01-01') not valid;
-- case: a domain
create domain "é" as date check (value > current_date);
--                                       ^^^^^^^^^^^^ `current_date` is another time at every look: a row that is right today may be wrong tomorrow
create domain past as date check (value <= current_date);
alter domain past add check (value > now()::date - 10);
--                                   ^^^ `now` is another time at every look: a row that is right today may be wrong tomorrow
-- case: a string is no call, and a comment neither
create table t (a text check (a <> 'now() > current_date' /* > now() */));
-- case: what hangs on a setting is left alone
create table t (a timestamptz check (to_char(a, 'YYYY') > '2000' and date_trunc('day', a) = a));
