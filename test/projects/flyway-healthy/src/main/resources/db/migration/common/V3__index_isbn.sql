create index concurrently if not exists books_isbn on books (isbn);
