import type { NewFile } from '../core/tools/tool/scaffold.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';

/** The files of the project's next migration, in the tool's own form. Nothing is written here. */
export function createMigration(
  { tool, project, migrations }: ProjectIndex,
  { name, down, now }: { readonly name: string; readonly down: boolean; readonly now: Date },
): readonly NewFile[] {
  return tool.scaffold({ name, project, existing: migrations, now, down });
}
