SET LOCAL lock_timeout = '2s';--> statement-breakpoint
ALTER TABLE "customers" DROP COLUMN "phone";