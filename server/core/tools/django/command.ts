import type { Migration } from '../../migrations/migration.js';
import { folderOf } from '../../text/paths.js';
import { urlOf, type Address } from '../tool/address.js';
import { type Project } from '../tool/project.js';
import { type Command, type Preview } from '../tool/run.js';
import { appOf } from './graph.js';
import { before } from './history.js';

export function command(direction: 'up' | 'down', to: Migration, project: Project): Command {
  return told(['migrate', appOf(to), direction === 'up' ? nameOf(to) : before(to)], project);
}

/** It reads the history to load the graph, and writes nothing (3.2.25 and 5.2.19, run). */
export const preview: Preview = {
  database: 'read',
  limit: 'What `RunPython` does is not written in SQL',
  command: (direction, migration, project) =>
    told(['sqlmigrate', '--no-color', appOf(migration), nameOf(migration), ...(direction === 'down' ? ['--backwards'] : [])], project),
  // What the settings print stands before it. Without any operation there is nothing.
  read: printed => /^(?:BEGIN;|--)$[^]*/m.exec(printed)?.[0].trimEnd() ?? '',
};

function told(words: readonly string[], { settings }: Project): Command {
  const folder = settings['manage'] === undefined ? '.' : folderOf(settings['manage']);
  const variable = settings['address'];
  return {
    argv: ['python', 'manage.py', ...words], folder,
    ...(variable !== undefined && { environment: (address: Address) => ({ [variable]: urlOf(address) }) }),
  };
}

/** What Django calls it within its app. */
function nameOf({ id }: Migration): string {
  return id.slice(id.indexOf('.') + 1);
}
