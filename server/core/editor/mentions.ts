import type { ProjectIndex } from '../migrations/project-index.js';
import { pathOf } from '../migrations/migration.js';
import type { Migration } from '../migrations/migration.js';
import { contains } from '../text/span.js';
import type { Span } from '../text/span.js';

/** Where something stands. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** The migration that a string at this place names, where migrations form a graph: in Alembic's `down_revision`, in Django's `dependencies`, or the file's own. */
export function mentionAt({ migrations, sources }: ProjectIndex, path: string, offset: number): string | undefined {
  const own = migrations.filter(it => it.after !== undefined && pathOf(it) === path);
  const text = sources.get(path)?.text;
  if (own.length === 0 || text === undefined) return undefined;
  return mentionsIn(text, own.flatMap(it => [it.id, ...it.after!])).find(it => contains(it.span, offset))?.id;
}

/** Where it is named itself. */
export function definitionOf({ migrations }: ProjectIndex, id: string): Place | undefined {
  const migration = migrations.find(it => it.id === id);
  return migration && { path: pathOf(migration), span: migration.at ?? { start: 0, end: 0 } };
}

/** Where those that must run after it name it. */
export function referencesTo({ migrations, sources }: ProjectIndex, id: string): readonly Place[] {
  return migrations.filter(it => it.after?.includes(id)).flatMap((it: Migration) => {
    const path = pathOf(it);
    return mentionsIn(sources.get(path)?.text ?? '', [id]).map(({ span }) => ({ path, span }));
  });
}

/** Strings that are one of these ids; of an id with a dot, the part behind it, where the string before is the part in front: `("shop", "0002_price")`. */
function mentionsIn(text: string, ids: readonly string[]): readonly { readonly id: string; readonly span: Span }[] {
  if (text.length > LARGEST) return [];
  const known = new Set(ids);
  let before = '';
  return [...text.matchAll(STRING)].flatMap(({ 2: string, index }) => {
    const id = [string!, `${before}.${string!}`].find(it => known.has(it));
    before = string!;
    return id === undefined ? [] : [{ id, span: { start: index + 1, end: index + 1 + string!.length } }];
  });
}

const STRING = /(['"])([^'"\n\\]{1,255})\1/g;
/** UTF-16 code units; a migration that is larger holds data. */
const LARGEST = 1_000_000;
