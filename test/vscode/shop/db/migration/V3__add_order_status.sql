set lock_timeout = '2s';

alter table orders add column status text not null default 'open';
