import { pathIn } from '../../text/paths.js';
import { compareIntegers } from '../numbering.js';
import { isOfAnotherDatabase } from '../excluded.js';
import { foldersWith } from '../peek.js';
import { isOfKeys, keySettings } from './keys.js';
import { integer } from './names.js';
import type { Project, Tree } from '../tool/project.js';

/** Folders whose files say that they are migrations: one project for each database of an application. */
export function detect(tree: Tree): readonly Project[] {
  const folders = foldersWith(/\bActiveRecord::Migration\b/, tree, 'rb');
  const found: Project[] = [];
  for (const folder of [...folders.filter(isMain), ...folders.filter(it => !isMain(it))]) {
    // Rails looks into the folders below, too.
    if (folders.some(it => folder.startsWith(`${it}/`))) continue;
    const project = projectAt(folder, tree);
    const { root = '.', database } = project.settings;
    const main = folders.find(it => it === pathIn(root, 'db/migrate'));
    const named = namedDatabase(folder, root, tree);
    // Beside `db/migrate`, other folders are read where they are called like it, or the configuration names them.
    if (main !== undefined && folder !== main && !/_migrate$/.test(folder) && named === undefined) continue;
    if (!isOurs(root, tree) || named?.isOurs === false || isOfAnotherDatabase(`${database ?? 'db'}/`)) continue;
    // Several folders of one database are one: that of all is `db/migrate`, where it has one so called.
    const other = named ? found.findIndex(it => it.settings['root'] === root && it.settings['database'] === database) : -1;
    if (other < 0) found.push(project);
    else found[other] = { ...found[other]!, locations: [...found[other]!.locations, ...project.locations] };
  }
  return found.filter(it => !isLater(it.folder)).sort((a, b) => (a.folder < b.folder ? -1 : 1)).map(it => ({ ...it, locations: [...it.locations, ...found.filter(other => isLater(other.folder) && other.settings['root'] === it.settings['root'] && it.settings['database'] === undefined).flatMap(other => other.locations)] }));
}

function isMain(folder: string): boolean {
  return /(?:^|\/)db\/migrate$/.test(folder);
}

/** Of what runs after a deployment: the same database, in the order of all. */
function isLater(folder: string): boolean {
  return /(?:^|\/)db\/post_migrate$/.test(folder);
}

export function projectAt(folder: string, tree?: Tree): Project {
  const above = rootOf(folder);
  const root = above ?? folder;
  const called = /(?:^|\/)db\/(?!post_)(\w+?)_migrate$/.exec(folder)?.[1];
  const text = (file: string) => tree?.config(pathIn(root, file))?.text ?? '';
  const named = tree && namedDatabase(folder, root, tree);
  const database = named ? named.database : called;
  const schema = tree && schemaOf(root, database, tree);
  const lock = text('Gemfile.lock');
  const rails = /^ {4}(?:activerecord|rails) \((\d+\.\d+)/m.exec(lock)?.[1];
  const acronyms = [...text('config/initializers/inflections.rb').matchAll(/^[^#\n]*\.acronym[\s(]+["'](\w+)["']/gm)].map(it => it[1]!);
  return {
    tool: 'rails', folder, locations: [{ path: folder, recursive: true }], because: folder,
    ...(above === undefined && { partial: true }),
    settings: {
      root, table: 'schema_migrations', acronyms: acronyms.join(','),
      // Without the rest of Rails there is only the library's own task.
      runner: lock === '' || /^ {4}railties \(/m.test(lock) ? 'bin' : 'bundle',
      ...(database !== undefined && { database }),
      ...(schema && { schema: schema.path, schemaVersion: schema.version }),
      ...(rails !== undefined && { rails }),
      ...(tree && keySettings(root, tree)),
    },
    placeholders: {}, connections: [],
  };
}

/** The application that the migrations belong to: what lies above `db/`, where that can be seen. */
function rootOf(folder: string): string | undefined {
  const above = /^(.*?)\/?(?:^|(?<=\/))db(?:\/|$)/.exec(folder)?.[1];
  return above === '' ? '.' : above;
}

interface Named {
  /** `undefined`: the one that all mean who name nobody. */
  readonly database: string | undefined;
  readonly isOurs: boolean;
}

/** The database of `database.yml` that has this folder among its `migrations_paths`, itself or by what it merges. ERB is never run. */
function namedDatabase(folder: string, root: string, tree: Tree): Named | undefined {
  const lines = (tree.config(pathIn(root, 'config/database.yml'))?.text ?? '').split('\n');
  const below = root === '.' ? folder : folder.slice(root.length + 1);
  const written = new RegExp(`(?:^|[\\s"'\\[,/])${below.replace(/[^\w/]/g, '\\$&')}/?(?:$|[\\s"'\\],#])`);
  const names: { readonly indent: number; readonly name: string; readonly anchor: string | undefined; readonly at: number }[] = [];
  for (const [at, line] of lines.entries()) {
    const [, indent = '', name, value = ''] = /^(\s*)(\w+):(.*)/.exec(line) ?? [];
    const item = name === undefined && names.at(-1)?.name === 'migrations_paths' ? /^\s*-\s*(.*)/.exec(line)?.[1] : undefined;
    if (name !== undefined) while (names.length > 0 && names.at(-1)!.indent >= indent.length) names.pop();
    if (written.test(item ?? (name === 'migrations_paths' ? value : ''))) {
      const owners = item === undefined ? names : names.slice(0, -1);
      const { name: own = '', anchor, at: from = 0, indent: depth = 0 } = owners.at(-1) ?? {};
      // Of the one database of an environment, the environment is the name; and `primary` is whom all mean that name nobody.
      const database = owners.length > 1 ? own : anchor === undefined ? undefined : mergedBy(anchor, lines);
      const adapter = adapterOf(lines.slice(from + 1), depth);
      return { database: database === 'primary' ? undefined : database, isOurs: adapter === undefined || isPostgres(adapter) };
    }
    if (name !== undefined) names.push({ indent: indent.length, name, anchor: /^\s*&(\w+)/.exec(value)?.[1], at });
  }
  return undefined;
}

/** Of what is written deeper than this, up to the first that is not. */
function adapterOf(lines: readonly string[], depth: number): string | undefined {
  const end = lines.findIndex(it => /\S/.test(it) && !/^\s*[#-]/.test(it) && /^\s*/.exec(it)![0].length <= depth);
  return lines.slice(0, end < 0 ? lines.length : end).flatMap(it => /^\s*adapter:\s*["']?(\w+)/.exec(it)?.[1] ?? [])[0];
}

function isPostgres(adapter: string): boolean {
  return /^(?:postg|cockroach)/.test(adapter);
}

/** Whoever says `<<: *anchor` below an environment. */
function mergedBy(anchor: string, lines: readonly string[]): string | undefined {
  const at = lines.findIndex(it => new RegExp(`^\\s{3,}<<:\\s*\\*${anchor}\\s*(?:#|$)`).test(it));
  const indent = /^\s*/.exec(lines[at] ?? '')![0].length;
  return lines.slice(0, Math.max(at, 0)).reverse().map(it => /^(\s+)(\w+):\s*(?:#.*)?$/.exec(it)).find(it => it && it[1]!.length < indent)?.[2];
}

/** The dump of the schema and the newest migration that it holds: of several, the one that is kept up. */
function schemaOf(root: string, database: string | undefined, tree: Tree): { readonly path: string; readonly version: string } | undefined {
  const dumps = ['schema.rb', 'structure.sql'].flatMap(file => {
    const path = pathIn(root, `db/${database === undefined ? '' : `${database}_`}${file}`);
    const version = dumpedVersion(tree.config(path)?.text ?? '');
    return version === undefined ? [] : [{ path, version }];
  });
  return dumps.sort((a, b) => compareIntegers(b.version, a.version))[0];
}

/** `define(version: 2024_01_02_000000)`, or the rows at the end of a dump by `pg_dump` (8.0, `active_record/schema_dumper.rb`, `schema_statements.rb`). */
function dumpedVersion(text: string): string | undefined {
  const defined = /^\s*ActiveRecord::Schema(?:\[[\d.]+\])?\.define\(\s*version:\s*["']?([\d_]+)/m.exec(text)?.[1];
  if (defined !== undefined) return integer(defined.replaceAll('_', ''));
  const rows = text.lastIndexOf('INSERT INTO "schema_migrations" (version) VALUES');
  const versions = rows < 0 ? [] : [...text.slice(rows).matchAll(/^\('(\d+)'\)/gm)].map(it => integer(it[1]!));
  return versions.sort(compareIntegers).at(-1);
}

/** Whether the application's database may be PostgreSQL: what its configuration says, else its libraries. */
function isOurs(root: string, tree: Tree): boolean {
  const adapters = [...(tree.config(pathIn(root, 'config/database.yml'))?.text ?? '').matchAll(/^\s*adapter:\s*["']?(\w+)/gm)].map(it => it[1]!);
  if (adapters.length > 0) return adapters.some(isPostgres);
  const gems = `${tree.config(pathIn(root, 'Gemfile.lock'))?.text ?? ''}\n${tree.config(pathIn(root, 'Gemfile'))?.text ?? ''}`;
  return /^\s*(?:gem\s+["'])?pg\b/m.test(gems) || !/\b(?:mysql2|trilogy|sqlite3|oracle_enhanced)\b/.test(gems);
}

export function configures(path: string): boolean {
  return /(?:^|\/)(?:Gemfile(?:\.lock)?|config\/database\.yml|db\/(?:\w+_)?(?:schema\.rb|structure\.sql)|config\/initializers\/inflections\.rb)$/.test(path) || isOfKeys(path);
}
