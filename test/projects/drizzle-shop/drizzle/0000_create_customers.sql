CREATE TABLE "customers" (
	"id" bigint PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"phone" text
);
