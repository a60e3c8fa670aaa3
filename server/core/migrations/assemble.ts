import { onceFor } from '../tools/once.js';
import type { Tool } from '../tools/tool.js';
import type { Ordered } from '../tools/tool/ordered.js';
import type { Project } from '../tools/tool/project.js';
import type { Content, Reading } from '../tools/tool/reading.js';
import { pathOf, type Migration, type Source } from './migration.js';
import { sidesOf, type Sides } from './sections.js';
import { placeAmong } from '../text/sorted.js';

/** A file of a project and what its name says. */
export interface Entry {
  readonly path: string;
  readonly reading: Reading;
  readonly profiles?: readonly string[];
  readonly without?: readonly string[];
}

export interface Set {
  /** In the tool's order. */
  readonly migrations: readonly Migration[];
  /** As the files make them, in the order of `compare`; of `edited` paths it is no longer that. */
  readonly made: readonly Migration[];
  /** What the tool's order is made by; its own list does not know of edits since. */
  readonly order: Ordered;
  /** Where the migration of a path stands; of a file with several, the first of them. */
  at(path: string): number | undefined;
  /** Migrations of one id, in the order of their paths: more than the tool can take. */
  readonly duplicates: readonly (readonly Migration[])[];
  /** What a file is cut into, once for each text. */
  cutOf(source: Source): Cut;
  /** By id, what was made of the files that have it, in no order; of `edited` paths it is no longer that. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Whose migrations were exchanged one by one since. */
  readonly edited: ReadonlySet<string>;
  /** By the path of its migration, what each sidecar says. */
  readonly sidecars: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

interface Group {
  readonly id: string;
  /** In the order of their paths. */
  readonly files: Named[];
  /** More than one where the id is a duplicate. */
  made: readonly Migration[];
}

/** An earlier set of nearly the same files. */
export interface Before {
  readonly set: Set;
  readonly sources: ReadonlyMap<string, Source>;
  /** Those that have come, gone or changed since. */
  readonly files: readonly Entry[];
}

export interface Cut {
  readonly sides: Sides;
  readonly contents: readonly Named[];
}

/**
 * Pairs files into migrations and puts them in the tool's order. Of migrations with one id, each gets its own.
 * What was there `before` is taken as it is, save for the ids that other files have now.
 */
export function assemble(entries: readonly Entry[], sources: ReadonlyMap<string, Source>, tool: Tool, project: Project, before?: Before): Set {
  const cutOf = before?.set.cutOf ?? onceFor(it => cut(it, tool, project));
  const sidecars = new Map(before?.set.sidecars);
  const changed = new Map<string, Group>();
  const files = before ? withEdited(before, entries) : entries;
  if (before) for (const it of files) leave(it);
  for (const it of files) if (sources.has(it.path)) join(it);
  for (const [id, group] of changed) group.made = group.files.length === 0 ? [] : madeOf(id, group.files);

  const made = before ? withMade(before.set) : [...changed.values()].flatMap(it => it.made).sort(compare);
  const order = tool.order?.(made, sources, project, before?.set.order) ?? { migrations: made };
  return {
    migrations: order.migrations, made, order, at: placesOf(order.migrations),
    duplicates: (before ? withDuplicates(before.set) : duplicatesIn(changed)).sort(([a], [b]) => byPlace(a!, b!)),
    cutOf, groups: before ? withGroups(before.set.groups) : changed, edited: new Set(), sidecars,
  };

  /** Takes from each id what the file was to it. */
  function leave({ path, reading }: Entry): void {
    if (reading.kind === 'sidecar') {
      sidecars.delete(reading.of);
      const of = tool.read(reading.of, project);
      if (of?.kind === 'migration') groupOf(of.id);
    }
    if (reading.kind !== 'migration') return;
    const source = before!.sources.get(path);
    for (const id of !tool.contents ? [reading.id] : source ? cutOf(source).contents.map(it => it.reading.id) : []) {
      const group = groupOf(id);
      group.files.splice(0, group.files.length, ...group.files.filter(it => it.path !== path));
    }
  }

  function join(entry: Entry): void {
    const { path, reading } = entry;
    if (reading.kind === 'sidecar') sidecars.set(reading.of, tool.options?.(sources.get(path)!, project) ?? {});
    if (!isMigration(entry)) return;
    for (const named of tool.contents ? cutOf(sources.get(path)!).contents : [entry]) {
      const group = groupOf(named.reading.id);
      const last = group.files.at(-1);
      if (last === undefined || last.path <= path) group.files.push(named);
      else group.files.splice(placeAmong(group.files, it => it.path <= path), 0, named);
    }
  }

  /** One that may be changed. */
  function groupOf(id: string): Group {
    const group = changed.get(id) ?? { id, files: [...before?.set.groups.get(id)?.files ?? []], made: [] };
    changed.set(id, group);
    return group;
  }

  function withMade({ made: old, groups: known }: Set): readonly Migration[] {
    const all = [...old];
    for (const id of changed.keys()) for (const it of known.get(id)?.made ?? []) all.splice(all.indexOf(it), 1);
    for (const { made: its } of changed.values()) for (const it of its) all.splice(placeAmong(all, other => compare(other, it) < 0), 0, it);
    return all;
  }

  function withDuplicates({ duplicates: old, groups: known }: Set): (readonly Migration[])[] {
    const gone = new Set([...changed.keys()].flatMap(id => known.get(id)?.made ?? []));
    return [...old.filter(([it]) => !gone.has(it!)), ...duplicatesIn(changed)];
  }

  function withGroups(old: Set['groups']): Set['groups'] {
    const all = new Map(old);
    for (const [id, group] of changed) {
      if (group.files.length > 0) all.set(id, group);
      else all.delete(id);
    }
    return all;
  }

  function compare(a: Migration, b: Migration): number {
    return tool.compare(a, b) || byPath(a, b);
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
      ...(content?.sides ?? (up?.reading.direction === 'both' ? cutOf(sources.get(up.path)!).sides : { ...(up && { up: sources.get(up.path)! }), ...(down && { down: sources.get(down.path)! }) })),
      ...(options && { options }),
      ...(content?.after && { after: content.after }),
      ...(content?.at && { at: content.at }),
      ...(content?.remarks && { remarks: content.remarks }),
    };
  }
}

/** With those that were edited since. */
function withEdited({ set, files }: Before, entries: readonly Entry[]): readonly Entry[] {
  const told = new Set(files.map(it => it.path));
  return [...files, ...[...set.edited].filter(it => !told.has(it)).map(path => entries[placeAmong(entries, it => it.path < path)]!)];
}

function cut(source: Source, tool: Tool, project: Project): Cut {
  return { sides: tool.sections ? sidesOf(source, tool.sections) : { up: source }, contents: namedIn(source, tool, project) };
}

/** What a file names in its text. */
function namedIn(source: Source, tool: Tool, project: Project): readonly Named[] {
  return (tool.contents?.(source, project) ?? []).map(({ id, kind, name, version, up, down, flaw, ...rest }) => ({
    path: source.path,
    reading: { kind: 'migration', direction: 'both', id, of: kind, name, ...(version !== undefined && { version }) },
    content: { ...rest, sides: { up: { ...source, within: up, ...(flaw && { flaw }) }, ...(down && { down: { ...source, within: down } }) } },
  }));
}

/** Found out when somebody asks: for most sets nobody does. */
function placesOf(migrations: readonly Migration[]): Set['at'] {
  let places: Map<string, number> | undefined;
  return path => (places ??= found()).get(path);

  function found(): Map<string, number> {
    const all = new Map<string, number>();
    migrations.forEach(({ up, down }, i) => {
      if (up && !all.has(up.path)) all.set(up.path, i);
      if (down && down.path !== up?.path && !all.has(down.path)) all.set(down.path, i);
    });
    return all;
  }
}

function duplicatesIn(groups: Set['groups']): (readonly Migration[])[] {
  return [...groups.values()].filter(it => it.made.length > 1).map(it => it.made);
}

/** Of those that the tool cannot tell apart. */
function byPath(a: Migration, b: Migration): number {
  const [one, other] = [pathOf(a), pathOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function byPlace(a: Migration, b: Migration): number {
  return byPath(a, b) || (a.at?.start ?? 0) - (b.at?.start ?? 0);
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
  /** By name, and by whether it is the down that they have not. */
  const halves = new Map<string, Named[][]>();
  for (const file of files) {
    const { name, direction } = file.reading;
    const key = (isDown: boolean): string => `${isDown} ${name}`;
    const half = halves.get(key(direction === 'down'))?.shift();
    if (half) {
      half.push(file);
      continue;
    }
    const set = [file];
    sets.push(set);
    const others = halves.get(key(direction !== 'down'));
    if (others) others.push(set);
    else halves.set(key(direction !== 'down'), [set]);
  }
  return sets;
}
