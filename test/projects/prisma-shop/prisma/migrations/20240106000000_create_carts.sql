CREATE TABLE "Cart" (
    "id" BIGINT NOT NULL
);
