import type { RealTool } from './tool.js';
import { alembics } from './tools/alembic.js';
import { atlas } from './tools/atlas.js';
import { dbmate } from './tools/dbmate.js';
import { diesel } from './tools/diesel.js';
import { djangos } from './tools/django.js';
import { drizzles } from './tools/drizzle.js';
import { flyways } from './tools/flyway.js';
import { golangMigrate } from './tools/golang-migrate.js';
import { goose } from './tools/goose.js';
import { graphileMigrate } from './tools/graphile-migrate.js';
import { javascripts } from './tools/javascript.js';
import { liquibase } from './tools/liquibase.js';
import { nodePgMigrate } from './tools/node-pg-migrate.js';
import { pop } from './tools/pop.js';
import { prisma } from './tools/prisma.js';
import { railses } from './tools/rails.js';
import { refinery } from './tools/refinery.js';
import { sqitch } from './tools/sqitch.js';
import { sqlx } from './tools/sqlx.js';
import { supabase } from './tools/supabase.js';

export const everyTool: readonly RealTool[] = [
  ...flyways, liquibase, golangMigrate, ...alembics, ...djangos, ...railses,
  dbmate, goose, sqlx, graphileMigrate, ...drizzles, diesel, refinery, supabase, prisma, nodePgMigrate, sqitch, atlas, pop, ...javascripts,
];

const asked = process.env['TOOLS']?.split(',');

/** Those of `TOOLS`, where that says any. */
export const realTools: readonly RealTool[] = everyTool.filter(it => asked?.includes(it.id) ?? true);
