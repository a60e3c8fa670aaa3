import type { Problem } from '../core/migrations/problem.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';

/** A reader of ours has failed, which is a mistake of ours: told at the first file of its project, and no concern of the others. */
export function unread({ tool, project, parts }: Pick<ProjectIndex, 'tool' | 'project' | 'parts'>, error: unknown): Problem {
  return {
    rule: 'tool-configuration', severity: 'error', path: parts.entries[0]?.path ?? project.because, span: { start: 0, end: 0 },
    message: `These migrations of ${tool.title} could not be read, which is a mistake of Migration Lens: ${error instanceof Error ? error.message : String(error)}`,
  };
}
