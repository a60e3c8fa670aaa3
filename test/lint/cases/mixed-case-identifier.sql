-- case: bytes are not characters
/* é😀 */ create table "Éa" ("ключ" int);
--                     ^^^^ `Éa` has to be in quotes wherever it is written
create view "V" as select 1 as one;
--          ^^^ `V` has to be in quotes wherever it is written
