reindex index concurrently books_isbn;
