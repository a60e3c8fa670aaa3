-- Up Migration
SET LOCAL lock_timeout = '5s';
ALTER TABLE books ADD CONSTRAINT books_author_fkey FOREIGN KEY (author) REFERENCES authors (id) NOT VALID;

-- Down Migration
ALTER TABLE books DROP CONSTRAINT books_author_fkey;
