-- CreateTable
CREATE TABLE "Coupon" (
    "code" TEXT NOT NULL
);
