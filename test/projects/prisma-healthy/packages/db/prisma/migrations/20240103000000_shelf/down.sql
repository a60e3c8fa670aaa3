DROP TABLE "Shelf";
