import type { Migration } from '../../migrations/migration.js';
import { urlOf, type Address } from '../tool/address.js';
import { type Project } from '../tool/project.js';
import { type Command, type Preview } from '../tool/run.js';
import { listed } from './graph.js';

/** What is to come before it is run with it: there is no other way. */
export function command(direction: 'up' | 'down', to: Migration, project: Project): Command {
  return told(direction === 'up' ? ['upgrade', to.version!] : ['downgrade', before(to)], project);
}

/**
 * The offline mode, which wants to know where it begins, and takes no more than one place for that: from one parent to a merge it
 * prints what the others have, too (1.8.1 and 1.20.1, run). `-- Running upgrade a, b -> c` begins each.
 */
export const preview: Preview = {
  database: 'nothing',
  limit: 'What a migration would ask the database for while it runs is not known here, and may stop it',
  command: (direction, migration, project) => {
    const parent = listed(migration, 'down')[0] ?? 'base';
    const [from, to] = direction === 'up' ? [parent, migration.version!] : [migration.version!, parent];
    return told([direction === 'up' ? 'upgrade' : 'downgrade', `${from}:${to}`, '--sql'], project);
  },
  read(printed, { version }) {
    const blocks = printed.split(/^(?=-- Running (?:upgrade|downgrade) )/m);
    const own = blocks.find(it => {
      const [, way, from, to] = /^-- Running (upgrade|downgrade) (.*?) ?-> ?(.*)/.exec(it) ?? [];
      return (way === 'upgrade' ? to : from)?.trim() === version;
    });
    // Of the transaction around several, or around the next.
    return own?.trimEnd().replace(/\s*^BEGIN;$(?![^])/m, '').replace(/\s*^COMMIT;$(?![^])/m, '').trimEnd();
  },
};

function told(words: readonly string[], { settings }: Project): Command {
  const folder = settings['folder'] ?? '.';
  const variable = settings['address'];
  // SQLAlchemy knows no `postgres:`.
  const environment = variable === undefined ? {} : { environment: (address: Address) => ({ [variable]: urlOf(address).replace(/^postgres:/, 'postgresql:') }) };
  if (settings['runner'] === 'flask') return { argv: ['flask', 'db', ...words, '--directory', within(settings['script_location']!, folder)], folder, ...environment };
  const config = settings['config'] === undefined ? [] : ['-c', within(settings['config'], folder)];
  const section = (settings['section'] ?? 'alembic') === 'alembic' ? [] : ['-n', settings['section']!];
  return { argv: ['alembic', ...config, ...section, ...words], folder, ...environment };
}

/** Where a downgrade is to end that takes this one back. */
function before(migration: Migration): string {
  const parents = listed(migration, 'down');
  return parents.length === 1 ? parents[0]! : parents.length === 0 ? 'base' : `${migration.version!}-1`;
}

/** The path as it is called from the folder. */
function within(path: string, folder: string): string {
  return folder === '.' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}
