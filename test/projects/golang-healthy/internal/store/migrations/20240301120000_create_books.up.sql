begin;

create table books (
  id bigint generated always as identity primary key,
  author_id bigint not null references authors (id),
  title text not null
);

create index books_author_id on books (author_id);

commit;
