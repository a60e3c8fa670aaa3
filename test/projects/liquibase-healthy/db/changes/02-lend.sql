--liquibase formatted sql

--changeset librarian:lend splitStatements:false
--comment: lends a book for two weeks
create function lend(which bigint) returns void language plpgsql as $$
declare
  until timestamptz := now() + interval '14 days';
begin
  update books set "lentUntil" = until where id = which;
end
$$;
--rollback drop function lend;

--changeset librarian:index-lent runInTransaction:false
create index concurrently books_lent on ${books} ("lentUntil");
--rollback drop index concurrently books_lent;

--changeset librarian:delimited endDelimiter://
create table readers (id bigint generated always as identity primary key, name text not null)
//
comment on table readers is 'Who borrows; and who returns'
//
--rollback drop table readers;
