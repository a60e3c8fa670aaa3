-- case: bytes are not characters, as pg_dump writes it, and SET SCHEMA
SELECT pg_catalog.set_config('search_path', '', false);
/* é😀 */ set schema 'é😀';
--        ^^^ Also the migrations that follow find their tables in `é😀`
