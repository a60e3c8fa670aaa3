-- migrate:up transaction:false
set statement_timeout = 0;
create unique index concurrently customers_email_idx on customers (email);

-- migrate:down transaction:false
drop index concurrently customers_email_idx;
