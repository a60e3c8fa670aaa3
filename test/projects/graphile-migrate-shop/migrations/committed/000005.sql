--! Previous: sha1:912f97b9715524da819c42f47a4fd40ab29162ce
--! Hash: sha1:247a564a1b3b742a858672aa303b4c8041ae35dd

create table coupons (id bigint primary key);
