set lock_timeout = '3s';

alter table orders add column status text not null default 'new';
