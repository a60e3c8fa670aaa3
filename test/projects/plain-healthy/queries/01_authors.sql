select id from authors where name = $1;
