import type { Migration, Source } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Applied, Row } from '../core/migrations/status.js';
import { meansTheSame } from '../core/sql/meaning.js';
import type { Tool } from '../core/tools/tool.js';
import type { Project } from '../core/tools/tool/project.js';
import type { Git } from './ports.js';

export interface AppliedText {
  readonly source: Source;
  readonly commit: string;
}

/** Finds the text that was applied: the newest version of the file in git whose checksum is the history's. */
export async function findAppliedText(
  { tool, project }: ProjectIndex, migration: Migration, applied: Applied, git: Git,
): Promise<AppliedText | undefined> {
  if (!migration.up || !tool.checksum || applied.checksum === undefined) return undefined;
  for await (const { source: file, commit } of git.versions(migration.up.path)) {
    const source = partIn(file, migration, tool, project);
    if (source && tool.checksum(source, { ...migration, up: source }, project, applied.checksum) === applied.checksum) return { source, commit };
  }
  return undefined;
}

/** The migration's own part, in a file of several. */
function partIn(file: Source, { id }: Migration, tool: Tool, project: Project): Source | undefined {
  if (!tool.contents) return file;
  const found = tool.contents(file, project).find(it => it.id === id);
  return found && { ...file, within: found.up };
}

/** What differs between a file and what was applied of it. */
export function differenceOf(applied: string, now: string): NonNullable<Row['difference']> {
  return meansTheSame(applied, now) ? 'formatting' : 'sql';
}
