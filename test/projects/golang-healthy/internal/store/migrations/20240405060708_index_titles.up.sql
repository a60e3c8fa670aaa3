create index concurrently books_title on books (title);
