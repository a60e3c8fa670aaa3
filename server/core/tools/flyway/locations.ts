import { fits, patternOf } from '../../text/pattern.js';

/**
 * The folders that a location of Flyway's means, of those that exist: several for a wildcard, none when it cannot be told.
 * `base` is the module's folder; a class path has the resources of others too, unless only its `own` are meant.
 */
export function foldersOf(location: string, { base, ownOnly = false }: { readonly base: string; readonly ownOnly?: boolean }, folders: ReadonlySet<string>): readonly string[] {
  const [, scheme = 'classpath', rest] = /^(?:(classpath\*?|filesystem|[a-z][a-z0-9]+):)?(.*)$/.exec(location.trim())!;
  const path = rest!
    .replace(/\{vendor\}/g, 'postgresql')
    .replace(/^(?:\$\{?(?:project\.)?(?:basedir|projectDir|rootDir|rootProject\.projectDir)\}?)\/?/, '')
    .replace(/\$\{[\w.-]+:([^{}]*)\}/g, '$1')
    .replace(/^(?:\.?\/)+|\/+$/g, '');
  if (/[${}]/.test(path) || path.split('/').includes('..')) return [];
  if (scheme === 'filesystem') return first([join(base, path), path || '.'], folders);
  if (!scheme.startsWith('classpath')) return [];

  const own = first([join(base, `src/main/resources/${path}`)], folders);
  if (own.length > 0 || ownOnly) return own;
  // Where all of a location is written in Java, its package is.
  const code = first(['java', 'kotlin', 'groovy'].map(it => join(base, `src/main/${it}/${path}`)), folders);
  if (code.length > 0) return code;
  // With several of one name nobody can tell whose.
  const elsewhere = [...folders].filter(it => it.endsWith(`src/main/resources/${path}`));
  return elsewhere.length === 1 ? elsewhere : [];
}

function first(candidates: readonly string[], folders: ReadonlySet<string>): readonly string[] {
  for (const candidate of candidates) {
    const found = /[*?]/.test(candidate) ? matching(candidate, folders).filter(isTopmost) : folders.has(candidate) ? [candidate] : [];
    if (found.length > 0) return found;
  }
  return [];

  function isTopmost(folder: string, _: number, all: readonly string[]): boolean {
    return !all.some(it => folder.startsWith(`${it}/`));
  }
}

/** As `LocationParser` reads it: `**` any folders, `*` part of one name, `?` one character. */
function matching(wildcard: string, folders: ReadonlySet<string>): readonly string[] {
  const source = wildcard.replace(/\*\*\/|\*|\?|[.+^${}()|[\]\\]/g, it =>
    it === '**/' ? '(?:[^/]+/)*' : it === '*' ? '[^/]+' : it === '?' ? '[^/]' : `\\${it}`);
  const pattern = patternOf(`^${source}$`);
  return 'problem' in pattern ? [] : [...folders].filter(it => fits(pattern, it));
}

export function join(base: string, path: string): string {
  return base === '.' ? path || '.' : path === '' ? base : `${base}/${path}`;
}
