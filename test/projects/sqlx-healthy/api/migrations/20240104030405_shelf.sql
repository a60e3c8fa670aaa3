create table shelves (id bigint primary key, label text not null);

create function label_of(bigint) returns text language sql as $$
  select label from shelves where id = $1;
$$;
