-- case: bytes are not characters
create schema "é😀";
-- then:
/* é😀 */ alter schema "é😀" rename to "ключ";
--        ^^^^^^^^^^^^ Renaming the schema `é😀` to `ключ` breaks all that uses the old name
