--
-- The schema as it is, written by dbmate.
--
create table public.authors (id bigint not null, name text not null);
