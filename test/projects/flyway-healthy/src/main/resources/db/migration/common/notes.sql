-- Not a migration: how to look at the shelf.
select * from shelf;
