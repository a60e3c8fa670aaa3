import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many tables are there before. */
const OLD = 40;

/** A Flyway project in a folder of its own; the texts are V1, V2, … */
export function flywayProject(texts) {
  const root = mkdtempSync(join(tmpdir(), 'migration-lens-bench-'));
  return { root, paths: writeProject(root, texts) };
}

/** So many of them side by side, each with so many migrations. */
export function flywayProjects(count, each) {
  const root = mkdtempSync(join(tmpdir(), 'migration-lens-bench-'));
  return { root, paths: Array.from({ length: count }, (_, i) => writeProject(join(root, `service-${i}`), migrations(each))).flat() };
}

function writeProject(root, texts) {
  const folder = join(root, 'db', 'migration');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'flyway.toml'), '[flyway]\nlocations = ["filesystem:db/migration"]\n');
  return texts.map((text, i) => {
    const path = join(folder, `V${i + 1}__step_${i + 1}.sql`);
    writeFileSync(path, text);
    return path;
  });
}

/**
 * Statements such as migrations have: a sixth each of CREATE TABLE, CREATE INDEX, ALTER TABLE, INSERT, CREATE FUNCTION and UPDATE.
 * One ALTER TABLE in five is of a table that `before` made, and gives findings.
 */
export function statements(count) {
  return Array.from({ length: count }, (_, i) => KINDS[i % KINDS.length](Math.floor(i / KINDS.length), i));
}

export const before = `CREATE TABLE customers (id bigint PRIMARY KEY);\n${Array.from({ length: OLD }, (_, i) => `CREATE TABLE old_${i} (id bigint PRIMARY KEY, total int);\n`).join('')}`;

/** Small files, as most are: a table, or one or two changes of an earlier one. */
export function migrations(count) {
  return Array.from({ length: count }, (_, i) => {
    const table = `things_${Math.floor(i / 4)}`;
    switch (i % 4) {
      case 0: return `-- Step ${i + 1}\nCREATE TABLE ${table} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    name text NOT NULL,\n    created_at timestamptz NOT NULL DEFAULT now()\n);\n`;
      case 1: return `ALTER TABLE ${table} ADD COLUMN note text, ADD COLUMN size integer;\nCOMMENT ON COLUMN ${table}.note IS 'What step ${i + 1} was for';\n`;
      case 2: return `CREATE INDEX ${table}_name_idx ON ${table} (name);\n`;
      default: return `UPDATE ${table} SET size = 0 WHERE size IS NULL;\nALTER TABLE ${table} ALTER COLUMN size SET NOT NULL;\n`;
    }
  });
}

const KINDS = [
  n => `CREATE TABLE orders_${n} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    status varchar(20) DEFAULT 'new' NOT NULL,
    total numeric(12, 2) CHECK (total >= 0)
);`,
  n => `CREATE INDEX orders_${n}_customer_idx ON orders_${n} (customer_id, lower(status)) WHERE status <> 'gone';`,
  n => `ALTER TABLE ${n % 5 === 0 ? `old_${(n / 5) % OLD}` : `orders_${n}`} ADD COLUMN note text, ALTER COLUMN total TYPE numeric(14, 2);`,
  (n, i) => `INSERT INTO orders_${n} (customer_id, status, total) VALUES (${i}, 'new', 12.50), (${i + 1}, 'it''s', 99.00);`,
  n => `CREATE OR REPLACE FUNCTION orders_${n}_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The newest wins.
  NEW.total := coalesce(NEW.total, 0);
  RETURN NEW;
END;
$$;`,
  n => `UPDATE orders_${n} SET status = 'done' WHERE total > 100 AND status = 'new';`,
];
