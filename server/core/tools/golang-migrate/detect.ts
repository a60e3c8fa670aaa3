import { folderOf, isBelow, pathsBelow } from '../../text/paths.js';
import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { foldersWith } from '../peek.js';
import type { Project, Tree } from '../tool/project.js';

/** Folders with files of the form `N_name.up.sql`, unless another tool that reads the same form is the one at work. */
export function detect(tree: Tree): readonly Project[] {
  const versions = new Map<string, Set<string>>();
  const wayless = new Map<string, number>();
  for (const path of tree.paths) {
    if (/(?:^|\/)\d+_[^/]*(?<!\.(?:up|down))\.sql$/.test(path)) wayless.set(folderOf(path), (wayless.get(folderOf(path)) ?? 0) + 1);
    const found = /^(?:(.*)\/)?0*(\d+)_[^/]*\.up\.(?:sql|psql|pgsql)$/.exec(path);
    if (!found || isOfTests(path) || isOfAnotherDatabase(path)) continue;
    const folder = found[1] ?? '.';
    // A folder for each release is a runner of the project's own.
    if (/(?:^|\/)v?\d[\d.]*$/.test(folder)) continue;
    if (!versions.has(folder)) versions.set(folder, new Set());
    versions.get(folder)!.add(found[2]!);
  }
  // Below a project's folder, a lone file that repeats none of its numbers went astray, and is no project.
  const folders = [...versions.keys()].filter(folder => {
    const above = [...versions].filter(([it]) => it !== folder && (it === '.' || folder.startsWith(`${it}/`)));
    return above.length === 0 || versions.get(folder)!.size > 1 || above.some(([, theirs]) => [...versions.get(folder)!].some(it => theirs.has(it)));
  });
  if (folders.length === 0) return [];

  const modules = tree.paths.filter(it => /(?:^|\/)go\.mod$/.test(it));
  const crates = tree.paths.filter(it => /(?:^|\/)Cargo\.toml$/.test(it)).filter(it => /\bsqlx\b/.test(tree.config(it)?.text ?? ''));
  const users = modules.filter(it => /golang-migrate\/migrate|mattes\/migrate/.test(tree.config(it)?.text ?? ''));
  const rivals = modules.filter(it => !users.includes(it) && /uptrace\/bun|gobuffalo\/pop|ory\/(?:x|pop)/.test(tree.config(it)?.text ?? ''));
  // Hasura's first version has the same names, and its metadata beside them.
  const metadata = new Set(tree.paths.filter(it => /(?:^|\/)\d+_[^/]*\.(?:up|down)\.yaml$/.test(it)).map(folderOf));
  // It sends what it finds: templates are somebody else's.
  const templates = new Set(foldersWith(/\{\{-?\s*(?:if|else|end|range|with|define|template|block|\.\w)/, tree));
  return folders.flatMap(folder => {
    if (templates.has(folder) || metadata.has(folder)) return [];
    const user = users.find(it => isBelow(folder, it)) ?? users[0];
    if (crates.some(it => isBelow(folder, it)) || rivals.some(it => isBelow(folder, it))) return [];
    // sqlx has the same names: a crate beside the folder is enough, where nothing speaks for golang-migrate.
    if (user === undefined && crates.length + rivals.length > 0) return [];
    // One or two without their word are slips; where many have none, whoever runs them asks for none.
    const without = wayless.get(folder) ?? 0;
    if (user === undefined && without > 2 && without * 4 > versions.get(folder)!.size) return [];
    const project = projectAt(folder);
    // golang-migrate sends what it finds to the server: where Go files lie beside, a runner of the project's own is at work.
    const runner = pathsBelow(folder, tree.paths).some(it => /(?:^|\/)\d+_[^/]*\.up\.go$/.test(it)) ? 'own' : 'migrate';
    return [{ ...project, because: user ?? folder, settings: { ...project.settings, runner } }];
  });
}

export function projectAt(folder: string): Project {
  return {
    tool: 'golang-migrate', folder, locations: [{ path: folder, recursive: false }], because: folder,
    settings: { table: 'schema_migrations', schema: '' }, placeholders: {}, connections: [],
  };
}
