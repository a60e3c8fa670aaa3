import type { Migration } from '../migrations/migration.js';
import { isOfAnotherDatabase } from './excluded.js';
import { checksumOf } from './flyway/checksum.js';
import { detect } from './flyway/detect.js';
import { execution, outsideTransaction, sidecarOptions } from './flyway/execution.js';
import { history, lock, run } from './flyway/history.js';
import { intendedName, parseName, separatorOf, suffixesOf } from './flyway/names.js';
import { configures } from './flyway/origins.js';
import { connected, expand } from './flyway/placeholders.js';
import { rename, scaffold } from './flyway/scaffold.js';
import { projectAt } from './flyway/settings.js';
import { canonicalVersion, compareVersions } from './flyway/version.js';
import type { Project, Reading, Tool } from './tool.js';

/** Flyway 13.0.0, Community (github.com/flyway/flyway, c5e20fc). */
export const flyway: Tool = {
  id: 'flyway',
  title: 'Flyway',

  configures,
  detect,
  at: projectAt,

  read,
  compare,
  duplicate: (first, second, project) => {
    if (first.kind === 'repeatable') return `Flyway stops with “Found more than one repeatable migration with description ${second.name}”`;
    if (!first.up || !second.up) return undefined;
    const name = parseName(fileOf(second.up.path), project.settings);
    const down = name?.kind === 'versioned' && name.down;
    return down
      ? `Flyway reads this as a second migration of version ${second.version} and stops: keep down files outside its locations, or name it ${project.settings['undoSqlMigrationPrefix']!}${second.version}`
      : `Flyway stops with “Found more than one migration with version ${second.version}”`;
  },
  options: sidecarOptions,
  traits: ({ settings }) => ({ down: 'separate', outOfOrder: settings['outOfOrder'] === 'true' ? 'run' : 'refuse' }),

  execution,
  outsideTransaction,
  expand,
  connected,
  checksum: (source, migration, project) => {
    if (source.malformed) return undefined;
    const expanded = migration.kind === 'repeatable' ? expand(source.text, migration, project) : undefined;
    return checksumOf(expanded && 'text' in expanded ? expanded.text : source.text);
  },
  history,
  lock,
  run,
  scaffold,
  rename,
};

function read(path: string, project: Project): Reading | undefined {
  if (isOfAnotherDatabase(path)) return undefined;
  const file = fileOf(path);
  const { settings } = project;
  if (file.endsWith('.conf')) {
    const of = path.slice(0, -'.conf'.length);
    return suffixesOf(settings).some(it => of.toLowerCase().endsWith(it.toLowerCase())) ? { kind: 'sidecar', of } : undefined;
  }
  const code = /^V(\d[\d_]*)__\w+\.(?:java|kt|groovy)$/.exec(file);
  if (code) return { kind: 'companion', of: { id: canonicalVersion(code[1]!.replaceAll('_', '.')), direction: 'up' } };

  const name = parseName(file, settings);
  if (name === undefined) return /\.(?:psql|pgsql|ddl)$/i.test(file) ? misnamed(`only ${suffixesOf(settings).join(', ')} files are read`) : undefined;
  switch (name.kind) {
    case 'callback':
      return { kind: 'companion', whileMigrating: !/Clean|Undo|Repair|Baseline|Info/.test(name.event) };
    case 'repeatable':
      return { kind: 'migration', direction: 'up', id: `R:${name.description}`, of: 'repeatable', name: name.description };
    case 'undo':
      return { kind: 'migration', direction: 'down', id: canonicalVersion(name.version), of: 'versioned', version: name.version, name: name.description };
    case 'baseline':
      return { kind: 'migration', direction: 'up', id: `B:${canonicalVersion(name.version)}`, of: 'baseline', version: name.version, name: name.description };
    case 'versioned': {
      const beside = project.locations.some(it => it.downs && path.startsWith(`${it.path}/`));
      const down = beside || (name.down && settings['downFiles'] === 'paired');
      return {
        kind: 'migration', direction: down ? 'down' : 'up', id: canonicalVersion(name.version), of: 'versioned', version: name.version,
        name: down ? name.description.replace(/(?:^|\s\s|\.)(?:down|undo|rollback)$/i, '') : name.description,
      };
    }
    case 'invalid':
      return misnamed(name.message);
    case 'unrecognised':
      return misnamed('its name does not begin as a migration\'s');
  }

  /** Only what was surely meant as a migration: `V1_init.sql`, `v1__init.sql`, `001__init.sql`; not `notes.sql`. */
  function misnamed(why: string): Reading | undefined {
    const suggestion = intendedName(file, settings);
    const strict = settings['validateMigrationNaming'] === 'true';
    if (suggestion === undefined || suggestion === file) {
      const empty = file.startsWith(settings['sqlMigrationPrefix']! + separatorOf(settings));
      return empty || strict ? { kind: 'misnamed', message: `${sentence(strict)}: ${why}` } : undefined;
    }
    return { kind: 'misnamed', message: `${sentence(strict)}: ${why}`, suggestion };
  }
}

function sentence(strict: boolean): string {
  return strict ? 'Flyway stops at this name' : 'Flyway skips this file';
}

/** Versions first, repeatables behind them by their descriptions; a baseline before the version that it stands for. */
function compare(a: Migration, b: Migration): number {
  if (a.kind === 'repeatable' || b.kind === 'repeatable') {
    if (a.kind !== b.kind) return a.kind === 'repeatable' ? 1 : -1;
    return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  }
  return compareVersions(a.version!, b.version!) || Number(b.kind === 'baseline') - Number(a.kind === 'baseline');
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
