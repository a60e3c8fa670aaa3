SET LOCAL lock_timeout = '2s';--> statement-breakpoint
CREATE INDEX "customers_email" ON "customers" USING btree ("email");