import { fileOf, folderOf, resolved } from '../../text/paths.js';
import { isOfTests } from '../excluded.js';
import { projectAt as at, projectsWith } from '../javascript/projects.js';
import type { Project, Tree } from '../tool/project.js';

export function configures(path: string): boolean {
  return fileOf(path) === 'package.json' || KNEXFILE.test(path);
}

/** Folders of migrations below a package that has Knex; those that a `knexfile` names together are one project. */
export function detect(tree: Tree): readonly Project[] {
  const found = projectsWith(['knex'], { test: text => UP.test(text) && !OF_DB_MIGRATE.test(text) }, tree, projectAt);
  const told = tree.paths.filter(it => KNEXFILE.test(it) && !isOfTests(it)).flatMap(it => configured(it, tree));
  return found.flatMap((project): readonly Project[] => {
    const config = told.find(it => it.folders.includes(project.folder));
    if (config === undefined) return [project];
    const together = config.folders.filter(folder => found.some(it => it.folder === folder));
    if (together[0] !== project.folder) return [];
    return [{ ...project, because: config.path, locations: together.map(path => ({ path, recursive: false })), settings: { ...project.settings, ...config.settings } }];
  });
}

export function projectAt(folder: string): Project {
  return at('knex', folder, 'knex_migrations');
}

const KNEXFILE = /(?:^|\/)knexfile\.[cm]?[jt]s$/;
const UP = /\bexports\.up\b|\bexport\s+(?:async\s+)?(?:function|const)\s+up\b/;

/** Its migrations look alike, and are handed a `db`. */
const OF_DB_MIGRATE = /\bdb\.(?:runSql|(?:create|drop|rename)Table|(?:add|remove|change|rename)Column|(?:add|remove)Index)\s*\(/;

interface Configured {
  readonly path: string;
  readonly folders: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/** What a `migrations: { … }` says in so many words, environment by environment: a program, which is not run. Knex starts from its folder (3.3.0, `bin/cli.js`). */
function configured(path: string, tree: Tree): readonly Configured[] {
  const text = (tree.config(path)?.text ?? '').replace(/^\s*\/\/.*$|\/\*[^]*?\*\//gm, '');
  return [...text.matchAll(/\bmigrations["']?\s*:\s*\{([^{}]*)\}/g)].map(([, block]) => {
    const [tableName, schemaName] = [wordsOf('tableName', block!)[0], wordsOf('schemaName', block!)[0]];
    const extensions = wordsOf('loadExtensions', block!);
    const directories = wordsOf('directory', block!);
    return {
      path, folders: (directories.length > 0 ? directories : ['migrations']).flatMap(it => resolved(folderOf(path), it) ?? []),
      settings: {
        ...(tableName !== undefined && { table: tableName }), ...(schemaName !== undefined && { historySchema: schemaName }),
        ...(extensions.length > 0 && { extensions: extensions.join(',') }),
      },
    };
  });
}

/** A text, a list of texts, or the parts that `path.join` joins behind `__dirname`. */
function wordsOf(key: string, block: string): readonly string[] {
  const [, value = ''] = new RegExp(`\\b${key}["']?\\s*:\\s*(\\[[^\\]]*\\]|(?:\\w+\\.)?(?:join|resolve)\\([^()]*\\)|["'\`][^"'\`]*["'\`]|__dirname\\s*\\+\\s*["'][^"']*["'])`).exec(block) ?? [];
  const single = (text: string): string => [...text.matchAll(/["'`]([^"'`$]*)["'`]/g)].map(it => it[1]!).join('/');
  const items = value.startsWith('[') ? value.slice(1, -1).split(/,(?![^(]*\))/) : [value];
  return items.map(single).map(it => it.replace(/^\/+/, '')).filter(it => it !== '');
}
