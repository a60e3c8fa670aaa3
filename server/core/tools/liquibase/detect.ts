import { fileOf, folderOf, pathIn, pathsBelow } from '../../text/paths.js';
import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { foldersWith } from '../peek.js';
import type { ConfigDocument } from '../config.js';
import type { Location, Project, Tree } from '../tool/project.js';
import { isChangelogName, readChangelog, type Include } from './changelog.js';
import { isForPostgres } from './contexts.js';
import type { Property } from './formatted.js';
import { HEADER } from './formatted/directives.js';
import { configures, originsIn, originsOf, type Origin } from './origins.js';
import { expandText, withProperties, type Parameters } from './parameters.js';
import { beside, candidates, normalized } from './paths.js';
import { DEFAULTS, searchPathOf } from './settings.js';

export { configures } from './origins.js';

/** Changelogs that a configuration or another changelog names, whatever they are called: where they lie, the search path tells later. */
export function leads(document: ConfigDocument, paths: readonly string[]): readonly string[] {
  const named = originsIn(document).flatMap((it): readonly Reference[] => (it.certain && it.changelog !== undefined ? [{ kind: 'include', path: it.changelog, relative: false }] : []));
  const included = document.text.includes('include') ? changelogOf(document).references : [];
  const wanted = [...named, ...included].filter(it => it.kind !== 'sqlFile' && !it.path.includes('${') && !/\.sql$/i.test(it.path));
  const places = wanted.map(it => ({ ...it, plain: it.relative ? beside(document.path, it.path) : normalized(it.path) })).filter(it => it.kind === 'includeAll' || !configures(it.plain));
  if (places.length === 0) return [];
  // A changelog may name thousands.
  const called = new Map(places.map(it => [fileOf(it.plain), [] as string[]]));
  for (const it of paths) called.get(fileOf(it))?.push(it);
  return places.flatMap(({ kind, plain, relative }) => (kind === 'include'
    ? called.get(fileOf(plain))!.filter(it => it === plain || (!relative && it.endsWith(`/${plain}`)))
    : paths.filter(it => (it.startsWith(`${plain}/`) || (!relative && it.includes(`/${plain}/`))) && isChangelogName(it) && !/\.sql$/i.test(it) && !configures(it))));
}

export function projectAt(folder: string): Project {
  return { tool: 'liquibase', folder, locations: [{ path: folder, recursive: true }], because: folder, settings: { ...DEFAULTS, searchPath: searchPathFor(folder).join(',') }, placeholders: {}, connections: [] };
}

/** By configuration first; then changelogs that nobody includes; then folders of SQL with Liquibase's header. */
export function detect(tree: Tree): readonly Project[] {
  const found: Project[] = [];
  const isKnown = (path: string): boolean => found.some(it => it.settings['root']!.split(',').includes(path) || it.locations.some(location => isIn(path, location)));
  const origins = originsOf(tree);
  const paths = new Set(tree.paths);
  for (const origin of origins) {
    const root = rootOf(origin, tree.paths, paths);
    const other = root === undefined ? -1 : found.findIndex(it => it.settings['root'] === root.path);
    if (root === undefined) continue;
    if (other < 0) found.push(projectOf(root.path, root.searchPath, origin, tree));
    else found[other] = both(found[other]!, origin);
  }
  for (const path of rootsWithoutConfiguration(tree, isKnown)) {
    const neighbour = found.findIndex(it => it.folder === folderOf(path) && it.because === it.settings['root']!.split(',')[0]);
    // One that includes nothing was forgotten by the other, as a rule.
    if (neighbour >= 0 && changelogAt(path, tree).references.some(it => it.kind !== 'sqlFile')) found[neighbour] = withRoot(found[neighbour]!, path, tree);
    if (isKnown(path)) continue;
    const origin = origins.findLast(it => it.base === '.' || path.startsWith(`${it.base}/`));
    found.push(projectOf(path, searchPathFor(folderOf(path)), { file: path, settings: {}, parameters: {}, connections: origin?.connections ?? [] }, tree));
  }
  for (const folder of foldersWith(new RegExp(HEADER.source, 'im'), tree)) if (!isKnown(pathIn(folder, 'x'))) found.push(projectAt(folder));
  return found;
}

function projectOf(root: string, searchPath: readonly string[], { file, changelog, settings, parameters, connections }: Pick<Origin, 'file' | 'changelog' | 'settings' | 'parameters' | 'connections'>, tree: Tree): Project {
  const reach = reachOf(root, searchPath, parameters, tree);
  return {
    tool: 'liquibase', folder: folderOf(root), locations: reach.locations, because: file,
    settings: { ...DEFAULTS, ...settings, root, changeLogFile: changelog === undefined ? '' : normalized(changelog), searchPath: reach.searchPath.join(',') }, placeholders: parameters, connections,
  };
}

/** One more that nothing includes, in the same folder: a changelog for another program, with the same history or its own. */
function withRoot(project: Project, path: string, tree: Tree): Project {
  const { locations } = reachOf(path, searchPathOf(project), project.placeholders, tree);
  return {
    ...project, settings: { ...project.settings, root: `${project.settings['root']},${path}` },
    locations: [...project.locations, ...locations.filter(it => !project.locations.some(own => own.path === it.path || (own.recursive && it.path.startsWith(`${own.path}/`))))],
  };
}

/** Several files speak of one changelog: what a later one says, on top. */
function both(project: Project, { settings, parameters, connections }: Origin): Project {
  return {
    ...project, settings: { ...project.settings, ...settings }, placeholders: { ...project.placeholders, ...parameters },
    connections: [...project.connections, ...connections.filter(it => !project.connections.some(own => own.url === it.url))],
  };
}

/** Where the changelog is that a file names: below its search path, its module's resources, or itself. */
function rootOf({ base, changelog, searchPath, certain }: Origin, paths: Tree['paths'], known: ReadonlySet<string>): { readonly path: string; readonly searchPath: readonly string[] } | undefined {
  if (changelog === undefined || changelog.includes('${')) return undefined;
  const roots = [...searchPath.map(it => (it === '.' ? base : normalizedIn(base, it))), pathIn(base, 'src/main/resources'), base, pathIn(base, 'src/main'), pathIn(base, 'resources'), base.replace(/(?:^|\/)src\/main\/resources.*$/, '') || '.'];
  const isThere = (folder: string): boolean => folder === '.' || folder === base || pathsBelow(folder, paths).length > 0;
  const own = candidates(changelog, roots).findIndex(it => known.has(it));
  if (own >= 0) {
    const path = candidates(changelog, roots)[own]!;
    return { path, searchPath: [...new Set([roots[own]!, ...roots.slice(0, searchPath.length + 2), ...searchPathFor(folderOf(path))])].filter(isThere) };
  }
  if (!certain) return undefined;
  // In the resources of another module.
  const plain = normalized(changelog);
  const elsewhere = paths.find(it => it.endsWith(`/src/main/resources/${plain}`) && !isOfTests(it));
  return elsewhere === undefined ? undefined : { path: elsewhere, searchPath: [elsewhere.slice(0, -plain.length - 1), base] };
}

function normalizedIn(base: string, folder: string): string {
  return folder.startsWith('/') ? normalized(folder) : normalized(pathIn(base, folder)) || '.';
}

/** The resources that the folder is in, or all above it that could be meant. */
function searchPathFor(folder: string): readonly string[] {
  const [, resources] = /^((?:.*\/)?src\/main\/(?:resources|webapp\/WEB-INF\/classes))(?:\/|$)/.exec(folder) ?? [];
  return resources === undefined ? ['.'] : [resources, resources.replace(/(?:^|\/)src\/main\/.*$/, '') || '.'];
}

interface Reach {
  readonly locations: readonly Location[];
  /** With the resources of other modules that something was found in: they are on one classpath. */
  readonly searchPath: readonly string[];
}

/** The root's folder with all below it, and the folders of what is included from elsewhere. */
function reachOf(root: string, configured: readonly string[], given: Project['placeholders'], tree: Tree): Reach {
  const own = folderOf(root);
  // A root that lies among other resources does not own all of them.
  const isShared = own === '.' || configured.includes(own) || /(?:^|\/)(?:resources|META-INF|WEB-INF|config)$/.test(own);
  const locations: Location[] = [{ path: own, recursive: !isShared }];
  const searchPath = [...configured];
  const paths = new Set(tree.paths);
  const modules = new Map(tree.paths.flatMap(it => {
    const [, resources, rest] = /^((?:.*\/)?src\/main\/resources)\/(.*)$/.exec(it) ?? [];
    return resources === undefined || isOfTests(it) ? [] : [[rest!, resources] as const];
  }));
  const seen = new Set<string>();
  let parameters: Parameters = new Map(Object.entries(given));
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path) || seen.size > MOST) continue;
    seen.add(path);
    const { properties, references } = changelogAt(path, tree);
    parameters = withProperties(parameters, properties, []);
    for (const include of references) {
      const written = expandText(include.path, parameters);
      const places = include.relative ? [beside(path, written)] : candidates(written, searchPath);
      if (include.kind === 'includeAll') {
        const folder = places.find(it => pathsBelow(it, tree.paths).length > 0);
        if (folder === undefined) continue;
        if (!locations.some(it => isIn(`${folder}/x`, it) && it.recursive)) add({ path: folder || '.', recursive: true });
        for (const it of pathsBelow(folder, tree.paths)) waiting.push(it);
        continue;
      }
      const found = places.find(it => paths.has(it)) ?? (include.relative ? undefined : above(path, written) ?? elsewhere(written));
      if (found === undefined) continue;
      if (!locations.some(it => isIn(found, it))) add({ path: folderOf(found), recursive: include.kind === 'include' && folderOf(found) !== '.' && !searchPath.includes(folderOf(found)) });
      if (include.kind === 'include') waiting.push(found);
    }
  }
  return { locations, searchPath };

  /** Liquibase runs in a folder above the changelog, and nothing says in which: the nearest in which the file is. */
  function above(from: string, path: string): string | undefined {
    const folder = foldersAbove(from).findLast(it => paths.has(`${it}/${normalized(path)}`));
    if (folder !== undefined) searchPath.push(folder);
    return folder === undefined ? undefined : `${folder}/${normalized(path)}`;
  }

  function elsewhere(path: string): string | undefined {
    const resources = modules.get(normalized(path));
    if (resources !== undefined && !searchPath.includes(resources)) searchPath.push(resources);
    return resources === undefined ? undefined : `${resources}/${normalized(path)}`;
  }

  function add(location: Location): void {
    const inside = locations.findIndex(it => it.path !== own && location.recursive && it.path.startsWith(`${location.path}/`));
    if (inside >= 0) locations.splice(inside, 1);
    locations.push(location);
  }
}

interface Reference {
  readonly kind: 'include' | 'includeAll' | 'sqlFile';
  readonly path: string;
  readonly relative: boolean;
}

interface Named {
  readonly properties: readonly Property[];
  readonly references: readonly Reference[];
}

function changelogAt(path: string, tree: Tree): Named {
  return changelogOf(tree.config(path) ?? { path, text: '' });
}

/** What a changelog names: others, and files of SQL. */
function changelogOf({ path, text }: Pick<ConfigDocument, 'path' | 'text'>): Named {
  if (/\.sql$/i.test(path) || !/include|sqlFile|property/.test(text)) return { properties: [], references: [] };
  const { properties, items } = readChangelog({ path, text });
  return { properties, references: items.flatMap((it): readonly Reference[] => (it.kind !== 'changeset' ? [it] : it.sqlFile ? [{ kind: 'sqlFile', ...it.sqlFile }] : [])) };
}

const MOST = 5_000;

function includesOf(path: string, tree: Tree): readonly Include[] {
  const text = /\.sql$/i.test(path) ? undefined : tree.config(path)?.text;
  return text === undefined || !text.includes('include') ? [] : readChangelog({ path, text }).items.filter((it): it is Include => it.kind !== 'changeset');
}

/** Changelogs that include others, or stand alone, and that no other includes. */
function rootsWithoutConfiguration(tree: Tree, isKnown: (path: string) => boolean): readonly string[] {
  const candidatesFor = tree.paths.filter(it => isChangelogName(it) && !/\.sql$/i.test(it) && !isKnown(it) && !isOfTests(it) && !isOfAnotherDatabase(it.replace(/\.\w+$/, '.sql')) && tree.config(it)?.text.includes('databaseChangeLog'));
  const included = new Set<string>();
  const all = new Set(candidatesFor);
  const counts = new Map<string, number>();
  for (const path of candidatesFor) {
    const includes = includesOf(path, tree);
    counts.set(path, includes.length);
    for (const include of includes) {
      const places = include.relative ? [beside(path, include.path)] : candidates(include.path, searchPathFor(folderOf(path)).concat(foldersAbove(path)));
      for (const place of places) {
        if (include.kind === 'include') included.add(place);
        else for (const each of candidatesFor) if (each.startsWith(`${place}/`) && each !== path) included.add(each);
      }
    }
  }
  const roots = candidatesFor.filter(it => !included.has(it) && readChangelog({ path: it, text: tree.config(it)!.text }).items.some(item => item.kind !== 'changeset' || isForPostgres(item.attributes.dbms)));
  // Those that include come first: what lies below them is theirs, or nobody's.
  return [...roots].sort((a, b) => Number(counts.get(b)! > 0) - Number(counts.get(a)! > 0) || Number(/master|root|main/i.test(fileOf(b))) - Number(/master|root|main/i.test(fileOf(a))) || depthOf(a) - depthOf(b)).filter(it => all.has(it));
}

function foldersAbove(path: string): readonly string[] {
  const parts = folderOf(path).split('/');
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function isIn(path: string, { path: folder, recursive }: Location): boolean {
  if (folder !== '.' && !path.startsWith(`${folder}/`)) return false;
  return recursive || !path.slice(folder === '.' ? 0 : folder.length + 1).includes('/');
}
