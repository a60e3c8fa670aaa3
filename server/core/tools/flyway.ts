import type { Migration } from '../migrations/migration.js';
import type { Problem } from '../migrations/problem.js';
import { fileOf, folderOf } from '../text/paths.js';
import { isOfAnotherDatabase } from './excluded.js';
import { checksumOf } from './flyway/checksum.js';
import { detect } from './flyway/detect.js';
import { execution, outsideTransaction, sidecarOptions } from './flyway/execution.js';
import { inEnvironment } from './flyway/environment.js';
import { history, lock, repairs, run } from './flyway/history.js';
import { intendedName, parseName, separatorOf, suffixesOf, type FlywayName } from './flyway/names.js';
import { configures } from './flyway/origins.js';
import { connected, expand, styleOf } from './flyway/placeholders.js';
import { rename, scaffold } from './flyway/scaffold.js';
import { projectAt } from './flyway/settings.js';
import { DOWNS } from './flyway/signature.js';
import { canonicalVersion, compareVersions } from './flyway/version.js';
import type { Tool } from './tool.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';

/** Flyway 13.0.0, Community (github.com/flyway/flyway, c5e20fc). */
export const flyway: Tool = {
  id: 'flyway',
  title: 'Flyway',
  reference: {
    files: '`V1__name.sql`, `R__name.sql`, `B1__name.sql`, `U1__name.sql` in the configured locations and below; the prefixes are settings',
    order: 'versions as numbers, part by part; then repeatables by description',
    checksum: 'CRC-32 of the lines without their ends; of repeatables after placeholders are replaced',
    transactions: 'one for each file, unless a statement cannot run in one or a sidecar says `executeInTransaction=false`; each statement is sent by itself',
    repair: 'as `flyway repair` takes away the row of what has failed; missing files and checksums are left as they are',
    evidence: { run: '11.8.2, 13.12.0', read: '13.0.0 (c5e20fc)' },
  },

  configures,
  detect,
  at: projectAt,
  inEnvironment,
  addresses: ['FLYWAY_URL'],

  read,
  compare,
  duplicate: (first, second, project) => {
    if (first.kind === 'repeatable') return `Flyway stops with “Found more than one repeatable migration with description ${second.name}”`;
    if (!first.up || !second.up) return undefined;
    const name = parseName(fileOf(second.up.path), project.settings);
    const down = name?.kind === 'versioned' && name.down;
    return down
      ? `Flyway reads this as a second migration of version ${second.version} and stops: keep down files outside its locations, or name it ${project.settings['undoSqlMigrationPrefix']!}${second.version}`
      : `Flyway stops with “Found more than one migration with version ${first.version}”`;
  },
  contained: () => true,
  check: (migrations, project) => [...unknownOptions(migrations), ...downsAsVersions(migrations, project)],
  options: sidecarOptions,
  traits: project => {
    // Flyway sets its search path to where it keeps its history; a variable of the environment may be any schema.
    const { schema } = history.table(project, { database: '', schema: 'public', user: '' });
    return { down: 'separate', oneTransaction: project.settings['group'] === 'true', outOfOrder: project.settings['outOfOrder'] === 'true' ? 'run' : 'refuse', ...(!schema.includes('${') && { schema }) };
  },

  execution,
  outsideTransaction,
  placeholders: ({ settings }) => [styleOf(settings)],
  expand,
  connected,
  checksum: (source, migration, project) => {
    if (source.malformed) return undefined;
    const expanded = migration.kind === 'repeatable' ? expand(source.text, migration, project) : undefined;
    return checksumOf(expanded && 'text' in expanded ? expanded.text : source.text);
  },
  history,
  lock,
  repairs,
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

  const own = parseName(file, settings);
  const name = own ?? besideSuffix(file, settings);
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
      const down = beside || own === undefined || (name.down && settings['downFiles'] !== 'read');
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

  /** Only what was surely meant as a migration: `V1_init.sql`, `v1__init.sql`, `001__init.sql`; not `notes.sql`, nor what a person runs to go back. */
  function misnamed(why: string): Reading | undefined {
    if (DOWNS.test(folderOf(path))) return undefined;
    const suggestion = intendedName(file, settings);
    const strict = settings['validateMigrationNaming'] === 'true';
    if (suggestion === undefined || suggestion === file) {
      const empty = file.startsWith(settings['sqlMigrationPrefix']! + separatorOf(settings));
      return empty || strict ? { kind: 'misnamed', message: `${sentence(strict)}: ${why}` } : undefined;
    }
    return { kind: 'misnamed', message: `${sentence(strict)}: ${why}`, suggestion };
  }
}

/** `SqlScriptMetadata` knows four, and stops at any other. */
function unknownOptions(migrations: readonly Migration[]): readonly Problem[] {
  const known = ['executeInTransaction', 'encoding', 'placeholderReplacement', 'shouldExecute'];
  return migrations.flatMap(({ up, options }) => Object.keys(options ?? {}).filter(it => !known.includes(it)).map(key => ({
    rule: 'tool-configuration', severity: 'error' as const, path: `${up!.path}.conf`, span: { start: 0, end: 0 },
    message: `Flyway stops at \`${key}\`: a script's configuration knows ${known.join(', ')}`,
  })));
}

/** Told once, at the first: where such files are the custom, somebody keeps them from Flyway. */
function downsAsVersions(migrations: readonly Migration[], { settings }: Project): readonly Problem[] {
  if (settings['downFiles'] !== 'custom') return [];
  const first = migrations.find(it => it.up && it.down && parseName(fileOf(it.down.path), settings)?.kind === 'versioned');
  return first?.up && first.down ? [{
    rule: 'duplicate-version', severity: 'warning', path: first.down.path, span: { start: 0, end: 0 },
    message: `Flyway takes such a file in its locations for a second migration of version ${first.version} and stops: keep down files elsewhere, unless your build already leaves them out`,
    related: [{ path: first.up.path, span: { start: 0, end: 0 }, message: 'The first' }],
  }] : [];
}

/** `V5__x.down.sql` beside `V5__x.up.sql`, where Flyway is told to read only `.up.sql`. */
function besideSuffix(file: string, settings: Project['settings']): FlywayName | undefined {
  const name = /\.sql$/i.test(file) ? parseName(file, { ...settings, sqlMigrationSuffixes: '.sql' }) : undefined;
  return name?.kind === 'versioned' && name.down ? name : undefined;
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
