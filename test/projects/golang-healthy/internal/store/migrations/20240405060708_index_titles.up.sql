create index concurrently if not exists books_title on books (title);
