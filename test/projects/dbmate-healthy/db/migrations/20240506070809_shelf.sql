-- migrate:up
create function shelf(book books) returns text language plpgsql as $$
begin
  -- migrate:down is no marker here, because it is indented; nor is a semicolon an end;
  return upper(left(book.title, 1));
end
$$;
create view shelves as select id, shelf(books) as shelf from books;

-- migrate:down
drop view shelves;
drop function shelf(books);
