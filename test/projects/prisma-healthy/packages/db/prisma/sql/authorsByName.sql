SELECT id FROM "Author" WHERE name = $1;
