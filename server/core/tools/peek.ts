import { isOfTests } from './excluded.js';
import type { Tree } from './tool.js';

/** Files whose texts tell one tool from another that has the same names: the first and the last of each folder. */
export function peeked(paths: readonly string[]): readonly string[] {
  return [...samples(paths).values()].flat();
}

/** Folders of numbered files that have this in them. */
export function foldersWith(what: RegExp, { paths, peek }: Tree): readonly string[] {
  return [...samples(paths)].flatMap(([folder, files]) => (files.some(it => what.test(peek?.(it) ?? '')) ? [folder] : []));
}

function samples(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const [, folder = '.'] = /^(?:(.*)\/)?\d[^/]*\.sql$/.exec(path) ?? [];
    if (!/(?:^|\/)\d[^/]*\.sql$/.test(path) || isOfTests(path)) continue;
    const files = folders.get(folder);
    if (!files) folders.set(folder, [path]);
    else files[files.length > 1 ? 1 : files.length] = path;
  }
  return folders;
}
