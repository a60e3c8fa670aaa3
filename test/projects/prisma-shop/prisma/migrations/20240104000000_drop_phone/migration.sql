SET lock_timeout = '2s';

-- AlterTable
ALTER TABLE "Customer" DROP COLUMN "phone";
