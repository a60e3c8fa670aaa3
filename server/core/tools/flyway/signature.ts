import { folderOf } from '../../text/paths.js';
import { isOfTests, isOfAnotherDatabase } from '../excluded.js';
import type { Project } from '../tool/project.js';
import { projectAt } from './settings.js';
import { canonicalVersion } from './version.js';

/** Folders whose files can only be Flyway's, whatever configures it. `claimed` folders and their siblings are spoken for. */
export function bySignature(paths: readonly string[], claimed: readonly string[]): readonly Project[] {
  const spokenFor = [...claimed, ...claimed.map(folderOf).filter(it => /(?:^|\/)migrations?$/.test(it))];
  const isSpokenFor = new Map<string, boolean>();
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const name = SIGNATURE.exec(path);
    if (!name || isOfTests(path) || isOfAnotherDatabase(path)) continue;
    const folder = name[1] ?? '.';
    if (!isSpokenFor.has(folder)) isSpokenFor.set(folder, spokenFor.some(it => isAt(folder, it)));
    if (isSpokenFor.get(folder)) continue;
    if (!folders.has(folder)) folders.set(folder, new Set());
    folders.get(folder)!.add(name[2] === undefined ? path : canonicalVersion(name[2].replaceAll('_', '.')));
  }

  const downs = [...folders.keys()].filter(it => DOWNS.test(it) && folders.size > 1);
  const roots = joined([...folders.keys()].filter(it => !downs.includes(it)));
  return [...roots].map(([root]) => {
    const project = projectAt(root);
    const own = downs.filter(it => folderOf(it) === folderOf(root) && !isAt(it, root));
    return { ...project, locations: [...project.locations, ...own.map(path => ({ path, recursive: true, downs: true as const }))] };
  });

  /** Folders that are one project: a folder with those below it, and siblings that share one numbering. */
  function joined(every: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
    const roots = new Map<string, Set<string>>();
    for (const folder of [...every].sort((a, b) => a.length - b.length)) {
      const versions = folders.get(folder)!;
      const parent = [...roots.keys()].find(it => isAt(folder, it));
      if (parent !== undefined && !repeats(versions, roots.get(parent)!)) for (const it of versions) roots.get(parent)!.add(it);
      else roots.set(folder, new Set(versions));
    }
    for (const parent of new Set([...roots.keys()].map(folderOf))) {
      const siblings = [...roots].filter(([folder]) => folderOf(folder) === parent && folder !== parent);
      const total = new Set(siblings.flatMap(([, versions]) => [...versions]));
      const sum = siblings.reduce((count, [, versions]) => count + versions.size, 0);
      if (siblings.length < 2 || total.size < sum || !/(?:^|\/)(?:sql|flyway|migrations?|db)$/.test(parent)) continue;
      for (const [folder] of siblings) roots.delete(folder);
      roots.set(parent, total);
    }
    return roots;
  }
}

/** Strong enough alone: a version or `R`, two underscores, `.sql`. */
const SIGNATURE = /^(?:(.*)\/)?(?:[VB](\d[\d._]*?)__|R__)[^/]+\.(?:sql|SQL)$/;

/** Folders of scripts that take back what migrations did. */
export const DOWNS = /(?:^|\/)(?:downs?|undo|rollbacks?|reverts?)$/i;

/** A second numbering in a subfolder is a second project (one for each service), a single repetition a mistake. */
function repeats(versions: ReadonlySet<string>, of: ReadonlySet<string>): boolean {
  const repeated = [...versions].filter(it => of.has(it)).length;
  return repeated > 1 && repeated * 2 >= versions.size;
}

function isAt(folder: string, root: string): boolean {
  return folder === root || root === '.' || folder.startsWith(`${root}/`);
}
