-- Revert shop:carts from pg

BEGIN;

DROP TABLE carts;

COMMIT;
