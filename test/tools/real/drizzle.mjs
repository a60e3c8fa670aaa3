import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';

// What an application with Drizzle runs when it starts; and what of its files that would be.

const [command, migrationsFolder] = process.argv.slice(2);
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
try {
  if (command === 'migrate') await migrate(drizzle({ client }), { migrationsFolder });
  else for (const line of await list()) console.log(line);
} catch (error) {
  console.error(error.message, error.cause?.message ?? '');
  process.exitCode = 1;
} finally {
  await client.end();
}

async function list() {
  const files = readMigrationFiles({ migrationsFolder });
  const { rows } = await client.query('select * from drizzle.__drizzle_migrations order by created_at desc');
  const journal = join(migrationsFolder, 'meta/_journal.json');
  if (existsSync(journal)) {
    const last = Number(rows[0]?.created_at ?? -1);
    const { entries } = JSON.parse(readFileSync(journal, 'utf8'));
    return files.map(({ folderMillis }, i) => {
      const state = rows.some(it => Number(it.created_at) === folderMillis) ? 'Success' : last < folderMillis ? 'Pending' : 'Ignored';
      return `${state} ${entries[i].tag}`;
    });
  }
  const { getMigrationsToRun } = await import('drizzle-orm/migrator.utils');
  const pending = getMigrationsToRun({ localMigrations: files, dbMigrations: rows });
  return files.map(it => `${pending.includes(it) ? 'Pending' : 'Success'} ${it.name}`);
}
