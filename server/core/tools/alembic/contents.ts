import type { Source } from '../../migrations/migration.js';
import { fileOf } from '../../text/paths.js';
import type { Content } from '../tool/reading.js';
import { revisionOf } from './revision.js';

/** Alembic loads every other file, whatever it is called (`script/base.py`: `_only_source_rev_file`). */
export function isRead(file: string): boolean {
  return /\.py$/.test(file) && !/^\.#|^__init__/.test(file);
}

/** The revision that a file holds. What the graph asks of it travels in `options`: several values are joined by line ends. */
export function contents(source: Source): readonly Content[] {
  const revision = revisionOf(source);
  if (!revision) return [];
  const { id, at, down, dependsOn, labels, title, revises, upgrade, downgrade } = revision;
  const parents = (down?.ids ?? []).map(it => it.id);
  const depends = dependsOn.ids.map(it => it.id);
  const whole = { start: 0, end: source.text.length };
  return [{
    id, kind: 'versioned', version: id, name: title === '' ? nameIn(source.path, id) : title,
    // Without functions of its own it was written for a program that makes them.
    up: upgrade ?? whole,
    ...(downgrade && { down: downgrade }),
    after: [...parents, ...depends],
    at,
    options: {
      down: parents.join('\n'),
      ...(depends.length > 0 && { depends: depends.join('\n') }),
      ...((labels.ids.length > 0 || labels.partial) && { labels: labels.ids.map(it => it.id).join('\n') }),
      ...(!down && { orphan: 'true' }),
      ...(down?.partial && { partial: 'true' }),
      ...(revises && down && !down.partial && isStale(revises.text, parents) && { stale: revises.text }),
    },
  }];
}

/** The words of a file's name: `1975ea83b712_add_accounts.py`. */
function nameIn(path: string, id: string): string {
  const stem = fileOf(path).replace(/\.py$/, '');
  const rest = stem.startsWith(id) ? stem.slice(id.length) : stem;
  return rest.replace(/_+/g, ' ').trim();
}

/** The docstring's line names other parents than the variable, or the same in another way of writing. */
function isStale(revises: string, parents: readonly string[]): boolean {
  const said = revises.split(/[,\s]+/).map(it => it.replace(/^['"(<[]+|['")>\]]+$/g, '')).filter(it => it !== '' && it !== 'None' && it !== 'base');
  return said.length !== parents.length || said.some(it => !parents.includes(it));
}
