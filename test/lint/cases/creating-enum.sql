-- case: bytes are not characters
/* é😀 */ create type "é😀" as enum ('ключ');
--                    ^^^^^ A value of `é😀` can never be removed
