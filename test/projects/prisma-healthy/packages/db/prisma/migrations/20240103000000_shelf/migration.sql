-- CreateTable
CREATE TABLE "Shelf" (
    "id" BIGINT NOT NULL,

    CONSTRAINT "Shelf_pkey" PRIMARY KEY ("id")
);
