import type { Tool } from '../tools/tool.js';
import type { Project } from '../tools/tool/project.js';
import type { Content, Reading } from '../tools/tool/reading.js';
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
  /** Where the migration of a path stands; of a file with several, the first of them. */
  readonly at: ReadonlyMap<string, number>;
  /** Migrations of one id, in the order of their paths: more than the tool can take. */
  readonly duplicates: readonly (readonly Migration[])[];
  /** By path, of files whose text was looked into: what they were cut from, and into what. */
  readonly cuts: ReadonlyMap<string, Cut>;
  /** By id, what was made of the files that have it; of `edited` paths it is no longer that. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly edited: ReadonlySet<string>;
}

interface Group {
  readonly files: Named[];
  /** More than one where the id is a duplicate. */
  made: readonly Migration[];
}

/** An earlier set of nearly the same files. */
export interface Before {
  readonly set: Set;
  /** Paths of the files that are others now, or have other options. */
  readonly touched: ReadonlySet<string>;
}

export interface Cut {
  readonly of: Source;
  readonly sides: Sides;
  readonly contents: readonly Named[];
}

/**
 * Pairs files into migrations and puts them in the tool's order. Of migrations with one id, each gets its own.
 * Of what was there `before`, and is not touched, the migrations are the same; what was in order is soon in order again.
 */
export function assemble(entries: readonly Entry[], sources: ReadonlyMap<string, Source>, tool: Tool, project: Project, before?: Before): Set {
  const groups = new Map<string, Group>();
  const sidecars = new Map<string, Readonly<Record<string, string>>>();
  const cuts = new Map<string, Cut>();
  for (const entry of entries) {
    const { path, reading } = entry;
    if (reading.kind === 'sidecar') sidecars.set(reading.of, tool.options?.(sources.get(path)!, project) ?? {});
    if (!isMigration(entry)) continue;
    if (tool.contents) for (const named of cut(sources.get(path)!).contents) add(named);
    else add(entry);
  }

  const migrations: Migration[] = [];
  const duplicates: (readonly Migration[])[] = [];
  for (const [id, group] of groups) {
    const old = before?.set.groups.get(id);
    group.made = old && isSame(group.files, old.files) ? old.made : madeOf(id, group.files);
    migrations.push(...group.made);
    if (group.made.length > 1) duplicates.push(group.made);
  }
  const ordered = tool.order ? tool.order(migrations, sources, project) : (before ? asBefore(migrations, before.set) : migrations).sort((a, b) => tool.compare(a, b) || byPath(a, b));
  const at = new Map<string, number>();
  ordered.forEach(({ up, down }, i) => {
    if (up && !at.has(up.path)) at.set(up.path, i);
    if (down && down.path !== up?.path && !at.has(down.path)) at.set(down.path, i);
  });
  return { migrations: ordered, at, duplicates, cuts, groups, edited: new Set() };

  function add(named: Named): void {
    const group = groups.get(named.reading.id);
    if (group) group.files.push(named);
    else groups.set(named.reading.id, { files: [named], made: [] });
  }

  function isSame(files: readonly Named[], old: readonly Named[]): boolean {
    return files.length === old.length && files.every((it, i) => it === old[i] && !before!.touched.has(it.path) && !before!.set.edited.has(it.path));
  }

  function madeOf(id: string, files: readonly Named[]): readonly Migration[] {
    const sets = isOne(files) ? [files] : apart(files);
    return sets.map((it, i) => migrationOf(i === 0 ? id : `${id}#${i + 1}`, it));
  }

  function migrationOf(id: string, files: readonly Named[]): Migration {
    const up = files.find(it => it.reading.direction !== 'down');
    const down = files.find(it => it.reading.direction === 'down');
    const { reading, content } = (up ?? down)!;
    const { of, version, name } = reading;
    const options = content?.options ?? (up && sidecars.get(up.path));
    return {
      id, kind: of, name,
      ...(version !== undefined && { version }),
      ...(content?.sides ?? (up?.reading.direction === 'both' ? cut(sources.get(up.path)!).sides : { ...(up && { up: sources.get(up.path)! }), ...(down && { down: sources.get(down.path)! }) })),
      ...(options && { options }),
      ...(content?.after && { after: content.after }),
      ...(content?.at && { at: content.at }),
      ...(content?.remarks && { remarks: content.remarks }),
    };
  }

  function cut(source: Source): Cut {
    const known = cuts.get(source.path) ?? before?.set.cuts.get(source.path);
    const found = known?.of === source ? known : { of: source, sides: tool.sections ? sidesOf(source, tool.sections) : { up: source }, contents: namedIn(source, tool, project) };
    cuts.set(source.path, found);
    return found;
  }
}

/** What a file names in its text. */
export function namedIn(source: Source, tool: Tool, project: Project): readonly Named[] {
  return (tool.contents?.(source, project) ?? []).map(({ id, kind, name, version, up, down, flaw, ...rest }) => ({
    path: source.path,
    reading: { kind: 'migration', direction: 'both', id, of: kind, name, ...(version !== undefined && { version }) },
    content: { ...rest, sides: { up: { ...source, within: up, ...(flaw && { flaw }) }, ...(down && { down: { ...source, within: down } }) } },
  }));
}

/** Of those that the tool cannot tell apart. */
function byPath(a: Migration, b: Migration): number {
  const [one, other] = [pathOf(a), pathOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
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

export interface Named {
  readonly path: string;
  readonly reading: Extract<Reading, { kind: 'migration' }>;
  /** Of a file that names its migrations in its text. */
  readonly content?: Pick<Content, 'after' | 'options' | 'at' | 'remarks'> & { readonly sides: Sides };
}

function isMigration(entry: Entry): entry is Entry & Named {
  return entry.reading.kind === 'migration';
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
