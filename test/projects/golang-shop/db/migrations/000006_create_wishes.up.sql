create table wishes (id bigint generated always as identity primary key, words text not null);
