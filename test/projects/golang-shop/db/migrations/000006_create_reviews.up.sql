create table reviews (id bigint generated always as identity primary key, stars bigint not null);
