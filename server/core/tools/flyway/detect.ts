import { everyFolder, pathsBelow } from '../../text/paths.js';
import { isOfAnotherDatabase } from '../excluded.js';
import type { Location, Project, Tree } from '../tool/project.js';
import { locationsIn } from './environment.js';
import { parseName } from './names.js';
import { foldersOf } from './locations.js';
import type { Origin } from './origin.js';
import { originsOf } from './origins.js';
import { DEFAULTS } from './settings.js';
import { bySignature } from './signature.js';

/** Configured projects first; what their folders leave over is found by the names of its files. */
export function detect(tree: Tree): readonly Project[] {
  const folders = everyFolder(tree.paths);
  const modules = new Map<string, Origin[]>();
  for (const origin of originsOf(tree)) {
    const key = `${origin.base} ${origin.datasource ?? ''}`;
    modules.set(key, [...modules.get(key) ?? [], origin]);
  }

  place(locationsIn(tree.environment ?? {}), modules, folders);

  const configured: Project[] = [];
  for (const origins of modules.values()) {
    for (const project of ofModule(origins, folders)) {
      const other = configured.findIndex(it => it.locations.some(a => project.locations.some(b => overlap(a.path, b.path))));
      if (other < 0) configured.push(project);
      else configured[other] = both(configured[other]!, project);
    }
  }
  const claimed = configured.flatMap(it => it.locations.map(({ path }) => path));
  const found = bySignature(tree.paths, claimed);
  return [...configured.map(it => ({ ...withDowns(it, tree.paths), locations: [...it.locations, ...java(it.locations, folders)] })), ...found];
}

/** Locations of the environment overrule those of files, where they mean anything here; alone they make a project. Frameworks do not read them. */
function place(locations: readonly string[], modules: Map<string, Origin[]>, folders: ReadonlySet<string>): void {
  const found = (base: string) => locations.some(it => foldersOf(it, { base }, folders).length > 0);
  for (const origins of modules.values()) {
    const last = origins.findLast(it => it.profile === undefined && !/(?:^|\/)application[-.][^/]*$/.test(it.file));
    if (last && found(last.base)) origins.push({ ...last, locations, settings: {}, placeholders: {}, connections: [] });
  }
  if (modules.size > 0 || !found('.')) return;
  modules.set('.', [{ file: 'FLYWAY_LOCATIONS', base: '.', locations, fallback: 'filesystem:sql', settings: {}, placeholders: {}, connections: [] }]);
}

function ofModule(origins: readonly Origin[], folders: ReadonlySet<string>): readonly Project[] {
  const always = origins.filter(it => it.profile === undefined);
  const written = always.findLast(it => it.locations);
  const base = written
    ? resolve(written.locations!, written)
    : [...new Set([...always, ...origins].map(it => it.fallback))].map(it => foldersOf(it, { base: origins[0]!.base, ownOnly: true }, folders).filter(isOurs)).find(it => it.length > 0) ?? [];
  const inProfiles = new Map<string, string[]>();
  const without = new Map<string, string[]>();
  const profiles = origins.filter(it => it.profile !== undefined && it.locations);
  for (const origin of profiles) {
    const own = resolve(origin.locations!, origin);
    for (const folder of own.length > 0 ? base : []) if (!own.some(it => overlap(it, folder))) without.set(folder, [...without.get(folder) ?? [], origin.profile!]);
    for (const folder of own) {
      if (base.some(it => folder === it || folder.startsWith(`${it}/`))) continue;
      inProfiles.set(folder, [...inProfiles.get(folder) ?? [], origin.profile!]);
    }
  }
  // Without a configuration for all, what every profile reads is what is always read.
  const shared = base.length > 0 ? [] : [...inProfiles].filter(([, names]) => names.length === profiles.length).map(([folder]) => folder);
  const locations: Location[] = [
    ...[...base, ...shared].map(path => ({ path, recursive: true, ...(without.has(path) && { without: without.get(path)!.sort() }) })),
    ...[...inProfiles].filter(([folder]) => !shared.includes(folder)).map(([path, names]) => ({ path, recursive: true, profiles: [...names].sort() })),
  ];
  if (locations.length === 0) return [];
  const general = always.length > 0 ? always : origins;
  return [{
    tool: 'flyway',
    folder: locations[0]!.path,
    locations,
    because: (written ?? general.at(-1)!).file,
    settings: Object.assign({}, DEFAULTS, { downFiles: 'read' }, ...general.map(it => it.settings)) as Record<string, string>,
    placeholders: Object.assign({}, ...origins.map(it => it.placeholders), ...general.map(it => it.placeholders)) as Record<string, string>,
    connections: unique(origins.flatMap(it => it.connections)),
  }];

  function resolve(written: readonly string[], origin: Origin): readonly string[] {
    const found = [...new Set(written.flatMap(it => foldersOf(it, origin, folders)))].filter(isOurs);
    // Flyway drops a location that lies in another.
    return found.filter(it => !found.some(other => it.startsWith(`${other}/`)));
  }
}

function isOurs(folder: string): boolean {
  return !isOfAnotherDatabase(`${folder}/`);
}

/** Two modules that read one folder: one project, what the later says on top. */
function both(first: Project, second: Project): Project {
  const more = second.locations.filter(it => !first.locations.some(other => overlap(it.path, other.path)));
  return { ...first, locations: [...first.locations, ...more], placeholders: { ...first.placeholders, ...second.placeholders }, connections: unique([...first.connections, ...second.connections]) };
}

/**
 * Flyway takes `V5__x__down.sql` for a second version 5, and stops. One of them is a mistake; where they are the custom,
 * somebody keeps them from Flyway (a build that filters them, a runner of their own), and they are read as what they are.
 */
function withDowns(project: Project, paths: readonly string[]): Project {
  const stems = new Set<string>();
  const own = new Set(project.locations.flatMap(it => pathsBelow(it.path, paths)));
  const downs = [...own].filter(path => {
    const name = parseName(path.slice(path.lastIndexOf('/') + 1), project.settings);
    if (name?.kind !== 'versioned') return false;
    if (!name.down) stems.add(path.replace(/\.\w+$/, ''));
    return name.down;
  });
  const pairs = downs.filter(it => stems.has(it.replace(/(?:__|\.)(?:down|undo|rollback)\.\w+$/i, '')));
  return pairs.length < 2 ? project : { ...project, settings: { ...project.settings, downFiles: 'custom' } };
}

/** Migrations written in Java lie in the package of the same name. */
function java(locations: readonly Location[], folders: ReadonlySet<string>): readonly Location[] {
  return locations.flatMap(({ path, recursive }) => ['java', 'kotlin', 'groovy']
    .map(language => path.replace(/src\/main\/resources\//, `src/main/${language}/`))
    .filter(it => it !== path && folders.has(it))
    .map(it => ({ path: it, recursive })));
}

function unique(connections: Project['connections']): Project['connections'] {
  return [...new Map(connections.map(it => [`${it.name} ${it.url}`, it])).values()];
}

function overlap(a: string, b: string): boolean {
  return a === b || a === '.' || b === '.' || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
