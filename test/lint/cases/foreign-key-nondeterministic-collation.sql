-- case: before PostgreSQL 18, where nobody refuses it
-- given: postgres 17, refused with 42P21
create schema "é";
create collation "é"."Ü" (provider = icu, locale = 'und', deterministic = false);
create table p (a text unique);
create table c (a text collate "é"."Ü");
-- then:
SELECT 'é😀'; ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a) NOT VALID;
--                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `a` and `p.a` do not agree which strings are equal: `Ü` is nondeterministic
-- case: a collation that keeps strings apart
create collation german (provider = icu, locale = 'de', deterministic = true);
create table p (a text collate german unique);
-- then:
create table c (a text references p (a));
