import { fileOf, folderOf, isBelow, resolved } from '../../text/paths.js';
import { fits, patternOf } from '../../text/pattern.js';
import { isOfTests } from '../excluded.js';
import { packagesWith } from '../manifests.js';
import { foldersWith } from '../peek.js';
import type { Project, Tree } from '../tool/project.js';
import { hasSections } from './sections.js';

/** A file beginning with digits, in one of the languages that are read. `.d.ts` only declares. */
export const NAME = /^(\d+)[-_]?(.*)\.(sql|[cm]?[jt]s)$/s;

/** Folders that a package's scripts or configuration name, its `migrations`, and those whose texts tell. */
export function detect(tree: Tree): readonly Project[] {
  const packages = packagesWith(['node-pg-migrate'], tree).map(manifest => ({ manifest, ...settingsOf(manifest, tree) }));
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

/**
 * What its command line is given in the scripts of the package, and what its configuration says, which overrules it (9.0.0,
 * `cli/config.ts`): `config/default.json`, and the file that `--config-file` names, where it is JSON.
 */
function settingsOf(manifest: string, { config }: Tree): { readonly folder: string | undefined; readonly settings: Readonly<Record<string, string>> } {
  const root = folderOf(manifest);
  const script = [...config(manifest)?.values ?? []].flatMap(([key, { value }]) => (key.startsWith('scripts.') && typeof value === 'string' && value.includes('node-pg-migrate') ? [value] : [])).join('\n');
  const written = (option: string, short?: string): string | undefined => {
    const [, quoted, plain] = new RegExp(`(?:^|\\s)(?:--${option}|${short === undefined ? '(?!)' : `-${short}`})[\\s=]+(?:["']([^"'\\n]+)["']|([^\\s"'$]+))`).exec(script) ?? [];
    return quoted ?? plain;
  };
  const section = (written('config-value') ?? 'db').replaceAll('.', '\\.');
  const files = ['config/default.json', written('config-file', 'f')].flatMap(it => (it === undefined ? [] : config(resolved(root, it) ?? '')?.values ?? []));
  const told = (option: string, short?: string): string | undefined => {
    const values = files.map(it => (it.get(`${section}.${option}`) ?? (it.has(section) ? undefined : it.get(option)))?.value);
    return values.findLast((it): it is string => typeof it === 'string') ?? written(option, short);
  };
  const table = told('migrations-table', 't');
  const schema = told('migrations-schema') ?? told('schema', 's');
  const ignore = told('ignore-pattern');
  return {
    folder: resolved(root, told('migrations-dir', 'm') ?? 'migrations'),
    settings: {
      ...(table !== undefined && { table }), ...(schema !== undefined && { historySchema: schema }), ...(ignore !== undefined && { ignore }),
      ...((/--no-check-order\b/.test(script) || told('check-order') === 'false') && { checkOrder: 'false' }),
      ...(told('advisory-lock-mode') === 'wait' && { lock: 'wait' }),
      ...((/--decamelize\b(?![\s=]+false)/.test(script) || told('decamelize') === 'true') && { decamelize: 'true' }),
    },
  };
}

/** Whether the file is one that `--ignore-pattern` leaves out. */
export function isIgnored(file: string, { ignore }: Readonly<Record<string, string>>): boolean {
  const pattern = ignore === undefined ? undefined : patternOf(`^${ignore}$`);
  return pattern !== undefined && !('problem' in pattern) && fits(pattern, file);
}
