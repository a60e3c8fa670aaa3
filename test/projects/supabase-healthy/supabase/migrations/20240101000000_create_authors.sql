create table authors (
  id bigint generated always as identity primary key,
  name text not null
);

alter table authors enable row level security;

create policy readers on authors for select using (true);
