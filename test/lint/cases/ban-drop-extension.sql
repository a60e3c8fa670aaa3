-- case: in any case, with a name that wants quotes
create extension "uuid-ossp";
-- then:
/* é😀 */ DROP EXTENSION IF EXISTS "uuid-ossp";
--                                 ^^^^^^^^^^^ Dropping `uuid-ossp` also drops the functions and types that it brought
