-- Create "authors" table
CREATE TABLE "authors" (
  "id" bigint NOT NULL,
  "name" text NOT NULL,
  PRIMARY KEY ("id")
);
