import { pathOf } from '../migrations/migration.js';
import type { FileEdit } from '../migrations/problem.js';
import type { ProjectIndex } from '../migrations/project-index.js';
import { referencesTo } from './mentions.js';

/** What else is to be written where others name a file that goes from one path to another: changelogs that include it, and Django's `dependencies`. */
export function renamedMentions(index: ProjectIndex, from: string, to: string): readonly FileEdit[] {
  return [...renamedLinks(index, from, to), ...renamedParents(index, from, to)];
}

/** Files that are about this one alone, and go with it: Flyway's `V5__x.sql.conf`. */
export function renamedSidecars({ tool, project, sources }: ProjectIndex, from: string, to: string): readonly Extract<FileEdit, { readonly kind: 'rename' }>[] {
  return [...sources.keys()].filter(it => it.startsWith(from)).flatMap(path => {
    const reading = tool.read(path, project);
    return reading?.kind === 'sidecar' && reading.of === from ? [{ kind: 'rename' as const, path, to: to + path.slice(from.length) }] : [];
  });
}

function renamedLinks({ tool, project, sources }: ProjectIndex, from: string, to: string): readonly FileEdit[] {
  if (!tool.links) return [];
  return [...sources.values()].flatMap(source => tool.links!(source, sources, project).flatMap(({ path, span }): readonly FileEdit[] => {
    const text = path === from ? respelled(source.text.slice(span.start, span.end), from, to) : undefined;
    return text === undefined ? [] : [{ kind: 'edit', path: source.path, span, text }];
  }));
}

/** Only where the file's name is a part of the id: Alembic's revision stays what it is. */
function renamedParents(index: ProjectIndex, from: string, to: string): readonly FileEdit[] {
  const [name, next] = [stemOf(from), stemOf(to)];
  const migration = index.migrations.find(it => it.after !== undefined && pathOf(it) === from);
  if (!migration?.id.endsWith(`.${name}`) || folderOf(from) !== folderOf(to)) return [];
  return referencesTo(index, migration.id).flatMap(({ path, span }): readonly FileEdit[] => (
    index.sources.get(path)?.text.slice(span.start, span.end) === name ? [{ kind: 'edit', path, span, text: next }] : []
  ));
}

/** A path as it is written, from a folder or a variable that stays; `undefined` where the file leaves that. */
function respelled(written: string, from: string, to: string): string | undefined {
  let same = 0;
  while (same < written.length && same < from.length && written.at(-1 - same) === from.at(-1 - same)) same++;
  const stays = from.slice(0, from.length - same);
  return same > 0 && to.startsWith(stays) ? written.slice(0, written.length - same) + to.slice(stays.length) : undefined;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}
