-- migrate:up transaction:false
create index concurrently books_title_idx on books (title);

-- migrate:down transaction:false
drop index concurrently books_title_idx;
