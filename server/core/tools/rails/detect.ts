import { pathIn } from '../../text/paths.js';
import { isOfAnotherDatabase } from '../excluded.js';
import { foldersWith } from '../peek.js';
import type { Project, Tree } from '../tool.js';

/** Folders whose files say that they are migrations: one project for each database of an application. */
export function detect(tree: Tree): readonly Project[] {
  const folders = foldersWith(/\bActiveRecord::Migration\b/, tree, 'rb');
  const found: Project[] = [];
  for (const folder of folders) {
    // Rails looks into the folders below, too.
    if (folders.some(it => folder.startsWith(`${it}/`))) continue;
    const project = projectAt(folder, tree);
    const { root = '.' } = project.settings;
    const main = folders.find(it => it === pathIn(root, 'db/migrate'));
    // Beside `db/migrate`, other folders are read where they are called like it.
    if (main !== undefined && folder !== main && !/_migrate$/.test(folder)) continue;
    if (isOurs(root, tree) && !isOfAnotherDatabase(`${project.settings['database'] ?? 'db'}/`)) found.push(project);
  }
  return found.filter(it => !isLater(it.folder)).map(it => ({ ...it, locations: [...it.locations, ...found.filter(other => isLater(other.folder) && other.settings['root'] === it.settings['root'] && it.settings['database'] === undefined).flatMap(other => other.locations)] }));
}

/** Of what runs after a deployment: the same database, in the order of all. */
function isLater(folder: string): boolean {
  return /(?:^|\/)db\/post_migrate$/.test(folder);
}

export function projectAt(folder: string, tree?: Tree): Project {
  const root = rootOf(folder);
  const database = /(?:^|\/)db\/(?!post_)(\w+?)_migrate$/.exec(folder)?.[1];
  const text = (file: string) => tree?.config(pathIn(root, file))?.text ?? '';
  const lock = text('Gemfile.lock');
  const rails = /^ {4}(?:activerecord|rails) \((\d+\.\d+)/m.exec(lock)?.[1];
  const acronyms = [...text('config/initializers/inflections.rb').matchAll(/^[^#\n]*\.acronym[\s(]+["'](\w+)["']/gm)].map(it => it[1]!);
  return {
    tool: 'rails', folder, locations: [{ path: folder, recursive: true }], because: folder,
    settings: {
      root, table: 'schema_migrations', acronyms: acronyms.join(','),
      // Without the rest of Rails there is only the library's own task.
      runner: lock === '' || /^ {4}railties \(/m.test(lock) ? 'bin' : 'bundle',
      ...(database !== undefined && { database: databaseOf(folder, database, text('config/database.yml')) }),
      ...(rails !== undefined && { rails }),
    },
    placeholders: {}, connections: [],
  };
}

/** The application that the migrations belong to: what lies above `db/`. */
function rootOf(folder: string): string {
  const above = /^(.*?)\/?(?:^|(?<=\/))db(?:\/|$)/.exec(folder)?.[1];
  return above === undefined ? folder : above === '' ? '.' : above;
}

/** The name in `database.yml` that has this folder as its `migrations_paths`; without one, the folder's own. ERB is never run. */
function databaseOf(folder: string, fallback: string, yaml: string): string {
  const end = folder.slice(folder.lastIndexOf('/db/') + 1);
  const names: { readonly indent: number; readonly name: string }[] = [];
  for (const line of yaml.split('\n')) {
    const [, indent = '', name] = /^(\s*)(\w+):/.exec(line) ?? [];
    if (name === undefined) continue;
    while (names.length > 0 && names.at(-1)!.indent >= indent.length) names.pop();
    if (name === 'migrations_paths' && line.includes(end)) return names.at(-1)?.name ?? fallback;
    names.push({ indent: indent.length, name });
  }
  return fallback;
}

/** Whether the application's database may be PostgreSQL: what its configuration says, else its libraries. */
function isOurs(root: string, tree: Tree): boolean {
  const adapters = [...(tree.config(pathIn(root, 'config/database.yml'))?.text ?? '').matchAll(/^\s*adapter:\s*["']?(\w+)/gm)].map(it => it[1]!);
  if (adapters.length > 0) return adapters.some(it => /^(?:postg|cockroach)/.test(it));
  const gems = `${tree.config(pathIn(root, 'Gemfile.lock'))?.text ?? ''}\n${tree.config(pathIn(root, 'Gemfile'))?.text ?? ''}`;
  return /^\s*(?:gem\s+["'])?pg\b/m.test(gems) || !/\b(?:mysql2|trilogy|sqlite3|oracle_enhanced)\b/.test(gems);
}

export function configures(path: string): boolean {
  return /(?:^|\/)(?:Gemfile(?:\.lock)?|config\/database\.yml|config\/initializers\/inflections\.rb)$/.test(path);
}
