import type { Tool } from '../tools/tool.js';
import type { Project } from '../tools/tool/project.js';
import type { Migration } from './migration.js';

/** The branch that others merge into. Paths are relative to the workspace root. */
export interface DefaultBranch {
  readonly name: string;
  readonly paths: readonly string[];
  /** The paths at the commit where the current branch left it. */
  readonly fork: readonly string[];
}

/** What a project is on that branch, by the names of its files. */
export interface BranchView {
  readonly name: string;
  readonly paths: ReadonlySet<string>;
  readonly fork: ReadonlySet<string>;
  /** Versioned ones, in the tool's order; their texts are not read. */
  readonly migrations: readonly Migration[];
}

export function viewOf({ name, paths, fork }: DefaultBranch, tool: Tool, project: Project): BranchView {
  const own = paths.filter(path => project.locations.some(it => path.startsWith(it.path === '.' ? '' : `${it.path}/`)));
  const migrations = own.flatMap((path): readonly Migration[] => {
    const reading = tool.read(path, project);
    if (reading?.kind !== 'migration' || reading.of !== 'versioned' || reading.direction === 'down') return [];
    const { id, version, name: words } = reading;
    return [{ id, kind: 'versioned', name: words, ...(version !== undefined && { version }), up: { path, text: '', bom: false, malformed: false } }];
  });
  return { name, paths: new Set(paths), fork: new Set(fork), migrations: migrations.sort(tool.compare) };
}
