create or replace view shelf as
select books.title, authors.name
from books
join authors on authors.id = books.author_id;
