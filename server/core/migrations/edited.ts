import type { Named, Set } from './assemble.js';
import { pathOf, type Migration, type Source } from './migration.js';
import type { ProjectIndex } from './project-index.js';
import { withSource } from './sections.js';

/** The migrations of a file after an edit that leaves all ids and their order as they are, by their places. */
export type Edited = ReadonlyMap<number, Migration>;

/** `undefined` where the edit may mean something to other files. */
export function editedIn({ tool, migrations, sources, parts: { set } }: ProjectIndex, source: Source): Edited | undefined {
  const first = set.at(source.path);
  if (!tool.contents) return new Map(first === undefined ? [] : [[first, withSource(migrations[first]!, source, tool)]]);

  const before = sources.get(source.path);
  if (!before || !tool.contained?.(before, source) || hasTwin(source.path, set)) return undefined;
  const { contents: old } = set.cutOf(before);
  const { contents } = set.cutOf(source);
  if (contents.length !== old.length || contents.some((it, i) => identityOf(it) !== identityOf(old[i]!))) return undefined;

  const places = new Map(old.map((it, i) => [placeOf(it.content!.sides.up!), i]));
  const at = new Map<number, Migration>();
  for (let i = first ?? migrations.length; i < migrations.length; i++) {
    const { up } = migrations[i]!;
    if (up?.path !== source.path) continue;
    const place = places.get(placeOf(up));
    if (place === undefined) return undefined;
    // Who runs a file of another one has all of it.
    at.set(i, up.within ? withContent(migrations[i]!, contents[place]!) : { ...migrations[i]!, up: source });
  }
  return at;
}

/** Everything of it that others may ask. */
function identityOf({ reading: { id, of, name, version }, content }: Named): string {
  return JSON.stringify([id, of, name, version, content?.after, content?.options]);
}

function placeOf({ within, text }: Source): string {
  return `${within?.start ?? 0}-${within?.end ?? text.length}`;
}

/** The order may have given it another id and more options: these stay. */
function withContent(migration: Migration, { content }: Named): Migration {
  const { up: _, down: __, at: ___, remarks: ____, ...same } = migration;
  const { sides, at, remarks } = content!;
  return { ...same, ...sides, ...(at && { at }), ...(remarks && { remarks }) };
}

function hasTwin(path: string, { duplicates }: Set): boolean {
  return duplicates.some(group => group.some(it => pathOf(it) === path));
}
