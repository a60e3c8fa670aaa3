import type { Migration } from '../migrations/migration.js';
import type { ProjectIndex } from '../migrations/project-index.js';
import { meansTheSame } from '../sql/meaning.js';
import type { Script } from '../sql/script.js';
import type { NewFile } from '../tools/tool/scaffold.js';
import { regionOf } from './actions/regions.js';
import { migrationWith } from './new-files.js';

/** What can be done about a migration that was edited after it was applied. */
export type FollowUp =
  /** What was added is the next migration; the file can be what it was. */
  | { readonly kind: 'made'; readonly files: readonly NewFile[] }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Makes a migration of what was added to one that is applied already. Where the edit changed or removed something, nobody can
 * tell what would bring a database from the one to the other. `now` is UTC, for versions that are times.
 */
export function followUpOf(index: ProjectIndex, migration: Migration, applied: Script, edited: Script, now: Date): FollowUp {
  if (index.tool.translate || index.tool.contents) return refused(`A migration of ${index.tool.title} cannot be taken apart`);
  const broken = edited.pieces.find(it => it.kind !== 'statement' && it.kind !== 'opaque');
  if (broken) return refused(broken.kind === 'error' ? `The file cannot be read: ${broken.message}` : 'Rows and commands of psql cannot be moved to another file');
  const added = addedTo(applied, edited);
  if (added === undefined) return refused('Something that was applied is changed or gone: only what was added can become a migration of its own');
  if (added.length === 0) return refused('Nothing was added: blanks and comments need no migration');
  const files = migrationWith({ name: `${migration.name} follow up`, up: added.join('\n') + '\n' }, index.migrations, index, now);
  return files ? { kind: 'made', files } : refused(`${index.tool.title} has no place for it`);
}

function refused(message: string): FollowUp {
  return { kind: 'refused', message };
}

/** The statements of `edited`, with the comments above them, that `applied` has not; `undefined` where it has others, or in another order. */
function addedTo(applied: Script, edited: Script): readonly string[] | undefined {
  const added: string[] = [];
  let next = 0;
  for (const [position, { span }] of edited.pieces.entries()) {
    const before = applied.pieces[next]?.span;
    if (before && meansTheSame(applied.text.slice(before.start, before.end), edited.text.slice(span.start, span.end))) {
      next++;
      continue;
    }
    const region = regionOf(edited, position);
    const text = edited.text.slice(region.start, region.end).trim();
    added.push(text.endsWith(';') || /;\s*(?:--[^\n]*)?$/.test(text) ? text : `${text};`);
  }
  return next === applied.pieces.length ? added : undefined;
}
