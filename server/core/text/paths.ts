import { placeAmong } from './sorted.js';

/** Paths are relative to the workspace root, with `/`; the root itself is `.`. */

export function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

export function pathIn(folder: string, file: string): string {
  return folder === '.' ? file : `${folder}/${file}`;
}

/** The same place under another name, if there is one. */
export function besides(path: string, file: string | undefined): string | undefined {
  return file === undefined ? undefined : pathIn(folderOf(path), file);
}

/** Every folder that holds one of the files, however deep, and the root. */
export function everyFolder(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>(['.']);
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** Of sorted paths, those below a folder, however deep: they stand together. */
export function pathsBelow(folder: string, sorted: readonly string[]): readonly string[] {
  // The character behind the slash.
  return folder === '.' ? sorted : sorted.slice(placeAmong(sorted, it => it < `${folder}/`), placeAmong(sorted, it => it < `${folder}0`));
}

/** Whether the folder is that of the file, or lies below it: whether a manifest there may speak for it. */
export function isBelow(folder: string, manifest: string): boolean {
  const base = folderOf(manifest);
  return base === '.' || folder === base || folder.startsWith(`${base}/`);
}

/** A folder as a configuration beside it names it; `undefined` outside the workspace. */
export function resolved(base: string, written: string): string | undefined {
  const steps = base === '.' ? [] : base.split('/');
  for (const step of written.split(/[\\/]/)) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.length === 0 ? '.' : steps.join('/');
}
