-- case: bytes are not characters
create table "é😀" (/* é */ "ä" money, b money[]);
--                              ^^^^^ What `ä` means depends on the setting `lc_monetary` of whoever reads it
--                                       ^^^^^^^ What `b` means depends on the setting `lc_monetary` of whoever reads it
-- fixed:
create table "é😀" (/* é */ "ä" numeric, b numeric[]);
