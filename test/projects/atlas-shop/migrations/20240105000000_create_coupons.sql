CREATE TABLE "coupons" (
  "code" text NOT NULL,
  PRIMARY KEY ("code")
);
