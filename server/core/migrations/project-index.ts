import type { Settings } from '../settings/settings.js';
import type { Project, Tool } from '../tools/tool.js';
import { viewOf, type BranchView, type DefaultBranch } from './branch.js';
import { contentProblems } from './content.js';
import { assemble, type Entry, type Set } from './assemble.js';
import { keyOf, type Migration, type Source } from './migration.js';
import type { Problem } from './problem.js';
import { withSource } from './sections.js';
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
  /** What the next index is made from; of no interest to others. */
  readonly parts: Parts;
}

interface Parts {
  readonly branch: BranchView | undefined;
  readonly entries: readonly Entry[];
  readonly set: Set;
  readonly ofSet: readonly Problem[];
  /** By the key of each migration that has some. */
  readonly ofFiles: ReadonlyMap<string, readonly Problem[]>;
}

/** What the files of a project say by their names; `undefined` for a path that is none of its business. */
export function entryOf(path: string, project: Project, tool: Tool): Entry | undefined {
  const location = project.locations.find(it => isIn(path, it));
  if (!location) return undefined;
  const reading = tool.read(path, project);
  return reading && { path, reading, ...(location.profiles && { profiles: location.profiles }) };
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
  return finish({ project, tool, settings, sources, branch: tool.contents ? undefined : branch && viewOf(branch, tool, project), entries: readable, set, ofFiles: contentsOf(set.migrations, project, undefined) });
}

/** The index after edits, creations and deletions of files in its folders. Others are ignored. */
export function withChanges(index: ProjectIndex, changes: readonly (Source | { readonly path: string; readonly gone: true })[]): ProjectIndex {
  const { project, tool, settings, parts } = index;
  const sources = new Map(index.sources);
  let names: Map<string, Entry> | undefined;
  const edited = new Map<string, Source>();
  const same = new Map<string, Migration>();
  for (const change of changes) {
    const entry = entryOf(change.path, project, tool);
    if (!entry) continue;
    const known = parts.set.at.has(change.path) || parts.entries.some(it => it.path === change.path);
    if ('gone' in change) {
      sources.delete(change.path);
      (names ??= named()).delete(change.path);
    } else {
      sources.set(change.path, change);
      // What a file of several names, and in which order, its text says.
      const alike = known ? likeBefore(index, change) : undefined;
      if (alike) same.set(change.path, alike);
      if (!known || (tool.contents && !alike) || entry.reading.kind === 'sidecar') (names ??= named()).set(change.path, entry);
      else edited.set(change.path, change);
    }
  }
  if (names) {
    const entries = [...names.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const set = assemble(entries, sources, tool, project, parts.set);
    return finish({ project, tool, settings, sources, branch: parts.branch, entries, set, ofFiles: contentsOf(set.migrations, project, index.parts) });
  }
  if (edited.size === 0) return index;
  const migrations = [...index.migrations];
  for (const [path, source] of edited) {
    const at = parts.set.at.get(path);
    if (at === undefined) continue;
    migrations[at] = same.get(path) ?? withSource(migrations[at]!, source, tool);
  }
  const ofFiles = new Map(parts.ofFiles);
  for (const path of edited.keys()) {
    const at = parts.set.at.get(path);
    if (at !== undefined) ofFiles.set(keyOf(migrations[at]!), [...contentProblems(migrations[at]!, project)]);
  }
  const set = { ...parts.set, migrations };
  return { ...index, migrations, sources, problems: ranked([...parts.ofSet, ...[...ofFiles.values()].flat()], settings), parts: { ...parts, set, ofFiles } };

  function named(): Map<string, Entry> {
    return new Map(parts.entries.map(it => [it.path, it]));
  }
}

/** The migration after an edit that nothing else can notice: its place, and what is said of the set, stay as they are. */
function likeBefore({ tool, project, migrations, parts }: ProjectIndex, source: Source): Migration | undefined {
  const at = parts.set.at.get(source.path);
  const migration = at === undefined ? undefined : migrations[at];
  if (!tool.contained || !tool.contents || !migration || parts.ofSet.some(it => it.path === source.path)) return undefined;
  const [content, other] = tool.contents(source, project);
  if (!content || other || content.flaw || migration.up?.flaw) return undefined;
  const seen = ({ id, name, version, after, options }: Pick<Migration, 'id' | 'name' | 'version' | 'after' | 'options'>) => JSON.stringify([id, name, version, after, options]);
  if (seen(content) !== seen(migration)) return undefined;
  const { up: _, down: __, at: ___, ...rest } = migration;
  return {
    ...rest, up: { ...source, within: content.up },
    ...(content.down && { down: { ...source, within: content.down } }),
    ...(content.at && { at: content.at }),
  };
}

function finish(given: Omit<Parts, 'ofSet'> & Pick<ProjectIndex, 'project' | 'tool' | 'settings' | 'sources'>): ProjectIndex {
  const { project, tool, settings, sources, branch, entries, set, ofFiles } = given;
  const ofSet = setProblems(set, entries, tool, project, branch, sources);
  return {
    id: `${tool.id}:${project.folder}`,
    project, tool, settings, sources,
    migrations: set.migrations,
    problems: ranked([...ofSet, ...[...ofFiles.values()].flat()], settings),
    baselined: baselined(set.migrations, settings.baseline, tool),
    parts: { branch, entries, set, ofSet, ofFiles },
  };
}

/** Problems of every migration's text; those of texts that are the same as in `before` are taken from it. */
function contentsOf(migrations: readonly Migration[], project: Project, before: Parts | undefined): ReadonlyMap<string, readonly Problem[]> {
  const contents = new Map<string, readonly Problem[]>();
  const known = new Map(before?.set.migrations.map(it => [keyOf(it), it]));
  for (const migration of migrations) {
    const key = keyOf(migration);
    const old = known.get(key);
    const found = old && old.up === migration.up && old.down === migration.down ? before!.ofFiles.get(key) : [...contentProblems(migration, project)];
    if (found && found.length > 0) contents.set(key, found);
  }
  return contents;
}

function ranked(problems: readonly Problem[], { rules }: Settings): readonly Problem[] {
  return problems
    .flatMap(it => {
      const severity = rules[it.rule] ?? it.severity;
      return severity === 'off' ? [] : severity === it.severity ? [it] : [{ ...it, severity }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start));
}

function baselined(migrations: readonly Migration[], baseline: string | undefined, tool: Tool): number {
  if (baseline === undefined) return 0;
  const at = migrations.findIndex(it => it.id === baseline || it.version === baseline);
  if (at >= 0) return at + 1;
  if (tool.order) return 0;
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

