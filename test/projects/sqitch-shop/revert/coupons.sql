-- Revert shop:coupons from pg

BEGIN;

DROP TABLE coupons;

COMMIT;
