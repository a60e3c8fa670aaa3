-- +goose Up
-- +goose StatementBegin
create function shelf(author authors) returns text language plpgsql as $$
begin
  return upper(left(author.name, 1));
end
$$;
-- +goose StatementEnd

-- +goose Down
drop function shelf(authors);
