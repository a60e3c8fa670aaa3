select name from authors;
