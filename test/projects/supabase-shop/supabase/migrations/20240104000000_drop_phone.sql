set local lock_timeout = '2s';
alter table customers drop column phone;
