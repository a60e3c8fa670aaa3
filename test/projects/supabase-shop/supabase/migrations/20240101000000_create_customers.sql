create table customers (
  id bigint generated always as identity primary key,
  email text not null,
  phone text
);

alter table customers enable row level security;

create policy everybody_reads on customers for select using (true);
