-- case: bytes are not characters, and made smaller
/* é😀 */ create sequence "é😀" AS SMALLINT;
--                                 ^^^^^^^^ `é😀` ends at 32,767
create sequence s;
alter sequence s as int;
--                  ^^^ `s` ends at 2,147,483,647
-- fixed:
/* é😀 */ create sequence "é😀" AS BIGINT;
create sequence s;
alter sequence s as bigint;
-- case: as pg_dump writes it
CREATE TABLE public.users (id integer NOT NULL);
CREATE SEQUENCE public.users_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
-- case: smaller than its column
create table t (id bigint);
create sequence s as integer owned by t.id;
--                   ^^^^^^^ `s` ends at 2,147,483,647
-- fixed:
create table t (id bigint);
create sequence s as bigint owned by t.id;
