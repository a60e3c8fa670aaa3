-- CreateIndex
CREATE INDEX CONCURRENTLY "Author_name_idx" ON "Author"("name");
