create function name_of(bigint) returns text language sql begin atomic
  select name from authors where id = $1;
end;
