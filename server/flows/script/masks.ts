import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { MaskStyle } from '../../core/sql/mask.js';

/** How the placeholders look that a project's tool fills in before it sends a text. */
export function masksOf({ tool, project }: Pick<ProjectIndex, 'tool' | 'project'>): readonly MaskStyle[] {
  return tool.placeholders?.(project) ?? (tool.expand ? ['dollar-brace'] : []);
}
