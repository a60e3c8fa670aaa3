import { fileOf, folderOf, isBelow, resolved } from '../../text/paths.js';
import { isOfTests } from '../excluded.js';
import type { Project, Tree } from '../tool/project.js';
import { parseSums } from './sum.js';

/** Folders with `atlas.sum`, and those that `atlas.hcl` names before `atlas migrate hash` has run there. */
export function detect(tree: Tree): readonly Project[] {
  return [...bySums(tree), ...withoutSums(tree)];
}

export function projectAt(folder: string): Project {
  return {
    tool: 'atlas', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: { historySchema: REVISIONS, table: REVISIONS, env: '', execOrder: 'LINEAR' }, placeholders: {}, connections: [],
  };
}

/** An address with one schema keeps its history there (`revisionSchemaName`). */
export function connected(project: Project, { search_path: searchPath }: Readonly<Record<string, string>>): Project {
  return searchPath === undefined || searchPath === '' ? project : { ...project, settings: inSchema(project.settings, searchPath) };
}

function inSchema(settings: Project['settings'], searchPath: string): Project['settings'] {
  return { ...settings, searchPath, ...((settings['historySchema'] === REVISIONS || settings['historySchema'] === settings['searchPath']) && { historySchema: searchPath }) };
}

function bySums(tree: Tree): readonly Project[] {
  return tree.paths.filter(it => /(?:^|\/)atlas\.sum$/.test(it) && !isOfTests(it)).flatMap(sum => {
    const folder = folderOf(sum);
    const files = tree.paths.filter(it => folderOf(it) === folder && it.endsWith('.sql')).map(fileOf);
    const hcl = tree.paths.findLast(it => /(?:^|\/)atlas\.hcl$/.test(it) && isBelow(folder, it));
    const text = hcl === undefined ? '' : codeOf(tree, hcl);
    if (files.length === 0 || files.some(it => FOREIGN.test(it)) || isOfAnother(text)) return [];
    const sums = [...parseSums(tree.config(sum)?.text ?? '')].map(([file, value]) => [`sum:${file}`, value]);
    return [{ ...configured(projectAt(folder), text, { sums: 'true', ...Object.fromEntries(sums) as Record<string, string> }), because: sum }];
  });
}

function withoutSums(tree: Tree): readonly Project[] {
  return tree.paths.filter(it => /(?:^|\/)atlas\.hcl$/.test(it) && !isOfTests(it)).flatMap(hcl => {
    const text = codeOf(tree, hcl);
    if (isOfAnother(text)) return [];
    return [...new Set([...text.matchAll(/\bmigration\s*\{[^}]*?\bdir\s*=\s*"file:\/\/([^"?$]+)(?:\?format=atlas)?"/g)].map(it => resolved(folderOf(hcl), it[1]!)))].flatMap(folder => {
      const files = folder === undefined ? [] : tree.paths.filter(it => folderOf(it) === folder).map(fileOf);
      return folder === undefined || files.includes('atlas.sum') || !files.some(it => /^\d+(?:_[^/]*)?\.sql$/.test(it)) || files.some(it => FOREIGN.test(it)) ? [] : [{ ...configured(projectAt(folder), text), because: hcl }];
    });
  });
}

/** By what `atlas.hcl` says, as far as it is written there: it may ask anybody. */
function configured(project: Project, text: string, more: Project['settings'] = {}): Project {
  const env = [...text.matchAll(/^\s*env\s+"([^"$]+)"/gm)].map(it => it[1]!);
  const schema = /\brevisions_schema\s*=\s*"([^"$]+)"/.exec(text)?.[1];
  const order = /\bexec_order\s*=\s*"?(LINEAR_SKIP|NON_LINEAR)\b/.exec(text)?.[1];
  const searchPath = new Set([...text.matchAll(/^\s*url\s*=\s*"postgres[^"]*[?&]search_path=([^"&$]+)/gm)].map(it => it[1]!));
  const settings = { ...project.settings, ...(schema !== undefined && { historySchema: schema }), ...(order !== undefined && { execOrder: order }), ...(env.length === 1 && { env: env[0]! }), ...more };
  return { ...project, settings: searchPath.size === 1 ? inSchema(settings, [...searchPath][0]!) : settings };
}

function codeOf(tree: Tree, hcl: string): string {
  return (tree.config(hcl)?.text ?? '').replace(/^\s*(?:#|\/\/).*$/gm, '');
}

/** By the addresses that are written there. */
function isOfAnother(text: string): boolean {
  return /"(?:docker:\/\/)?(?:mysql|maria(?:db)?|sqlite|libsql|sqlserver|clickhouse|redshift|oracle|snowflake)\b/.test(text) && !/"(?:docker:\/\/)?postgres/.test(text);
}

const REVISIONS = 'atlas_schema_revisions';

/** In the format of golang-migrate or Flyway, the folder is read as theirs. */
const FOREIGN = /\.(?:up|down)\.sql$|^[VRU]\d*[\d._]*__/;
