import { folderOf, isBelow, resolved } from '../../text/paths.js';
import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { cratesWith, postgresCrates } from '../manifests.js';
import type { Project, Tree } from '../tool/project.js';

/** Folders of numbered scripts in crates that use sqlx, and those that a `sqlx.toml` names. */
export function detect(tree: Tree): readonly Project[] {
  const every = cratesWith('sqlx', tree);
  const crates = postgresCrates(every, 'sqlx', tree);
  const tomls = tree.paths.filter(it => /(?:^|\/)sqlx\.toml$/.test(it) && !isOfTests(it));
  if (crates.length + tomls.length === 0 || (every.length > 0 && crates.length === 0)) return [];

  const configured = tomls.flatMap(toml => {
    const folder = resolved(folderOf(toml), told(tree, toml, 'migrations-dir') ?? 'migrations');
    return folder === undefined || !tree.paths.some(it => folderOf(it) === folder && NUMBERED.test(it)) ? [] : [projectOf(folder, toml, tree, toml)];
  });
  const goes = tree.paths.filter(it => /(?:^|\/)go\.mod$/.test(it));
  const candidates = foldersOf(tree.paths).filter(([folder]) => !configured.some(it => it.folder === folder));
  const found = candidates.flatMap(([folder, pairs]) => {
    const nearest = every.findLast(it => isBelow(folder, it));
    if (nearest !== undefined && !crates.includes(nearest)) return [];
    const crate = nearest;
    // Named on the command line (`--source ../db/migrations`): its pairs are sqlx's, unless a module in Go has as good a claim.
    const because = crate ?? (pairs && goes.length === 0 ? crates[0] : undefined);
    // Pairs are migrations wherever they lie.
    return because === undefined || (!pairs && !/(?:^|\/)[^/]*migrat[^/]*(?:\/|$)/i.test(folder)) ? [] : [projectOf(folder, because, tree, tomls.findLast(it => isBelow(folder, it)))];
  });
  return [...configured, ...found.filter(it => !found.some(other => it.folder.startsWith(`${other.folder}/`)))];
}

export function projectAt(folder: string): Project {
  return {
    tool: 'sqlx', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: { table: '_sqlx_migrations', ignoredChars: '', createSchemas: '' }, placeholders: {}, connections: [],
  };
}

const NUMBERED = /(?:^|\/)\d+_[^/]*\.sql$/;

/** Each with whether its files are pairs. */
function foldersOf(paths: readonly string[]): readonly (readonly [string, boolean])[] {
  const folders = new Map<string, boolean>();
  for (const path of paths) {
    if (!NUMBERED.test(path) || isOfTests(path) || /[-_]tests?(?:[-_][^/]*)?\//i.test(path) || isOfAnotherDatabase(path)) continue;
    const folder = folderOf(path);
    folders.set(folder, (folders.get(folder) ?? false) || path.endsWith('.up.sql'));
  }
  return [...folders];
}

function projectOf(folder: string, because: string, tree: Tree, toml: string | undefined): Project {
  const project = projectAt(folder);
  if (toml === undefined) return { ...project, because };
  const table = told(tree, toml, 'table-name');
  const chars = tree.config(toml)?.values.get('migrate.ignored-chars')?.value ?? '';
  const schemas = tree.config(toml)?.values.get('migrate.create-schemas')?.value ?? '';
  return {
    ...project, because,
    settings: { ...project.settings, ...(table !== undefined && { table }), ignoredChars: [chars].flat().join(''), createSchemas: [schemas].flat().join(',') },
  };
}

function told(tree: Tree, toml: string, key: string): string | undefined {
  const value = tree.config(toml)?.values.get(`migrate.${key}`)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
