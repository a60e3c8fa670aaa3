import { isOfTests } from './excluded.js';
import type { Tree } from './tool/project.js';

/** Files whose texts tell one tool from another that has the same names: the first and the last of each folder. */
export function peeked(paths: readonly string[]): readonly string[] {
  return (['sql', 'py', 'rb', 'js'] as const).flatMap(it => [...samples(paths, it).values()].flat());
}

/** Folders of files, named as migrations are, that have this in them. */
export function foldersWith(what: Pick<RegExp, 'test'>, { paths, peek }: Tree, language: Language = 'sql'): readonly string[] {
  return [...samples(paths, language)].flatMap(([folder, files]) => (files.some(it => what.test(peek?.(it) ?? '')) ? [folder] : []));
}

type Language = 'sql' | 'py' | 'rb' | 'js';

/** Numbered; in Python also by a hash, or in a folder that says what it holds. */
const NAMES: Readonly<Record<Language, RegExp>> = {
  sql: /(?:^|\/)\d[^/]*\.sql$/,
  rb: /(?:^|\/)\d+_[^/]*\.rb$/,
  js: /(?:^|\/)(?:\d+[-_][^/]*|migrations\/\d[^/]*)\.(?:[cm]?js|ts)$/,
  py: /(?:^|\/)(?:(?:[0-9a-f]{8,}|\d{3,})_[^/]*|(?:versions|migrations)\/[^/_.][^/]*)\.py$/,
};

const ENDS: Readonly<Record<Language, string>> = { sql: '.sql', rb: '.rb', js: 's', py: '.py' };

function samples(paths: readonly string[], language: Language): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    // Most paths are of none, and need no closer look.
    if (!path.endsWith(ENDS[language]) || !NAMES[language].test(path) || isOfTests(path)) continue;
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    const files = folders.get(folder);
    if (!files) folders.set(folder, [path]);
    else files[files.length > 1 ? 1 : files.length] = path;
  }
  return folders;
}
