import { alembic } from './alembic.js';
import { atlas } from './atlas.js';
import { dbmate } from './dbmate.js';
import { diesel } from './diesel.js';
import { django } from './django.js';
import { drizzle } from './drizzle.js';
import { flyway } from './flyway.js';
import { golangMigrate } from './golang-migrate.js';
import { goose } from './goose.js';
import { graphileMigrate } from './graphile-migrate.js';
import { hasura } from './hasura.js';
import { knex } from './knex.js';
import { liquibase } from './liquibase.js';
import { nodePgMigrate } from './node-pg-migrate.js';
import { plain } from './plain.js';
import { pop } from './pop.js';
import { prisma } from './prisma.js';
import { refinery } from './refinery.js';
import { rails } from './rails.js';
import { sequelize } from './sequelize.js';
import { sqitch } from './sqitch.js';
import { sqlx } from './sqlx.js';
import { supabase } from './supabase.js';
import { typeorm } from './typeorm.js';
import type { Tool } from './tool.js';

/** In the order in which they claim a folder: first those that the texts prove, then those that a file beside them does, and last a guess. */
export const tools: readonly Tool[] = [
  alembic,
  django,
  dbmate,
  goose,
  graphileMigrate,
  supabase,
  drizzle,
  prisma,
  hasura,
  diesel,
  atlas,
  sqitch,
  sqlx,
  refinery,
  liquibase,
  flyway,
  pop,
  golangMigrate,
  rails,
  nodePgMigrate,
  typeorm,
  sequelize,
  knex,
  plain,
];
