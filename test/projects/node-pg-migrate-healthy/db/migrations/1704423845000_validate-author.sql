-- Up Migration
SET LOCAL lock_timeout = '5s';
ALTER TABLE books VALIDATE CONSTRAINT books_author_fkey;
