-- Up Migration
CREATE TABLE coupons (code TEXT PRIMARY KEY);

-- Down Migration
DROP TABLE coupons;
