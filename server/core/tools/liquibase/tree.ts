import type { Source } from '../../migrations/migration.js';
import { pathsBelow } from '../../text/paths.js';
import type { Span } from '../../text/span.js';
import { readChangelog, type Include } from './changelog.js';
import type { Property } from './formatted.js';
import { withProperties, expandText, type Parameters } from './parameters.js';
import { beside, candidates, known, normalized } from './paths.js';

/** What a project says about where to begin and where to look. */
export interface Roots {
  /** The changelogs that Liquibase is given, each by itself; relative to the workspace root. Without one, all files are read, in the order of their paths. */
  readonly changelogs: readonly string[];
  /** How Liquibase is told the only one. */
  readonly changeLogFile?: string;
  /** Folders of the search path. */
  readonly searchPath: readonly string[];
  readonly parameters: Parameters;
  readonly contexts: readonly string[];
}

/** A file at its turn, or the part of it up to what it includes. */
export interface Visit {
  readonly path: string;
  /** As Liquibase stores it, unless a changeset says otherwise. */
  readonly stored: string;
  /** Of the changesets of the file, those from here on. */
  readonly from: number;
  readonly to: number;
  readonly contexts: readonly string[];
  readonly labels: readonly string[];
  readonly ignore: boolean;
  readonly parameters: Parameters;
  /** Of several, the changelog that leads to it. */
  readonly root: string | undefined;
  /** It had its turn before. */
  readonly again: boolean;
}

export interface Followed {
  /** In the order in which they run. */
  readonly visits: readonly Visit[];
  readonly visited: ReadonlySet<string>;
  readonly broken: readonly { readonly path: string; readonly span: Span; readonly message: string }[];
}

/** What the includes on the way to a file say of it. */
type Way = Pick<Visit, 'contexts' | 'labels' | 'ignore'>;

/** Follows the includes from the root; files that nothing includes are not visited. */
export function follow(sources: ReadonlyMap<string, Source>, leadOf: (source: Source) => Lead | undefined, { changelogs: given, changeLogFile, searchPath, parameters, contexts: active }: Roots): Followed {
  let sorted: readonly string[] | undefined;
  const visits: Visit[] = [];
  const visited = new Set<string>();
  const broken: { path: string; span: Span; message: string }[] = [];
  const open = new Set<string>();
  let shared = parameters;

  const at = (path: string, stored = known(path, searchPath)): void => visit(sources.get(path)!, stored, { contexts: [], labels: [], ignore: false });
  const roots = given.filter(it => sources.has(it));
  /** What an earlier root leads to is not told again. */
  let earlier: ReadonlySet<string> = new Set();
  let root: string | undefined;
  for (const path of roots) {
    if (roots.length > 1) root = path;
    at(path, roots.length === 1 ? changeLogFile : undefined);
    if (roots.length > 1) earlier = new Set(visited);
    shared = parameters;
  }
  if (roots.length === 0) {
    // Those that others include come when they are included; in a circle, somewhere it begins.
    const included = new Set([...sources.values()].flatMap(includedBy));
    for (const path of paths()) if (!included.has(path)) at(path);
    if (visits.length === 0) for (const path of paths()) at(path);
  }
  return { visits, visited, broken };

  function includedBy(source: Source): readonly string[] {
    return leadOf(source)?.items.flatMap((item): readonly string[] => {
      if (item === 'changeset') return [];
      const places = item.relative ? [beside(source.path, item.path)] : candidates(item.path, searchPath);
      return item.kind === 'include' ? places : places.flatMap(it => below(it).filter(each => each !== source.path));
    }) ?? [];
  }

  function visit(source: Source, stored: string, way: Way): void {
    const { path } = source;
    const again = visited.has(path);
    if (visits.length > MOST || earlier.has(path)) return;
    const lead = leadOf(source);
    if (!lead) return pass(0, Infinity);
    shared = withProperties(shared, lead.properties, active);
    open.add(path);
    let changesets = 0;
    let told = 0;
    for (let i = 0; i < lead.items.length; i++) {
      const item = lead.items[i]!;
      if (item === 'changeset') {
        changesets++;
        continue;
      }
      if (changesets > told) pass(told, changesets);
      told = changesets;
      const from = (file: string): string => (item.path.includes('${') ? beside(file, expandText(item.path, shared)) : lead.beside(file)[i]!);
      include(item, path, from(item.relative ? stored : ''), item.relative ? from(path) : undefined, way);
    }
    if (changesets > told) pass(told, Infinity);
    open.delete(path);

    function pass(from: number, to: number): void {
      visits.push({ path, stored, from, to, contexts: way.contexts, labels: way.labels, ignore: way.ignore, parameters: shared, root, again });
      visited.add(path);
    }
  }

  /** `near`: where it is, if it stands where it is written from the including file. */
  function include(item: Include, path: string, name: string, near: string | undefined, above: Way): void {
    const way = item.contexts === undefined && item.labels === undefined && !item.ignore ? above : {
      contexts: item.contexts === undefined ? above.contexts : [...above.contexts, item.contexts],
      labels: item.labels === undefined ? above.labels : [...above.labels, item.labels],
      ignore: above.ignore || item.ignore,
    };
    if (item.kind === 'includeAll') {
      const folder = (near === undefined ? candidates(name, searchPath) : [near, ...candidates(name, searchPath)]).find(it => below(it).length > 0);
      return includeAll(item, path, name, folder, way);
    }
    const found = (near === undefined ? undefined : sources.get(near)) ?? candidates(name, searchPath).map(it => sources.get(it)).find(it => it !== undefined);
    if (found === undefined) {
      if (item.errorIfMissing && !name.includes('${') && isOurs(name, item.relative) && /\.(?:sql|xml|ya?ml|json)$/i.test(name)) broken.push({ path, span: item.at, message: `The file ${name} was not found in the configured search path` });
    } else if (open.has(found.path)) broken.push({ path, span: item.at, message: `This includes ${name}, which includes this file` });
    else visit(found, item.logicalFilePath !== undefined ? normalized(item.logicalFilePath) : name === found.path ? found.path : name, way);
  }

  /** A library may bring changelogs of its own; where this project has the folder, it is the one that is meant. */
  function isOurs(name: string, relative: boolean): boolean {
    const top = name.slice(0, name.indexOf('/') + 1);
    return relative || top === '' || candidates(top, searchPath).some(it => below(it).length > 0);
  }

  function includeAll(item: Include, path: string, name: string, folder: string | undefined, way: Way): void {
    const all = folder === undefined ? [] : below(folder);
    const start = folder === undefined || folder === '' ? 0 : folder.length + 1;
    const isPlain = item.maxDepth === Infinity && item.minDepth <= 1 && item.endsWith === '';
    const found = isPlain ? all : all.filter(it => { const depth = it.slice(start).split('/').length; return depth <= item.maxDepth && depth >= item.minDepth && it.slice(start).toLowerCase().endsWith(item.endsWith.toLowerCase()); });
    if (found.length === 0 && item.errorIfMissing && !item.programmed && !name.includes('${') && isOurs(name, item.relative)) {
      broken.push({ path, span: item.at, message: `Could not find directory, directory was empty, or no changelogs matched the provided search criteria for includeAll '${item.path}'` });
    }
    const logical = item.logicalFilePath === undefined ? undefined : normalized(item.logicalFilePath);
    for (const each of found) {
      if (!open.has(each)) visit(sources.get(each)!, logical ?? (name === folder ? each : name === '' ? each.slice(start) : `${name}/${each.slice(start)}`), way);
    }
  }

  /** The files of a folder and of those in it: they stand together, as the paths are sorted. */
  function below(folder: string): readonly string[] {
    return folder === '' ? paths() : pathsBelow(folder, paths());
  }

  function paths(): readonly string[] {
    return sorted ??= [...sources.keys()].sort();
  }
}

/** Nobody includes so many; a file that is included twice by each of many is. */
const MOST = 200_000;

/** Whether there is more in a file than changesets: what it includes, or what it says for others. */
export function hasMore({ path, text }: Source): boolean {
  return /\.sql$/i.test(path) ? /--\s*property/i.test(text) : text.includes('include') || text.includes('property');
}

/** What a changelog says to others, which is read once: its changesets are no more than counted. */
export interface Lead {
  readonly properties: readonly Property[];
  readonly items: readonly (Include | 'changeset')[];
  /** What the includes name, as it is written, from the folder of a file. */
  beside(file: string): readonly string[];
}

/** `undefined` for most. */
export function readLead(source: Source): Lead | undefined {
  if (!hasMore(source)) return undefined;
  const { properties, items } = readChangelog(source);
  const places = new Map<string, readonly string[]>();
  return {
    properties, items: items.map(it => (it.kind === 'changeset' ? it.kind : it)),
    beside(file) {
      const found = places.get(file) ?? items.map(it => (it.kind === 'changeset' ? '' : beside(file, it.path)));
      places.set(file, found);
      return found;
    },
  };
}
