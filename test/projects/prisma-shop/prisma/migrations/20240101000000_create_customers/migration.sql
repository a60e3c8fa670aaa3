-- CreateTable
CREATE TABLE "Customer" (
    "id" BIGINT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT,

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("id")
);
