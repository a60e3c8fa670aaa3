-- +goose NO TRANSACTION

-- +goose Up
create index concurrently authors_name_idx on authors (name);

-- +goose Down
drop index concurrently authors_name_idx;
