--! Previous: sha1:87514ce1c52446f252f1d54d9d8af1d7c0aa0cb2
--! Hash: sha1:5b0951ab17d5aaf811e9dd97b4d011a6ec92b67c
--! Message: index customers

set local lock_timeout = '2s';
create index customers_email on customers (email);
