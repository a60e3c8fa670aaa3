import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Source } from '../core/migrations/migration.js';
import type { DefaultBranch } from '../core/migrations/branch.js';
import type { Git } from '../flows/ports.js';
import { decode } from './files.js';

/** The repository that holds `root`, read by the `git` program without running anything that the repository configures. */
export function gitOf(root: string): Git {
  return {
    defaultBranch: () => defaultBranch(root),
    changedSince: ref => changedSince(root, ref),
    versions: path => versions(root, path),
    branchesWith: path => branchesWith(root, path),
  };
}

async function defaultBranch(root: string): Promise<DefaultBranch | undefined> {
  if (!isInRepository(root)) return undefined;
  const refs = ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/remotes/origin/master', 'refs/heads/main', 'refs/heads/master'];
  const listed = await git(root, ['for-each-ref', '--format=%(refname) %(symref)', ...refs]);
  const found = new Map(listed?.toString().split('\n').map(line => line.split(' ') as [string, string]));
  const first = refs.find(it => found.has(it));
  if (first === undefined) return undefined;

  const ref = found.get(first) || first;
  const base = (await git(root, ['merge-base', ref, 'HEAD']))?.toString().trim();
  const [paths, fork] = await Promise.all([pathsAt(root, ref), base === undefined ? undefined : pathsAt(root, base)]);
  return paths && { name: ref.replace(/^refs\/(?:heads|remotes)\//, ''), paths, fork: fork ?? paths };
}

/** Saves starting a program only to hear that there is none. */
function isInRepository(root: string): boolean {
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true;
    if (dirname(folder) === folder) return process.env['GIT_DIR'] !== undefined;
  }
}

async function changedSince(root: string, ref: string): Promise<readonly string[] | undefined> {
  const tip = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  const base = tip && await git(root, ['merge-base', tip.toString().trim(), 'HEAD']);
  if (!base) return undefined;
  const filters = await withoutFilters(root);
  const [changed, untracked] = await Promise.all([
    git(root, ['diff', '--name-only', '-z', '--relative', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all', base.toString().trim(), '--'], filters),
    git(root, ['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  return changed && untracked && [...new Set(`${changed.toString()}${untracked.toString()}`.split('\0').filter(it => it !== ''))];
}

/** To compare contents, git runs the programs that the repository configures as filters: they are emptied by name. */
async function withoutFilters(root: string): Promise<readonly (readonly [string, string])[]> {
  const configured = await git(root, ['config', '-z', '--name-only', '--get-regexp', '^filter\\..*\\.(clean|process)$']);
  const names = configured?.toString().split('\0').filter(it => it !== '') ?? [];
  return names.flatMap(it => [[it, ''], [it.replace(/[^.]+$/, 'required'), 'false']] as const);
}

/** Relative to `root`, of what lies below it. */
async function pathsAt(root: string, commit: string): Promise<readonly string[] | undefined> {
  const listed = await git(root, ['ls-tree', '-r', '-z', '--name-only', commit]);
  return listed?.toString().split('\0').filter(it => it !== '');
}

async function* versions(root: string, path: string): AsyncIterable<{ readonly commit: string; readonly source: Source }> {
  const log = await git(root, ['log', '--all', '--format=%H', '--no-textconv', '--no-ext-diff', '--', path]);
  let before: string | undefined;
  for (const commit of log?.toString().split('\n').filter(it => it !== '') ?? []) {
    const bytes = await git(root, ['cat-file', 'blob', `${commit}:./${path}`]);
    if (!bytes) continue;
    const source = decode(path, bytes);
    if (source.text === before) continue;
    before = source.text;
    yield { commit, source };
  }
}

async function branchesWith(root: string, path: string): Promise<readonly string[]> {
  const refs = (await git(root, ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes']))?.toString().split('\n').filter(it => it !== '' && !it.endsWith('/HEAD')) ?? [];
  const found: string[] = [];
  for (const ref of refs.slice(0, 200)) {
    if (await git(root, ['cat-file', '-e', `${ref}:./${path}`]) !== undefined) found.push(ref.replace(/^refs\/(?:heads|remotes)\//, ''));
  }
  return found;
}

/** What the program prints; `undefined` when it fails, is not there, or has nothing to say. */
async function git(root: string, args: readonly string[], config: readonly (readonly [string, string])[] = []): Promise<Buffer | undefined> {
  const safe = ['--no-pager', '--no-optional-locks', '--literal-pathspecs', ...SAFE.flatMap(it => ['-c', it]), '-C', root];
  // By the environment, where a name may hold any character. An object that a partial clone lacks is not fetched, by no protocol:
  // a repository can name one that is a program, and allow it.
  const pairs = config.flatMap(([key, value], i) => [[`GIT_CONFIG_KEY_${i}`, key], [`GIT_CONFIG_VALUE_${i}`, value]]);
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C', GIT_CONFIG_COUNT: String(config.length), ...Object.fromEntries(pairs) as Record<string, string> };
  // Most folders that are checked in a hurry are in no repository.
  const { execFile } = await import('node:child_process');
  return new Promise(resolve => {
    // Windows looks for a program in the current folder first.
    execFile('git', [...safe, ...args], { cwd: dirname(process.execPath), encoding: 'buffer', maxBuffer: 256 * 1024 * 1024, timeout: 30_000, env },
      (error, stdout) => resolve(error ? undefined : stdout));
  });
}

/** Programs that the configuration of a repository may name, and a repository that lies as plain files in another. */
const SAFE = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false', 'safe.bareRepository=explicit'];
