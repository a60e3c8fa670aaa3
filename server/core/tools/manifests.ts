import { isOfTests } from './excluded.js';
import type { Tree } from './tool.js';

/** Rust crates whose manifest depends on this one, under whatever name, or through their workspace. */
export function cratesWith(dependency: string, { paths, config }: Tree): readonly string[] {
  const named = new RegExp(`^\\s*"?${dependency}(?:[-_][\\w-]+)?"?\\s*[.=]|^\\s*\\[(?:\\S+\\.)?(?:dev-|build-)?dependencies\\.${dependency}(?:[-_][\\w-]+)?\\]|\\bpackage\\s*=\\s*"${dependency}"`, 'm');
  return paths.filter(it => /(?:^|\/)Cargo\.toml$/.test(it) && !isOfTests(it) && named.test(config(it)?.text ?? ''));
}

/** Packages of Node whose manifest depends on one of these. */
export function packagesWith(dependency: RegExp, { paths, config }: Tree): readonly string[] {
  return paths.filter(it => {
    if (!/(?:^|\/)package\.json$/.test(it) || isOfTests(it)) return false;
    return [...config(it)?.values.keys() ?? []].some(key => {
      const name = /^(?:dependencies|devDependencies|optionalDependencies|peerDependencies)\.(.*)$/.exec(key)?.[1];
      return name !== undefined && dependency.test(name.replaceAll('\\.', '.'));
    });
  });
}
