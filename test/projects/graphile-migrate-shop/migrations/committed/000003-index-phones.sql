--! Previous: sha1:5b0951ab17d5aaf811e9dd97b4d011a6ec92b67c
--! Hash: sha1:56230f79e1c5053b35e9ec742283cd737557f4d9
--! Message: index phones

--! no-transaction
set lock_timeout = '2s';
create index concurrently customers_phone on customers (phone);
