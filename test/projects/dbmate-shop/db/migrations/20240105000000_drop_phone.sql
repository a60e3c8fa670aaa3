-- migrate:up
set lock_timeout = '2s';
alter table customers drop column phone;

-- migrate:down
alter table customers add colum phone text text;
