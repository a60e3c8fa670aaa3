-- Books, by one author each.

-- migrate:up
create table books (
  id bigint generated always as identity primary key,
  author_id bigint not null references authors (id),
  title text not null
);
create index on books (author_id);

-- migrate:down
drop table books;
