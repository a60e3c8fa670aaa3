CREATE TABLE "authors" (
	"id" bigint PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "authors_name" ON "authors" USING btree ("name");