import type { Migration } from '../../migrations/migration.js';
import { urlOf } from '../tool/address.js';
import { type Project } from '../tool/project.js';
import { type Command } from '../tool/run.js';
import { integer } from './names.js';

/** Never `db:migrate VERSION=`, which takes back what is newer. */
export function command(direction: 'up' | 'down', { version }: Migration, project: Project): Command {
  const { database, runner } = project.settings;
  const task = `db:migrate:${direction}${database === undefined ? '' : `:${database}`}`;
  return inApplication([...(runner === 'bundle' ? ['bundle', 'exec', 'rake'] as const : ['bin/rails'] as const), task, `VERSION=${integer(version!)}`], project);
}

/** Told by the variable that Rails reads for its database. */
export function inApplication(argv: Command['argv'], { settings: { database, root = '.' } }: Project): Command {
  const variable = database === undefined ? 'DATABASE_URL' : `${database.toUpperCase()}_DATABASE_URL`;
  return { argv, folder: root, environment: address => ({ [variable]: urlOf(address) }) };
}
