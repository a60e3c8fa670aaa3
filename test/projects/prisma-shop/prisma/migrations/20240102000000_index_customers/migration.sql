SET lock_timeout = '2s';

-- CreateIndex
CREATE INDEX "Customer_email_idx" ON "Customer"("email");
