-- +goose Up
set lock_timeout = '2s';
alter table customers drop column phone;

-- +goose Down
alter table customers add colum phone text text;
