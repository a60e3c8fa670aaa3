import type { Source } from '../../migrations/migration.js';
import { pathsBelow } from '../../text/paths.js';
import type { Span } from '../../text/span.js';
import { readChangelog, type Changelog, type Include } from './changelog.js';
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
  readonly root?: string;
}

export interface Followed {
  /** In the order in which they run. */
  readonly visits: readonly Visit[];
  readonly broken: readonly { readonly path: string; readonly span: Span; readonly message: string }[];
}

/** Follows the includes from the root; files that nothing includes are not visited. */
export function follow(sources: ReadonlyMap<string, Source>, { changelogs: given, changeLogFile, searchPath, parameters, contexts: active }: Roots): Followed {
  const paths = [...sources.keys()].sort();
  const visits: Visit[] = [];
  const broken: { path: string; span: Span; message: string }[] = [];
  const changelogs = new Map<string, Changelog>();
  const open = new Set<string>();
  let shared = parameters;

  const at = (path: string, stored = known(path, searchPath)): void => visit(path, { stored, contexts: [], labels: [], ignore: false });
  const roots = given.filter(it => sources.has(it));
  /** What an earlier root leads to is not told again. */
  const earlier = new Set<string>();
  let root: string | undefined;
  for (const path of roots) {
    if (roots.length > 1) root = path;
    at(path, roots.length === 1 ? changeLogFile : undefined);
    for (const it of visits) earlier.add(it.path);
    shared = parameters;
  }
  if (roots.length === 0) {
    // Those that others include come when they are included; in a circle, somewhere it begins.
    const included = new Set(paths.filter(it => hasMore(sources.get(it)!)).flatMap(includedBy));
    for (const path of paths) if (!included.has(path)) at(path);
    if (visits.length === 0) for (const path of paths) at(path);
  }
  return { visits, broken };

  function includedBy(path: string): readonly string[] {
    return changelogOf(path).items.flatMap((item): readonly string[] => {
      if (item.kind === 'changeset') return [];
      const places = item.relative ? [beside(path, item.path)] : candidates(item.path, searchPath);
      return item.kind === 'include' ? places : places.flatMap(it => below(it).filter(each => each !== path));
    });
  }

  function changelogOf(path: string): Changelog {
    const read = changelogs.get(path) ?? readChangelog(sources.get(path)!);
    changelogs.set(path, read);
    return read;
  }

  function visit(path: string, from: Pick<Visit, 'stored' | 'contexts' | 'labels' | 'ignore'>): void {
    const source = sources.get(path)!;
    if (visits.length > MOST || earlier.has(path)) return;
    if (!hasMore(source)) {
      visits.push({ path, ...from, from: 0, to: Infinity, parameters: shared, ...(root !== undefined && { root }) });
      return;
    }
    const read = changelogOf(path);
    shared = withProperties(shared, read.properties, active);
    open.add(path);
    let changesets = 0;
    let told = 0;
    for (const item of read.items) {
      if (item.kind === 'changeset') {
        changesets++;
        continue;
      }
      if (changesets > told) visits.push({ path, ...from, from: told, to: changesets, parameters: shared, ...(root !== undefined && { root }) });
      told = changesets;
      include(item, path, from);
    }
    if (changesets > told) visits.push({ path, ...from, from: told, to: Infinity, parameters: shared, ...(root !== undefined && { root }) });
    open.delete(path);
  }

  function include(item: Include, path: string, above: Pick<Visit, 'stored' | 'contexts' | 'labels' | 'ignore'>): void {
    const written = expandText(item.path, shared);
    const inherited = {
      contexts: item.contexts === undefined ? above.contexts : [...above.contexts, item.contexts],
      labels: item.labels === undefined ? above.labels : [...above.labels, item.labels],
      ignore: above.ignore || item.ignore,
    };
    const name = item.relative ? beside(above.stored, written) : normalized(written);
    const places = item.relative ? [beside(path, written), ...candidates(name, searchPath)] : candidates(written, searchPath);
    if (item.kind === 'includeAll') return includeAll(item, path, places, name, inherited);

    const found = places.find(it => sources.has(it));
    if (found === undefined) {
      if (item.errorIfMissing && !written.includes('${') && isOurs(name, item.relative) && /\.(?:sql|xml|ya?ml|json)$/i.test(written)) broken.push({ path, span: item.at, message: `The file ${name} was not found in the configured search path` });
    } else if (open.has(found)) broken.push({ path, span: item.at, message: `This includes ${name}, which includes this file` });
    else visit(found, { ...inherited, stored: item.logicalFilePath !== undefined ? normalized(item.logicalFilePath) : name });
  }

  /** A library may bring changelogs of its own; where this project has the folder, it is the one that is meant. */
  function isOurs(name: string, relative: boolean): boolean {
    const top = name.slice(0, name.indexOf('/') + 1);
    return relative || top === '' || candidates(top, searchPath).some(it => below(it).length > 0);
  }

  function includeAll(item: Include, path: string, places: readonly string[], name: string, inherited: Pick<Visit, 'contexts' | 'labels' | 'ignore'>): void {
    const folder = places.find(it => below(it).length > 0);
    const all = folder === undefined ? [] : below(folder).map(it => ({ path: it, rest: folder === '' ? it : it.slice(folder.length + 1) }));
    const isPlain = item.maxDepth === Infinity && item.minDepth <= 1 && item.endsWith === '';
    const found = isPlain ? all : all.filter(({ rest }) => { const depth = rest.split('/').length; return depth <= item.maxDepth && depth >= item.minDepth && rest.toLowerCase().endsWith(item.endsWith.toLowerCase()); });
    if (found.length === 0 && item.errorIfMissing && !item.programmed && !name.includes('${') && isOurs(name, item.relative)) {
      broken.push({ path, span: item.at, message: `Could not find directory, directory was empty, or no changelogs matched the provided search criteria for includeAll '${item.path}'` });
    }
    for (const { path: each, rest } of found) {
      if (open.has(each)) continue;
      visit(each, { ...inherited, stored: item.logicalFilePath !== undefined ? normalized(item.logicalFilePath) : name === '' ? rest : `${name}/${rest}` });
    }
  }

  /** The files of a folder and of those in it: they stand together, as the paths are sorted. */
  function below(folder: string): readonly string[] {
    return folder === '' ? paths : pathsBelow(folder, paths);
  }
}

/** Nobody includes so many; a file that is included twice by each of many is. */
const MOST = 200_000;

/** Whether there is more in a file than changesets: what it includes, or what it says for others. */
export function hasMore({ path, text }: Source): boolean {
  return /\.sql$/i.test(path) ? /--\s*property/i.test(text) : text.includes('include') || text.includes('property');
}

