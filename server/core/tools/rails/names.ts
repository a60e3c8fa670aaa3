import { fileOf } from '../../text/paths.js';
import type { Project } from '../tool/project.js';
import type { Reading } from '../tool/reading.js';

/** `ActiveRecord::Migration::MigrationFilenameRegexp` (6.1, `active_record/migration.rb`). */
const NAME = /^(\d+)_([_a-z0-9]*)\.?([_a-z0-9]*)?\.rb$/;

export interface FileName {
  /** As it is compared and stored: an integer without leading zeros. */
  readonly version: string;
  readonly name: string;
}

export function parseName(path: string): FileName | undefined {
  const parts = NAME.exec(fileOf(path));
  return parts ? { version: integer(parts[1]!), name: parts[2]! } : undefined;
}

export function integer(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

export function read(path: string): Reading | undefined {
  const file = fileOf(path);
  const parsed = parseName(path);
  if (parsed) return { kind: 'migration', direction: 'both', id: parsed.version, of: 'versioned', version: parsed.version, name: parsed.name };
  // `Dir["#{path}/**/[0-9]*_*.rb"]`: of what is found so, a name that does not fit stops every command.
  if (/^\d.*_.*\.rb$/.test(file)) {
    const suggestion = snake(file.slice(0, -'.rb'.length));
    return {
      kind: 'misnamed', message: `Illegal name for migration file: ${file} (only lower case letters, numbers, and '_' allowed)`,
      ...(parseName(`${suggestion}.rb`) && { suggestion: `${suggestion}.rb` }),
    };
  }
  return INTENDED.test(file) ? { kind: 'misnamed', message: 'Rails ignores this file: its name does not begin with a version' } : undefined;
}

/** What people call migrations, where the number was forgotten. */
const INTENDED = /^(?:create|add|remove|change|drop|rename|backfill|index|update|make|convert|move)_\w+\.rb$/;

/** `underscore`, of any words; a name has to be called something. */
export function snake(words: string): string {
  const snaked = words.normalize('NFKD').replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return snaked === '' ? 'migration' : snaked;
}

/** ActiveSupport's `camelize`, with the acronyms that the project's inflections have. */
export function camelize(name: string, { settings }: Pick<Project, 'settings'>): string {
  const acronyms = new Map((settings['acronyms'] ?? '').split(',').filter(it => it !== '').map(it => [it.toLowerCase(), it]));
  return name.split('_').map(it => acronyms.get(it) ?? it.charAt(0).toUpperCase() + it.slice(1)).join('');
}
