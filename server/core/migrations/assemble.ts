import type { Project, Reading, Tool } from '../tools/tool.js';
import { pathOf, type Migration, type Source } from './migration.js';
import { sidesOf, type Sides } from './sections.js';

/** A file of a project and what its name says. */
export interface Entry {
  readonly path: string;
  readonly reading: Reading;
  readonly profiles?: readonly string[];
}

export interface Set {
  /** In the tool's order. */
  readonly migrations: readonly Migration[];
  /** Where the migration of a path stands. */
  readonly at: ReadonlyMap<string, number>;
  /** Migrations of one id, in the order of their paths: more than the tool can take. */
  readonly duplicates: readonly (readonly Migration[])[];
  /** By path, of files with both ways: what they were cut from, and into what. */
  readonly sides: ReadonlyMap<string, { readonly of: Source; readonly sides: Sides }>;
}

/**
 * Pairs files into migrations and puts them in the tool's order. Of migrations with one id, each gets its own.
 * `before` is an earlier set of nearly the same files: what was in order is soon in order again.
 */
export function assemble(entries: readonly Entry[], sources: ReadonlyMap<string, Source>, tool: Tool, project: Project, before?: Set): Set {
  const groups = new Map<string, Named[]>();
  const sidecars = new Map<string, Readonly<Record<string, string>>>();
  for (const { path, reading } of entries) {
    if (reading.kind === 'sidecar') sidecars.set(reading.of, tool.options?.(sources.get(path)!, project) ?? {});
    if (reading.kind !== 'migration') continue;
    const group = groups.get(reading.id);
    if (group) group.push({ path, reading });
    else groups.set(reading.id, [{ path, reading }]);
  }

  const sides = new Map<string, { readonly of: Source; readonly sides: Sides }>();
  const migrations: Migration[] = [];
  const duplicates: (readonly Migration[])[] = [];
  for (const [id, files] of groups) {
    const sets = isOne(files) ? [files] : apart(files);
    const made = sets.map((it, i) => migrationOf(i === 0 ? id : `${id}#${i + 1}`, it));
    migrations.push(...made);
    if (made.length > 1) duplicates.push(made);
  }
  const ordered = before ? asBefore(migrations, before) : migrations;
  ordered.sort(tool.compare);
  const at = new Map<string, number>();
  ordered.forEach(({ up, down }, i) => {
    if (up) at.set(up.path, i);
    if (down) at.set(down.path, i);
  });
  return { migrations: ordered, at, duplicates, sides };

  function migrationOf(id: string, files: readonly Named[]): Migration {
    const up = files.find(it => it.reading.direction !== 'down');
    const down = files.find(it => it.reading.direction === 'down');
    const { of, version, name } = (up ?? down)!.reading;
    const options = up && sidecars.get(up.path);
    return {
      id, kind: of, name,
      ...(version !== undefined && { version }),
      ...(up?.reading.direction === 'both' ? cut(sources.get(up.path)!) : { ...(up && { up: sources.get(up.path)! }), ...(down && { down: sources.get(down.path)! }) }),
      ...(options && { options }),
    };
  }

  function cut(source: Source): Sides {
    if (!tool.sections) return { up: source };
    const was = before?.sides.get(source.path);
    const found = was?.of === source ? was : { of: source, sides: sidesOf(source, tool.sections) };
    sides.set(source.path, found);
    return found.sides;
  }
}

/** What was there before at its place, the rest behind. */
function asBefore(migrations: readonly Migration[], before: Set): Migration[] {
  const known: Migration[] = [];
  const rest: Migration[] = [];
  for (const migration of migrations) {
    const at = before.at.get(pathOf(migration));
    if (at === undefined || known[at]) rest.push(migration);
    else known[at] = migration;
  }
  return [...known.filter(it => it !== undefined), ...rest];
}

interface Named {
  readonly path: string;
  readonly reading: Extract<Reading, { kind: 'migration' }>;
}

function isOne(files: readonly Named[]): boolean {
  const downs = files.filter(it => it.reading.direction === 'down').length;
  return downs <= 1 && files.length - downs <= 1;
}

/** Several pairs under one id: what has one name belongs together. */
function apart(files: readonly Named[]): readonly (readonly Named[])[] {
  const sets: Named[][] = [];
  for (const file of files) {
    const fits = sets.find(set => set[0]!.reading.name === file.reading.name && isOne([...set, file]));
    if (fits) fits.push(file);
    else sets.push([file]);
  }
  return sets;
}
