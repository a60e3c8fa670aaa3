import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Problem } from '../core/migrations/problem.js';
import { tools } from '../core/tools/tools.js';
import { filesOf, rootOf } from '../edges/files.js';
import { gitOf } from '../edges/git.js';
import { openWorkspace } from '../flows/workspace.js';
import type { Workspace } from '../flows/workspace.js';
import type { Files, Git } from '../flows/ports.js';
import type { Terminal } from './terminal.js';

/** One root with the projects below it that the paths given on the command line reach. */
export interface Opened {
  /** Absolute. */
  readonly root: string;
  readonly files: Files;
  readonly git: Git;
  readonly projects: readonly ProjectIndex[];
  /** Of project files and tools' configuration. */
  readonly problems: readonly Problem[];
  /** Whether a path, relative to the root, is one that was asked for. */
  asked(path: string): boolean;
  /** How a path, relative to the root, is shown: relative to the current folder when inside it, else absolute; with `/`. */
  shown(path: string): string;
}

export function missing(paths: readonly string[], cwd: string): string | undefined {
  return paths.find(path => !existsSync(resolve(cwd, path)));
}

/** Opens every root once, however many paths lie below it. The paths exist. */
export async function openProjects(paths: readonly string[], { cwd, env }: Pick<Terminal, 'cwd' | 'env'>): Promise<readonly Opened[]> {
  const workspaces = new Map<string, Promise<Workspace>>();
  const asked = new Map<string, string[]>();
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const absolute = resolve(cwd, path);
    const root = await rootFor(absolute, open);
    asked.set(root, [...asked.get(root) ?? [], absolute]);
  }
  return Promise.all([...asked].map(async ([root, absolutes]) => opened(root, await open(root), absolutes.map(it => below(root, it)), cwd)));

  function open(root: string): Promise<Workspace> {
    const workspace = workspaces.get(root) ?? openWorkspace(filesOf(root), gitOf(root), env);
    workspaces.set(root, workspace);
    return workspace;
  }
}

/** A path relative to a folder above it, with `/`; `.` for the folder itself. */
function below(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside === '' ? '.' : sep === '/' ? inside : inside.replaceAll(sep, '/');
}

function opened(root: string, workspace: Workspace, tops: readonly string[], cwd: string): Opened {
  const asked = (path: string): boolean => tops.some(top => top === '.' || path === top || path.startsWith(`${top}/`));
  return {
    root,
    files: filesOf(root),
    git: gitOf(root),
    problems: workspace.problems.filter(it => asked(it.path)),
    projects: workspace.projects.filter(it => reaches(it, asked)),
    asked,
    shown: path => {
      const absolute = join(root, path);
      const inside = relative(cwd, absolute);
      const outside = isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`);
      return outside ? absolute.replaceAll(sep, '/') : below(cwd, absolute);
    },
  };
}

/** A project is meant when its folder is, or one of its files. */
function reaches({ project, sources }: ProjectIndex, asked: (path: string) => boolean): boolean {
  return asked(project.folder) || [...sources.keys()].some(asked);
}

/**
 * The folder that a path is seen from: the nearest with a project file; else the path itself where it holds whole
 * projects; else, for a path inside a project, the nearest folder above it whose tool configuration claims the path, and
 * of those that have only a part of the configuration, the nearest.
 */
async function rootFor(path: string, open: (root: string) => Promise<Workspace>): Promise<string> {
  const nearest = await rootOf(path);
  const isFolder = statSync(path).isDirectory();
  if (existsSync(join(nearest, 'migration-lens.jsonc'))) return nearest;
  if (isFolder && (await open(nearest)).projects.some(isWhole)) return nearest;

  let part: string | undefined;
  for (const folder of above(nearest)) {
    const top = below(folder, path);
    const reached = (await open(folder)).projects.filter(it => reaches(it, at => at === top || at.startsWith(`${top}/`)));
    if (reached.some(it => !it.project.partial)) return folder;
    if (reached.length > 0) part ??= folder;
  }
  return part ?? nearest;
}

/** The evidence lies inside: a folder of its own within the root, or the tool's configuration. */
function isWhole({ project, tool }: ProjectIndex): boolean {
  return !project.partial && (project.folder !== '.' || tool.configures(project.because));
}

/** Folders above that a tool's configuration lies in, nearest first; last, the repository's. Outside of one, not as far up as where all somebody has lies. */
function above(folder: string): readonly string[] {
  const found: string[] = [];
  for (let at = folder; !existsSync(join(at, '.git')) && dirname(at) !== at;) {
    at = dirname(at);
    if ((at === homedir() || dirname(at) === at) && !existsSync(join(at, '.git'))) break;
    if (hasConfiguration(at) || existsSync(join(at, '.git'))) found.push(at);
  }
  return found;
}

function hasConfiguration(folder: string): boolean {
  try {
    return readdirSync(folder, { withFileTypes: true }).some(entry => entry.isFile() && tools.some(tool => tool.configures(entry.name)));
  } catch {
    // A folder above that we may not list has nothing to say.
    return false;
  }
}
