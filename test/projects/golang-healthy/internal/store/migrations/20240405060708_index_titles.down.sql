drop index concurrently if exists books_title;
