CREATE TABLE "shelves" (
	"id" bigint PRIMARY KEY NOT NULL
);
