import type { Migration, Source } from '../../core/migrations/migration.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { Script } from '../../core/sql/script.js';
import { projectOn } from '../history.js';
import type { SessionInfo } from '../ports.js';
import type { Scripts } from '../script.js';

/** What the tool would send of one of a migration's files, placeholders replaced; `problem` where one has no value. */
export async function sentOf(
  index: Pick<ProjectIndex, 'tool' | 'project'>, info: SessionInfo, migration: Migration, source: Source | undefined, scripts: Pick<Scripts, 'read'>,
): Promise<{ readonly sent: Script; readonly problem?: string }> {
  const { tool } = index;
  const expanded = source && tool.expand ? tool.expand(source.text, migration, projectOn(index, info)) : { text: source?.text ?? '' };
  const problem = 'problem' in expanded ? { problem: `${source!.path}: ${expanded.problem}` } : {};
  const sent = await scripts.read('problem' in expanded ? source!.text : expanded.text, { within: ('within' in expanded ? expanded.within : undefined) ?? source?.within });
  return { sent, ...problem };
}
