-- +goose Up
create index customers_email_idx on customers (email);

-- +goose Down
drop index customers_email_idx;
