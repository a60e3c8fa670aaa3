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
