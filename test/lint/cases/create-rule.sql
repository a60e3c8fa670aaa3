-- case: bytes are not characters
create table "é😀" (a int);
/* é😀 */ create or replace rule "ключ" as on delete to "é😀" do instead nothing;
--        ^^^^^^^^^^^^^^^^^^^^^^ `ключ` rewrites the queries on `é😀`, and may evaluate parts of them more than once
