import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { fileOf, folderOf, everyFolder, pathIn, pathsBelow } from '../../text/paths.js';
import { foldersWith } from '../peek.js';
import { sectionsOf } from '../python/config-parser.js';
import type { Location, Project, Tree } from '../tool/project.js';

/** A complete environment: where its script folder is, and what the file that says so says besides. */
interface Environment {
  readonly file: string;
  /** Of an ini file. */
  readonly section?: string;
  readonly folder: string;
  /** Written paths, still to be resolved. */
  readonly versions: readonly string[];
  readonly recursive: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly url?: string | undefined;
}

export function detect(tree: Tree): readonly Project[] {
  const folders = everyFolder(tree.paths);
  const environments = tree.paths.flatMap(path => (isOfTests(path) ? [] : /\.ini$/.test(path) ? ofIni(path, tree, folders) : /(?:^|\/)pyproject\.toml$/.test(path) ? ofToml(path, tree, folders) : []));
  const claimed = new Set<string>();
  const projects: Project[] = [];
  for (const it of environments) add(it);
  for (const folder of bareFolders(tree)) {
    if (projects.some(it => it.settings['script_location'] === folder)) continue;
    add({ file: pathIn(folder, 'env.py'), folder, versions: [], recursive: false, settings: {} });
  }
  for (const folder of foldersWith(/^revision\b[^\n=]*=[\s\S]*^down_revision\b[^\n=]*=|^down_revision\b[^\n=]*=[\s\S]*^revision\b[^\n=]*=/m, tree, 'py')) {
    if (isOfAnotherDatabase(`${folder}/`) || projects.some(it => it.locations.some(({ path, recursive }) => path === folder || (recursive && folder.startsWith(`${path}/`))))) continue;
    projects.push({ ...projectAt(folder), partial: true });
  }
  return projects;

  function add(environment: Environment): void {
    const project = projectOf(environment, tree, folders);
    // One folder may be reached by an ini file and by `pyproject.toml`: the ini file wins.
    const key = `${project.folder} ${environment.section ?? ''}`;
    if (claimed.has(project.folder) && environment.section === undefined) return;
    if (claimed.has(key) || !project.locations.some(it => folders.has(it.path))) return;
    claimed.add(key);
    claimed.add(project.folder);
    projects.push(project);
  }
}

export function projectAt(folder: string): Project {
  return {
    tool: 'alembic', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: {}, placeholders: {}, connections: [],
  };
}

/** Sections that `[alembic]` comes with. */
const NO_ENVIRONMENT = /^(?:loggers|handlers|formatters|logger_.*|handler_.*|formatter_.*|post_write_hooks)$/;

function ofIni(path: string, tree: Tree, folders: ReadonlySet<string>): readonly Environment[] {
  const text = tree.config(path)?.text;
  if (text === undefined || !/script_location|\[alembic\]/.test(text)) return [];
  const sections = sectionsOf(text);
  const base = folderOf(path);
  // Paths that are not absolute count from where Alembic is started: from beside its file, as a rule.
  const value = (section: string, key: string) => sections.value(section, key, { here: '.' });
  return sections.names.filter(it => !NO_ENVIRONMENT.test(it)).flatMap((section): readonly Environment[] => {
    const written = value(section, 'script_location');
    // Flask-Migrate keeps its ini file inside, and tells the place itself.
    const inside = written === undefined && section === 'alembic' && tree.paths.includes(pathIn(base, 'env.py'));
    const folder = inside ? base : written === undefined ? undefined : scriptFolder(written, base, folders);
    if (folder === undefined) return [];
    const separator = value(section, 'path_separator') ?? value(section, 'version_path_separator');
    const url = value(section, 'sqlalchemy.url');
    return [{
      file: path, section, folder,
      versions: splitPaths(value(section, 'version_locations') ?? '', separator).map(it => resolve(it, base, folders)),
      recursive: /^(?:true|yes|on|1)$/i.test(value(section, 'recursive_version_locations') ?? ''),
      url,
      settings: {
        config: path, section, folder: inside ? folderOf(base) : base,
        ...(inside && { runner: 'flask' }),
        ...kept(it => value(section, it)),
      },
    }];
  });
}

/** Alembic 1.16 and later (`config.py`: `Config.toml_alembic_config`). */
function ofToml(path: string, tree: Tree, folders: ReadonlySet<string>): readonly Environment[] {
  const values = tree.config(path)?.values;
  const base = folderOf(path);
  const text = (key: string) => {
    const value = values?.get(`tool.alembic.${key}`)?.value;
    return typeof value === 'string' ? value.replace(/%\(here\)s/g, '.') : undefined;
  };
  const written = text('script_location');
  const folder = written === undefined ? undefined : scriptFolder(written, base, folders);
  if (folder === undefined) return [];
  const versions = values?.get('tool.alembic.version_locations')?.value ?? [];
  return [{
    file: path, folder,
    versions: (typeof versions === 'string' ? [versions] : versions).map(it => resolve(it.replace(/%\(here\)s/g, '.').replace(/%\(script_location\)s/g, written!), base, folders)),
    recursive: text('recursive_version_locations') === 'true',
    url: text('sqlalchemy.url'),
    settings: { toml: path, folder: base, ...kept(text) },
  }];
}

function kept(value: (key: string) => string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(['file_template', 'truncate_slug_length'].flatMap(it => {
    const found = value(it);
    return found === undefined ? [] : [[it, found] as const];
  }));
}

/** `script.py: Script._list_version_locations`'s separators (1.19.2, `script/base.py`). */
function splitPaths(written: string, separator: string | undefined): readonly string[] {
  const by = separator === 'space' ? /\s+/ : separator === 'newline' ? /\n/ : separator === ';' ? /;/ : separator === 'os' || separator === ':' ? /:(?![\\/])/ : /, *| +|\n/;
  return written.split(by).map(it => it.trim()).filter(it => it !== '');
}

/** `package:sub/folder`, also `package:sub:folder`, lies in a package of the workspace. */
function scriptFolder(written: string, base: string, folders: ReadonlySet<string>): string | undefined {
  const folder = resolve(written, base, folders);
  return folders.has(folder) ? folder : undefined;
}

function resolve(written: string, base: string, folders: ReadonlySet<string>): string {
  const [, packaged, below] = /^([\w.]+):(.*)$/.exec(written) ?? [];
  if (packaged === undefined) return joined(base, written);
  const path = joined(packaged.replaceAll('.', '/'), below!.replaceAll(':', '/'));
  const beside = joined(base, path);
  return folders.has(beside) ? beside : [...folders].find(it => it === path || it.endsWith(`/${path}`)) ?? beside;
}

function joined(base: string, written: string): string {
  const parts = base === '.' || written.startsWith('/') ? [] : base.split('/');
  for (const part of written.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

/** An environment that a program configures by itself: `env.py` beside `versions/`. */
function bareFolders({ paths }: Tree): readonly string[] {
  const all = new Set(paths);
  return paths.filter(it => fileOf(it) === 'env.py' && !isOfTests(it)).map(folderOf)
    .filter(folder => all.has(pathIn(folder, 'script.py.mako')) || pathsBelow(pathIn(folder, 'versions'), paths).some(it => it.endsWith('.py')));
}

function projectOf({ file, section, folder, versions, recursive, settings, url }: Environment, tree: Tree, folders: ReadonlySet<string>): Project {
  const places = versions.length > 0 ? versions : [pathIn(folder, 'versions')];
  const locations = places.filter(it => folders.has(it)).flatMap(path => locationsAt(path, recursive, tree.paths));
  const env = tree.config(pathIn(folder, 'env.py'))?.text ?? '';
  const template = tree.config(pathIn(folder, 'script.py.mako'))?.text;
  return {
    tool: 'alembic', folder: (locations[0] ?? { path: places[0]! }).path, because: file,
    locations: locations.length > 0 ? locations : [{ path: places[0]!, recursive }],
    ...(fileOf(file) === 'env.py' && { partial: true }),
    settings: { script_location: folder, ...(template && { template }), ...settings, ...ofEnvironment(env), ...addressVariable(env, url) }, placeholders: {},
    connections: connectionsOf(url, section ?? 'alembic', file),
  };
}

/** Most revisions lie in folders below, which a program registers by itself: one for each release, or for each database, of which ours are meant. */
function locationsAt(folder: string, recursive: boolean, paths: readonly string[]): readonly Location[] {
  const files = paths.filter(it => it.startsWith(`${folder}/`) && it.endsWith('.py') && !fileOf(it).startsWith('__init__'));
  const below = files.filter(it => it.includes('/', folder.length + 1));
  if (recursive || below.length * 2 <= files.length) return [{ path: folder, recursive }];
  const all = new Set(below.map(it => it.slice(0, it.indexOf('/', folder.length + 1))));
  const ours = [...all].filter(it => !isOfAnotherDatabase(`${it}/`));
  return ours.length === 0 || ours.length === all.size ? [{ path: folder, recursive: true }] : ours.map(path => ({ path, recursive: true }));
}

/** What `context.configure` is told, where it is told in so many words. */
function ofEnvironment(text: string): Readonly<Record<string, string>> {
  const code = text.replace(/#[^\n]*/g, '');
  const said = (name: string) => new RegExp(`\\b${name}\\s*=\\s*(?:(['"])([^'"\\n]+)\\1|(True))`).exec(code);
  return Object.fromEntries(['version_table', 'version_table_schema', 'transaction_per_migration'].flatMap(name => {
    const found = said(name);
    return found ? [[name, found[2] ?? 'true'] as const] : [];
  }));
}

/** The variable of the environment that an address is taken from: by `env.py`, or by the ini file's `%(DATABASE_URL)s`. */
function addressVariable(text: string, url: string | undefined): Readonly<Record<string, string>> {
  const inFile = /%\((\w+)\)s/.exec(url ?? '')?.[1];
  const named = [...text.matchAll(/\b(?:environ(?:\.get)?|getenv)[[(]\s*["'](\w*(?:URL|URI|DSN)\w*)["']/gi)].map(it => it[1]!);
  const variable = named.find(it => /DATABASE|DB|POSTGRES|PG|SQLALCHEMY|ALEMBIC/i.test(it)) ?? (inFile !== undefined && new RegExp(`["']${inFile}["']`).test(text) && /environ/.test(text) ? inFile : undefined);
  return variable === undefined ? {} : { address: variable };
}

function connectionsOf(url: string | undefined, name: string, from: string): Project['connections'] {
  const [, user, rest] = /^postgres(?:ql)?(?:\+\w+)?:\/\/(?:([^:@/]*)(?::[^@/]*)?@)?([^\s%]+)$/.exec(url ?? '') ?? [];
  return rest === undefined ? [] : [{ name, url: `postgres://${user ? `${user}@` : ''}${rest}`, from }];
}
