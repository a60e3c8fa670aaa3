-- Deploy library:authors to pg

\set ON_ERROR_STOP true

BEGIN;

CREATE TABLE authors (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL,
  died DATE
);

COMMIT;
