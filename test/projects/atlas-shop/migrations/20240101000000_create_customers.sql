-- Create "customers" table
CREATE TABLE "customers" (
  "id" bigint NOT NULL,
  "email" text NOT NULL,
  "phone" text NULL,
  PRIMARY KEY ("id")
);
