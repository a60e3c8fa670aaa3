import { fileOf, folderOf, isBelow } from '../text/paths.js';
import { isOfTests } from './excluded.js';
import type { Tree } from './tool/project.js';

/** Rust crates whose manifest depends on this one, under whatever name, or through their workspace. */
export function cratesWith(dependency: string, { paths, config }: Tree): readonly string[] {
  const named = new RegExp(`^\\s*"?${dependency}(?:[-_][\\w-]+)?"?\\s*[.=]|^\\s*\\[(?:\\S+\\.)?(?:dev-|build-)?dependencies\\.${dependency}(?:[-_][\\w-]+)?\\]|\\bpackage\\s*=\\s*"${dependency}"`, 'm');
  return paths.filter(it => {
    if (!it.endsWith('Cargo.toml') || fileOf(it) !== 'Cargo.toml' || isOfTests(it)) return false;
    const text = config(it)?.text ?? '';
    return text.includes(dependency) && named.test(text);
  });
}

/**
 * Those of these crates that may use it with PostgreSQL: by the features that they ask for, or that a manifest above them does;
 * one that asks for none, by those of all.
 */
export function postgresCrates(crates: readonly string[], dependency: string, { config }: Tree): readonly string[] {
  const asked = new Map(crates.map(it => [it, databasesOf(dependency, config(it)?.text ?? '')]));
  const all = new Set([...asked.values()].flat());
  return crates.filter(crate => {
    const own = crates.filter(it => isBelow(folderOf(crate), it)).flatMap(it => asked.get(it)!);
    return own.includes('postgres') || (own.length === 0 && (all.size === 0 || (all.size === 1 && all.has('postgres'))));
  });
}

/** As the features of the dependency name them, in its own entry or in a feature of the crate. */
function databasesOf(dependency: string, text: string): readonly string[] {
  const name = `${dependency}(?:[-_][\\w-]+)?`;
  const entries = [
    ...text.matchAll(new RegExp(`^\\s*"?${name}"?\\s*=[^\\n{]*(?:\\{[^}]*\\})?`, 'gm')),
    ...text.matchAll(new RegExp(`^\\s*\\[[^\\]\\n]*dependencies\\.${name}\\][^[]*(?:\\[[^\\]]*\\][^[]*)*?(?=^\\s*\\[\\w|$(?![\\s\\S]))`, 'gm')),
    ...text.matchAll(new RegExp(`"${name}\\??/[\\w-]+"`, 'g')),
  ].map(it => it[0]).join('\n');
  return [...new Set([...entries.matchAll(/\b(postgres|mysql|sqlite|mssql|tiberius)/g)].map(it => it[1]!))];
}

/** Packages of Node whose manifest depends on one of these, or starts it in a script: it may come with a package of the authors' own. */
export function packagesWith(libraries: readonly string[], { paths, config }: Tree): readonly string[] {
  return paths.filter(it => {
    if (!it.endsWith('package.json') || fileOf(it) !== 'package.json' || isOfTests(it)) return false;
    const manifest = config(it);
    return libraries.some(library => manifest?.text.includes(library)) && [...manifest!.values].some(([key, { value }]) => {
      if (key.startsWith('scripts.')) return typeof value === 'string' && value.split(/[\s;&|"']+/).some(word => libraries.includes(word));
      const name = /^(?:dependencies|devDependencies|optionalDependencies|peerDependencies)\.(.*)$/.exec(key)?.[1];
      return name !== undefined && libraries.includes(name.replaceAll('\\.', '.'));
    });
  });
}
