--! Previous: sha1:56230f79e1c5053b35e9ec742283cd737557f4d9
--! Hash: sha1:912f97b9715524da819c42f47a4fd40ab29162ce
--! Message: drop phone

set local lock_timeout = '2s';
alter table customers drop column phone;
