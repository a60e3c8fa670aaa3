import { folderOf, isBelow, pathIn } from '../../text/paths.js';
import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { packagesWith } from '../manifests.js';
import { foldersWith } from '../peek.js';
import type { Project, Tree } from '../tool/project.js';

/** Folders whose files have this in them, below a package that has one of the libraries and a driver for PostgreSQL. */
export function projectsWith(libraries: readonly string[], text: Pick<RegExp, 'test'>, tree: Tree, at: (folder: string) => Project): readonly Project[] {
  const folders = foldersWith(text, tree, 'js').filter(it => !isOfAnotherDatabase(`${it}/`));
  const packages = folders.length === 0 ? [] : packagesWith(libraries, tree).filter(it => isOurs(it, tree));
  return folders.flatMap(folder => {
    const manifest = packages.findLast(it => isBelow(folder, it));
    return manifest === undefined ? [] : [{ ...at(folder), because: manifest }];
  });
}

/** A driver of another database, and none of ours, says whose the migrations are. */
function isOurs(manifest: string, tree: Tree): boolean {
  const names = [...tree.config(manifest)?.values.keys() ?? []].flatMap(key => /^(?:dev|peer|optional)?[dD]ependencies\.(.*)$/.exec(key)?.[1] ?? []);
  return names.some(it => /^(?:pg|pg-native|pg-promise|postgres|pg-hstore)$/.test(it)) || !names.some(it => /^(?:mysql2?|sqlite3|better-sqlite3|mssql|tedious|oracledb|mariadb|sql\\?\.js)$/.test(it));
}

export function projectAt(tool: string, folder: string, table: string): Project {
  return { tool, folder, locations: [{ path: folder, recursive: false }], because: folder, settings: { table }, placeholders: {}, connections: [] };
}

/** What configurations of the project's package say in so many words, and none otherwise: settings of ours by the keys of the library's. They are programs, and not run. */
export function withSettings(project: Project, { paths, config }: Tree, files: RegExp, keys: Readonly<Record<string, string>>): Project {
  const base = folderOf(project.because);
  const texts = paths.filter(it => files.test(it) && isBelow(folderOf(it), pathIn(base, 'package.json')) && !isOfTests(it)).map(it => config(it)?.text ?? '');
  const told = Object.entries(keys).flatMap(([setting, key]) => {
    const written = new RegExp(`\\b${key}["']?\\s*:\\s*["'\`]([^"'\`$]+)["'\`]`, 'g');
    const values = new Set(texts.flatMap(it => [...it.replace(/^\s*\/\/.*$/gm, '').matchAll(written)].map(([, value]) => value!)));
    return values.size === 1 ? [[setting, [...values][0]!] as const] : [];
  });
  return told.length === 0 ? project : { ...project, settings: { ...project.settings, ...Object.fromEntries(told) } };
}
