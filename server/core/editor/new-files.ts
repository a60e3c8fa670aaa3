import type { Migration } from '../migrations/migration.js';
import type { ProjectIndex } from '../migrations/project-index.js';
import type { NewFile } from '../tools/tool/scaffold.js';

/**
 * A migration with this SQL, in the tool's own form, behind all that exist; with a down where the project has downs: without a text
 * for it, the tool's template. `undefined` where the tool has no place for SQL. `now` is UTC, for versions that are times.
 */
export function migrationWith(
  { name, up, down }: { readonly name: string; readonly up: string; readonly down?: string },
  existing: readonly Migration[], { tool, project, sources }: ProjectIndex, now: Date,
): readonly NewFile[] | undefined {
  const wantsDown = tool.traits(project).down !== 'none' && existing.some(it => it.down);
  const files: NewFile[] = [];
  for (const made of tool.scaffold({ name, project, existing, now, down: wantsDown })) {
    const reading = tool.read(made.path, project);
    if (reading?.kind !== 'migration') files.push(made);
    else if (reading.direction === 'down') files.push({ ...made, text: down ?? made.text });
    else if (tool.file) files.push({ ...made, text: tool.file(up, wantsDown ? down : undefined) });
    else if (reading.direction === 'up' && made.path.endsWith('.sql')) files.push({ ...made, text: up });
    else return undefined;
  }
  return files.length === 0 || files.some(it => sources.has(it.path)) ? undefined : files;
}
