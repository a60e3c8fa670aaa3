-- case: bytes are not characters
create sequence "é😀";
-- then:
/* é😀 */ drop sequence if exists "é😀";
--                                ^^^^^ Dropping `é😀` forgets its last value, and breaks applications that still use it
-- case: made anew, it begins at 1
create sequence s;
-- then:
drop sequence s;
--            ^ Dropping `s` forgets its last value
create sequence s;
