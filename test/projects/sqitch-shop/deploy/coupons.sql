-- Deploy shop:coupons to pg

BEGIN;

CREATE TABLE coupons (code TEXT PRIMARY KEY);

COMMIT;
