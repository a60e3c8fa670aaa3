import { fileOf, folderOf, pathIn } from '../../text/paths.js';
import type { Project, Tree } from '../tool/project.js';

/** The app of a migration: what its configuration says, else the package that holds the migrations. */
export function labelOf(path: string, { settings }: Pick<Project, 'settings'>): string {
  const folder = folderOf(path);
  return settings[`app ${folder}`] ?? defaultLabel(folder);
}

/** Whether Django does not see the migration: its folder is no package. */
export function isUnseen(path: string, { settings }: Pick<Project, 'settings'>): boolean {
  return settings[`unseen ${folderOf(path)}`] === 'true';
}

function defaultLabel(folder: string): string {
  const parent = folderOf(folder);
  return fileOf(parent === '.' ? folder : parent);
}

/** `settings.AUTH_USER_MODEL`, as far as a settings file says it in so many words. */
export function swappedModel(name: string, { settings }: Pick<Project, 'settings'>): string | undefined {
  const key = name.slice(name.lastIndexOf('.') + 1);
  return settings[key] ?? (key === 'AUTH_USER_MODEL' ? 'auth.User' : undefined);
}

/** What `apps.py` (or the package itself, where all apps are called `app` and the name says nothing) and the settings say of apps: labels by the folder of their migrations, and models that stand for others. */
export function settingsOf(tree: Tree, folders: readonly string[]): Readonly<Record<string, string>> {
  const said: Record<string, string> = {};
  for (const folder of folders) {
    const label = ['apps.py', '__init__.py'].map(it => LABEL.exec(tree.config(pathIn(folderOf(folder), it))?.text ?? '')?.[1]).find(it => it !== undefined);
    if (label !== undefined) said[`app ${folder}`] = label;
  }
  for (const path of tree.paths) {
    if (!isSettings(path)) continue;
    const text = tree.config(path)?.text ?? '';
    for (const [, key, model] of text.matchAll(/^[ \t]*([A-Z]\w*_MODEL)[ \t]*=[ \t]*["'](\w+\.\w+)["']/gm)) said[key!] ??= model!;
    // django-environ and dj-database-url.
    if (/\bdj_database_url\b|\benv\.db(?:_url)?\(|["']DATABASE_URL["']/.test(text)) said['address'] ??= 'DATABASE_URL';
    const modules = migrationModules(text);
    for (const [, label, module] of modules.matchAll(/["'](\w+)["']\s*:\s*["']([\w.]+)["']/g)) {
      const where = module!.replaceAll('.', '/');
      const folder = folders.find(it => it === where || it.endsWith(`/${where}`));
      if (folder !== undefined) said[`app ${folder}`] = label!;
    }
  }
  return said;
}

function migrationModules(text: string): string {
  return /^[^#\n]*\bMIGRATION_MODULES\b[^{\n]*\{([^}]*)\}/m.exec(text)?.[1]?.replace(/#[^\n]*/g, '') ?? '';
}

/** Those of apps that the settings give no migrations (`MIGRATION_MODULES = {'app': None}`); what tests are quicker without is there all the same. */
export function withoutSwitchedOff(tree: Tree, folders: readonly string[]): readonly string[] {
  const off = new Set(tree.paths.filter(it => isSettings(it) && !/test/i.test(it)).flatMap(path => [...migrationModules(tree.config(path)?.text ?? '').matchAll(/["'](\w+)["']\s*:\s*None\b/g)].map(it => it[1]!)));
  if (off.size === 0) return folders;
  const settings = settingsOf(tree, folders);
  return folders.filter(it => !off.has(labelOf(pathIn(it, 'x.py'), { settings })));
}

const LABEL = /^[ \t]+label[ \t]*(?::[^=\n]+)?=[ \t]*["'](\w+)["']/m;

export function isSettings(path: string): boolean {
  return /(?:^|\/)settings[^/]*(?:\/[^/]+)?\.py$/.test(path) || /(?:^|\/)config\/[^/]*\.py$/.test(path);
}

/** Django loads every module of a migrations package but those that begin with `_` or `~` (django 5.2, `db/migrations/loader.py`). */
export function isLoaded(path: string, { locations }: Pick<Project, 'locations'>): boolean {
  const file = fileOf(path);
  const folder = folderOf(path);
  if (!/^[^_~.][^.]*\.py$/.test(file)) return false;
  return locations.some(it => it.path === folder || (it.recursive && /(?:^|\/)\w*migrations$/.test(folder) && (it.path === '.' || folder.startsWith(`${it.path}/`))));
}
