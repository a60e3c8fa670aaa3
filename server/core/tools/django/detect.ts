import { fileOf, folderOf, isBelow, pathIn } from '../../text/paths.js';
import { foldersWith } from '../peek.js';
import type { Project, Tree } from '../tool/project.js';
import { settingsOf, withoutSwitchedOff } from './labels.js';

/** The apps of each `manage.py` are one project: their migrations make one graph, and one table has all their rows. */
export function detect(tree: Tree): readonly Project[] {
  const named = foldersWith(/^class[ \t]+Migration[ \t]*\([^)\n]*Migration\b/m, tree, 'py');
  // An app that has its package of migrations has none beside its own modules: Django does not see what went astray there.
  const folders = withoutSwitchedOff(tree, named.filter(it => !named.includes(pathIn(it, 'migrations'))));
  // Without a package, Django takes an app for one that has no migrations (5.2, `db/migrations/loader.py`). Where none is one, the folders are a part of something.
  const there = new Set(tree.paths);
  const packages = new Set(folders.filter(it => there.has(pathIn(it, '__init__.py'))));
  const unseen = packages.size === 0 ? [] : folders.filter(it => !packages.has(it));
  const managers = tree.paths.filter(it => fileOf(it) === 'manage.py').sort((a, b) => b.length - a.length);
  const groups = new Map<string, string[]>();
  for (const folder of folders) {
    // Apps that lie beside the site, as a package of its own does, belong to it when there is but one.
    const manager = managers.find(it => isBelow(folder, it)) ?? (managers.length === 1 ? managers[0]! : '');
    const known = groups.get(manager);
    if (known) known.push(folder);
    else groups.set(manager, [folder]);
  }
  return [...groups].map(([manager, found]): Project => {
    const folder = manager !== '' ? folderOf(manager) : found.length === 1 ? found[0]! : shared(found);
    return {
      ...projectAt(folder), because: manager === '' ? found[0]! : manager,
      ...(manager === '' && { partial: true }),
      locations: found.map(path => ({ path, recursive: false })),
      settings: { ...(manager !== '' && { manage: manager }), ...settingsOf(tree, found), ...Object.fromEntries(unseen.filter(it => found.includes(it)).map(it => [`unseen ${it}`, 'true'])) },
    };
  });
}

/** Of a folder that somebody named: its own files, and the apps below. */
export function projectAt(folder: string): Project {
  return { tool: 'django', folder, locations: [{ path: folder, recursive: true }], because: folder, settings: {}, placeholders: {}, connections: [] };
}

function shared(folders: readonly string[]): string {
  const [first, ...rest] = folders.map(it => it.split('/'));
  let length = first!.length;
  for (const it of rest) while (length > 0 && it.slice(0, length).join('/') !== first!.slice(0, length).join('/')) length--;
  return length === 0 ? '.' : first!.slice(0, length).join('/');
}
