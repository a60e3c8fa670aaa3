/** `DatabaseChangeLog.normalizePath`: how two ways to write one path are told to be the same. */
export function normalized(path: string): string {
  if (!UNUSUAL.test(path)) return path;
  const bare = path.replace(/^classpath\*?:/, '').replaceAll('\\', '/').replace(/^[A-Za-z]:/, '').replace(/^\//, '');
  const parts: string[] = [];
  for (const part of bare.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** What makes a path other than it is written; most are as they are. */
const UNUSUAL = /[\\:]|^\/|\/$|\/\/|(?:^|\/)\.\.?(?:\/|$)/;

/** A path that is written in a file, from the file's own folder. */
export function beside(file: string, path: string): string {
  return normalized(`${file.slice(0, file.lastIndexOf('/') + 1)}${path}`);
}

/** The paths, relative to the workspace root, where Liquibase looks for one that it is told: below each folder of its search path. */
export function candidates(path: string, roots: readonly string[]): readonly string[] {
  const plain = normalized(path);
  return roots.map(root => normalized(root === '.' ? plain : `${root}/${plain}`));
}

/** The path as Liquibase knows a file of the workspace, by the folder of the search path that is nearest to it. */
export function known(path: string, roots: readonly string[]): string {
  const root = roots.filter(it => it === '.' || path.startsWith(`${it}/`)).sort((a, b) => b.length - a.length)[0];
  return root === undefined || root === '.' ? path : path.slice(root.length + 1);
}
