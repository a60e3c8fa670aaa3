import type { Settings } from '../settings/settings.js';
import type { Tool } from '../tools/tool.js';
import type { Project } from '../tools/tool/project.js';
import { viewOf, type BranchView, type DefaultBranch } from './branch.js';
import { contentProblems } from './content.js';
import { assemble, type Entry, type Set } from './assemble.js';
import { editedIn, type Edited } from './edited.js';
import type { Migration, Source } from './migration.js';
import { placeAmong } from '../text/sorted.js';
import type { Problem } from './problem.js';
import { setProblems } from './set-problems.js';

/** A project with its files read: everything that can be known without a database. Immutable. */
export interface ProjectIndex {
  /** Stable between openings: the tool and the folder, `flyway:db/migration`. */
  readonly id: string;
  readonly project: Project;
  /** Its `execution` already obeys the project file's `transaction`. */
  readonly tool: Tool;
  /** In the tool's order. */
  readonly migrations: readonly Migration[];
  /** By path: the migrations' files and those that the tool reads beside them. */
  readonly sources: ReadonlyMap<string, Source>;
  /** About names, order, pairs and bytes, with the severities of `settings`; sorted by path. */
  readonly problems: readonly Problem[];
  /** Of the nearest project file at or above the folder. */
  readonly settings: Settings;
  /** How many migrations, from the first, are at or before the settings' `baseline`: their risk is past. */
  readonly baselined: number;
  /** Paths that the default branch had where this one left it: other migrations reach every database together. Absent where it had none of these, or nobody knows. */
  readonly released: ReadonlySet<string> | undefined;
  /** What the next index is made from; of no interest to others. */
  readonly parts: Parts;
}

interface Parts {
  readonly branch: BranchView | undefined;
  readonly entries: readonly Entry[];
  readonly set: Set;
  readonly ofSet: readonly Problem[];
  /** Of each migration that has some. */
  readonly ofFiles: ReadonlyMap<Migration, readonly Problem[]>;
}

/** What the files of a project say by their names; `undefined` for a path that is none of its business. */
export function entryOf(path: string, project: Project, tool: Tool): Entry | undefined {
  const location = project.locations.find(it => isIn(path, it));
  if (!location) return undefined;
  const reading = tool.read(path, project);
  return reading && { path, reading, ...(location.profiles && { profiles: location.profiles }), ...(location.without && { without: location.without }) };
}

/** Whether the file's text is needed, besides its name. */
export function needsText({ reading }: Entry): boolean {
  return reading.kind === 'migration' || reading.kind === 'sidecar';
}

/** `entries` sorted by path; `sources` may lack files that could not be read: they are left out. */
export function indexOf(
  project: Project,
  tool: Tool,
  settings: Settings,
  entries: readonly Entry[],
  sources: ReadonlyMap<string, Source>,
  branch: DefaultBranch | undefined,
): ProjectIndex {
  const readable = entries.filter(it => !needsText(it) || sources.has(it.path));
  const set = assemble(readable, sources, tool, project);
  return finish({ project, tool, settings, sources, branch: tool.contents ? undefined : branch && viewOf(branch, tool, project), released: branch && releasedIn(branch, sources), entries: readable, set, ofFiles: contentsOf(set.migrations, project, tool, undefined) });
}

/** The index after edits, creations and deletions of files in its folders. Others are ignored. */
export function withChanges(index: ProjectIndex, changes: readonly (Source | { readonly path: string; readonly gone: true })[]): ProjectIndex {
  const { project, tool, settings, parts } = index;
  const ours = changes.flatMap(change => {
    const entry = entryOf(change.path, project, tool);
    return entry ? [{ change, entry }] : [];
  });
  if (ours.length === 0) return index;
  const sources = new Map(index.sources);
  for (const { change } of ours) {
    if ('gone' in change) sources.delete(change.path);
    else sources.set(change.path, change);
  }
  const edits = ours.map(({ change, entry }) => ('gone' in change || entry.reading.kind === 'sidecar' || !isKnown(change.path) ? undefined : editedIn(index, change)));
  // Both files of one migration make it together.
  const places = edits.flatMap(it => [...it?.keys() ?? []]);
  if (edits.every(it => it !== undefined) && new Set(places).size === places.length) return withEdits(index, sources, edits, new Set(ours.map(it => it.change.path)));

  const entries = [...parts.entries];
  for (const { change, entry } of ours) {
    const at = placeAmong(entries, it => it.path < entry.path);
    entries.splice(at, entries[at]?.path === entry.path ? 1 : 0, ...('gone' in change ? [] : [entry]));
  }
  const set = assemble(entries, sources, tool, project, { set: parts.set, sources: index.sources, files: ours.map(it => it.entry) });
  return finish({ project, tool, settings, sources, branch: parts.branch, released: index.released, entries, set, ofFiles: contentsOf(set.migrations, project, tool, index.parts) });

  function isKnown(path: string): boolean {
    return parts.entries[placeAmong(parts.entries, it => it.path < path)]?.path === path;
  }
}

function withEdits(index: ProjectIndex, sources: ReadonlyMap<string, Source>, edits: readonly Edited[], paths: ReadonlySet<string>): ProjectIndex {
  const { project, tool, settings, parts } = index;
  const migrations = [...index.migrations];
  const ofFiles = new Map(parts.ofFiles);
  for (const edit of edits) {
    for (const [i, migration] of edit) {
      ofFiles.delete(migrations[i]!);
      migrations[i] = migration;
      const found = [...contentProblems(migration, project, tool)];
      if (found.length > 0) ofFiles.set(migration, found);
    }
  }
  const set = { ...parts.set, migrations, edited: new Set([...parts.set.edited, ...paths]) };
  const told = parts.ofSet.some(it => paths.has(it.path) || it.related?.some(related => paths.has(related.path)));
  const isContained = [...paths].every(path => {
    const [before, after] = [index.sources.get(path), sources.get(path)];
    return before === after || (before !== undefined && after !== undefined && tool.contained?.(before, after));
  });
  const ofSet = told || (tool.check && !isContained) ? setProblems(set, parts.entries, tool, project, parts.branch, sources) : parts.ofSet;
  return { ...index, migrations, sources, problems: ranked([...ofSet, ...[...ofFiles.values()].flat()], settings), parts: { ...parts, set, ofSet, ofFiles } };
}

function finish(given: Omit<Parts, 'ofSet'> & Pick<ProjectIndex, 'project' | 'tool' | 'settings' | 'sources' | 'released'>): ProjectIndex {
  const { project, tool, settings, sources, branch, released, entries, set, ofFiles } = given;
  const ofSet = setProblems(set, entries, tool, project, branch, sources);
  return {
    id: `${tool.id}:${project.folder}`,
    project, tool, settings, sources, released,
    migrations: set.migrations,
    problems: ranked([...ofSet, ...[...ofFiles.values()].flat()], settings),
    baselined: baselined(set, settings.baseline, tool),
    parts: { branch, entries, set, ofSet, ofFiles },
  };
}

/** Read only with profiles for development and tests: no database that matters runs it. */
export function isForDevelopment(path: string, { locations }: Project): boolean {
  const profiles = locations.find(it => isIn(path, it))?.profiles ?? [];
  return profiles.length > 0 && profiles.every(it => /^(?:local\w*|dev\w*|tests?|testing|integration[-_]?tests?|e2e|ci|seeds?|demo|samples?)$/i.test(it));
}

function releasedIn({ fork }: DefaultBranch, sources: ReadonlyMap<string, Source>): ReadonlySet<string> | undefined {
  return fork.some(it => sources.has(it)) ? new Set(fork) : undefined;
}

/** Problems of every migration's text; those of migrations that are the same as in `before` are taken from it. */
function contentsOf(migrations: readonly Migration[], project: Project, tool: Tool, before: Parts | undefined): Parts['ofFiles'] {
  const contents = new Map<Migration, readonly Problem[]>();
  const old = before?.set.migrations ?? [];
  /** Most stand in the order that they had: where the next is looked for. */
  let next = 0;
  let known: ReadonlySet<Migration> | undefined;
  for (const migration of migrations) {
    const same = sameAs(migration);
    if (same && before!.ofFiles.size === 0) continue;
    const found = same ? before!.ofFiles.get(migration) : [...contentProblems(migration, project, tool)];
    if (found && found.length > 0) contents.set(migration, found);
  }
  return contents;

  function sameAs(migration: Migration): boolean {
    for (let at = next; at < next + 2; at++) {
      if (old[at] !== migration) continue;
      next = at + 1;
      return true;
    }
    return (known ??= new Set(old)).has(migration);
  }
}

function ranked(problems: readonly Problem[], { rules }: Settings): readonly Problem[] {
  return problems
    .flatMap(it => {
      const severity = rules[it.rule] ?? it.severity;
      return severity === 'off' ? [] : severity === it.severity ? [it] : [{ ...it, severity }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start));
}

function baselined({ migrations, made }: Set, baseline: string | undefined, tool: Tool): number {
  if (baseline === undefined) return 0;
  const at = migrations.findIndex(it => it.id === baseline || it.version === baseline);
  if (at >= 0) return at + 1;
  // Its order is not that of versions.
  if (migrations !== made) return 0;
  const version = baseline.replace(/^[A-Za-z]+(?=\d)/, '').replaceAll('_', '.');
  if (!/^\d+(?:\.\d+)*$/.test(version)) return 0;
  const mark: Migration = { id: version, kind: 'versioned', version, name: '' };
  return migrations.filter(it => it.kind !== 'repeatable' && tool.compare(it, mark) <= 0).length;
}

function isIn(path: string, { path: folder, recursive }: Project['locations'][number]): boolean {
  const start = folder === '.' ? 0 : folder.length + 1;
  if (folder !== '.' && !(path.startsWith(folder) && path[folder.length] === '/')) return false;
  return recursive || !path.includes('/', start);
}

