SET lock_timeout = '2s';

-- CreateIndex
CREATE INDEX CONCURRENTLY "Customer_phone_idx" ON "Customer"("phone");
