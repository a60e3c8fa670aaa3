--! Previous: sha1:13e68a6c03210f0470e09968a609bf5e1b1c40aa
--! Hash: sha1:1a3967dee1f39d363623f83643154b1dbb0c625d
--! Message: index names

--! no-transaction
create index concurrently authors_name on authors (name);
