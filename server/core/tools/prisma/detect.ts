import { fileOf, folderOf, pathIn, resolved } from '../../text/paths.js';
import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { folderOfSteps } from '../steps.js';
import type { Project, Tree } from '../tool/project.js';

export function configures(path: string): boolean {
  return /(?:^|\/)migration_lock\.toml$|\.prisma$/.test(path) || CONFIG.test(path);
}

/** Folders that `prisma.config.ts` names, those with a lock file, and those of steps beside a schema. */
export function detect(tree: Tree): readonly Project[] {
  const locks = new Map(tree.paths.filter(it => fileOf(it) === 'migration_lock.toml').map(it => [folderOf(it), it]));
  const schemas = tree.paths.filter(it => it.endsWith('.prisma'));
  const configs = configured(tree);
  const others = new Set(tree.paths.filter(it => fileOf(it) === 'snapshot.json').map(folderOfSteps));
  const steps = tree.paths.filter(it => fileOf(it) === 'migration.sql' && !isOfTests(it) && !isOfAnotherDatabase(it));
  const folders = new Set(steps.filter(it => STEP.test(it) || locks.has(folderOfSteps(it)) || configs.has(folderOfSteps(it))).map(folderOfSteps));
  return [...folders].flatMap(folder => {
    const lock = locks.get(folder);
    const config = configs.get(folder);
    const because = config?.path ?? lock;
    const provider = lock === undefined ? undefined : tree.config(lock)?.values.get('provider')?.value;
    if (provider !== undefined) return isPostgres(String(provider)) ? [{ ...projectAt(folder), because: because! }] : [];
    // Drizzle's folders look the same, but for this file.
    if (others.has(folder) && config === undefined) return [];
    const place = config?.schema ?? pathIn(folderOf(folder), 'schema.prisma');
    const own = schemas.filter(it => it === place || folderOf(it) === place);
    const said = own.flatMap(it => /\bdatasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"([^"]*)"/.exec(tree.config(it)?.text ?? '')?.[1] ?? [])[0];
    if (said !== undefined && !isPostgres(said)) return [];
    return own.length > 0 || because !== undefined || /(?:^|\/)prisma\/migrations$/.test(folder) ? [{ ...projectAt(folder), because: because ?? own[0] ?? folder }] : [];
  });
}

export function projectAt(folder: string): Project {
  return { tool: 'prisma', folder, locations: [{ path: folder, recursive: true }], because: folder, settings: { table: '_prisma_migrations' }, placeholders: {}, connections: [] };
}

const CONFIG = /(?:^|\/)prisma\.config\.[cm]?[jt]s$/;
const STEP = /(?:^|\/)\d+_[^/]*\/migration\.sql$/;

/**
 * By the folder of migrations that each names: `migrations.path`, or `migrations` beside its schema. They are programs: what stands
 * in quotes is read, also as parts of a `path.join`, and nothing is run.
 */
function configured(tree: Tree): ReadonlyMap<string, { readonly path: string; /** A file or a folder. */ readonly schema: string }> {
  const configs = new Map<string, { readonly path: string; readonly schema: string }>();
  for (const path of tree.paths) {
    if (!CONFIG.test(path) || isOfTests(path)) continue;
    const text = (tree.config(path)?.text ?? '').replace(/^\s*\/\/.*$|\/\*[^]*?\*\//gm, '');
    const base = folderOf(path);
    const schema = resolved(base, written('schema', text) ?? 'prisma/schema.prisma');
    if (schema === undefined) continue;
    const inBlock = written('path', /\bmigrations["']?\s*:\s*\{([^}]*)/.exec(text)?.[1] ?? '');
    const folder = inBlock === undefined ? pathIn(schema.endsWith('.prisma') ? folderOf(schema) : schema, 'migrations') : resolved(base, inBlock);
    if (folder !== undefined) configs.set(folder, { path, schema });
  }
  return configs;
}

function written(key: string, text: string): string | undefined {
  const [, quoted, joined] = new RegExp(`\\b${key}["']?\\s*:\\s*(?:["'\`]([^"'\`$]+)["'\`]|(?:\\w+\\.)?(?:join|resolve)\\(([^()]*)\\))`).exec(text) ?? [];
  return quoted ?? (joined === undefined ? undefined : [...joined.matchAll(/["'`]([^"'`$]*)["'`]/g)].map(it => it[1]!).join('/'));
}

function isPostgres(provider: string): boolean {
  return /^postgres(?:ql)?$/.test(provider);
}
