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
