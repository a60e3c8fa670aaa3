import type { MigrationBuilder } from 'node-pg-migrate';

export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.sql("SET LOCAL lock_timeout = '5s'");
  pgm.addColumn('customers', { tier: { type: 'integer', notNull: true } });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropColumn('customers', 'tier');
}
