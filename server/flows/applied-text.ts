import type { Migration, Source } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Applied, Row } from '../core/migrations/status.js';
import { tokens } from '../core/sql/lexer.js';
import type { Project, Tool } from '../core/tools/tool.js';
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
  const before = meaningOf(applied);
  const after = meaningOf(now);
  return before.length === after.length && before.every((word, i) => word === after[i]) ? 'formatting' : 'sql';
}

/** The words that Postgres reads: without blanks, comments, empty statements, and the case of what is not quoted. */
function meaningOf(text: string): readonly string[] {
  const words = tokens(text)
    .filter(it => it.kind !== 'comment')
    .map(({ kind, span }) => (kind === 'word' ? text.slice(span.start, span.end).toLowerCase() : text.slice(span.start, span.end)));
  return words.filter((word, i) => word !== ';' || (i + 1 < words.length && words[i + 1] !== ';'));
}
