import { fileOf, folderOf, isBelow, resolved } from '../../text/paths.js';
import { isOfTests } from '../excluded.js';
import { packagesWith } from '../manifests.js';
import { foldersWith } from '../peek.js';
import type { Project, Tree } from '../tool.js';
import { hasSections } from './sections.js';

/** A file beginning with digits, in one of the languages that are read. `.d.ts` only declares. */
export const NAME = /^(\d+)[-_]?(.*)\.(sql|[cm]?[jt]s)$/s;

/** Folders that a package's scripts or configuration name, its `migrations`, and those whose texts tell. */
export function detect(tree: Tree): readonly Project[] {
  const packages = packagesWith(/^node-pg-migrate$/, tree).map(manifest => ({ manifest, ...settingsOf(manifest, tree) }));
  if (packages.length === 0) return [];
  const files = tree.paths.filter(it => NAME.test(fileOf(it)) && !it.endsWith('.d.ts') && !isOfTests(it));
  const paired = new Set(files.filter(it => /\.(?:up|down)\.sql$/.test(it)).map(folderOf));
  const proven = new Set([
    ...foldersWith({ test: hasSections }, tree),
    ...foldersWith(/\bMigrationBuilder\b|\bnode-pg-migrate\b|\bpgm\b/, tree, 'js'),
  ]);
  return [...new Set(files.map(folderOf))].flatMap(folder => {
    const owner = packages.findLast(it => it.folder === folder) ?? packages.findLast(it => isBelow(folder, it.manifest));
    if (owner === undefined || paired.has(folder) || (folder !== owner.folder && !proven.has(folder))) return [];
    return [{ ...projectAt(folder, { ...owner.settings, root: folderOf(owner.manifest) }), because: owner.manifest }];
  });
}

export function projectAt(folder: string, settings: Readonly<Record<string, string>> = {}): Project {
  return {
    tool: 'node-pg-migrate', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: { table: 'pgmigrations', checkOrder: 'true', ...settings }, placeholders: {}, connections: [],
  };
}

/** What its command line is given in the scripts of the package, else what `config/default.json` says. */
function settingsOf(manifest: string, { config }: Tree): { readonly folder: string | undefined; readonly settings: Readonly<Record<string, string>> } {
  const root = folderOf(manifest);
  const script = [...config(manifest)?.values ?? []].flatMap(([key, { value }]) => (key.startsWith('scripts.') && typeof value === 'string' && value.includes('node-pg-migrate') ? [value] : [])).join('\n');
  const configured = config(resolved(root, 'config/default.json') ?? '')?.values;
  const told = (option: string, short?: string): string | undefined => {
    const written = new RegExp(`(?:^|\\s)(?:--${option}|${short === undefined ? '(?!)' : `-${short}`})[\\s=]+["']?([^\\s"'$]+)`).exec(script)?.[1];
    const value = configured?.get(`db.${option}`)?.value;
    return written ?? (typeof value === 'string' ? value : undefined);
  };
  const table = told('migrations-table', 't');
  const schema = told('migrations-schema') ?? told('schema', 's');
  return {
    folder: resolved(root, told('migrations-dir', 'm') ?? 'migrations'),
    settings: { ...(table !== undefined && { table }), ...(schema !== undefined && { historySchema: schema }), ...(/--no-check-order\b/.test(script) && { checkOrder: 'false' }) },
  };
}
