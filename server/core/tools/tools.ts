import { flyway } from './flyway.js';
import { golangMigrate } from './golang-migrate.js';
import type { Tool } from './tool.js';

/** In the order in which they claim a folder. */
export const tools: readonly Tool[] = [flyway, golangMigrate];
