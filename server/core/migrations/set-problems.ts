import type { Tool } from '../tools/tool.js';
import type { Project } from '../tools/tool/project.js';
import { fileOf } from '../text/paths.js';
import type { Entry, Set as Migrations } from './assemble.js';
import type { BranchView } from './branch.js';
import { checks, type CheckId } from './checks.js';
import { missingVersions } from './gaps.js';
import { pathOf, type Migration, type Source } from './migration.js';
import type { Fix, Problem, Related } from './problem.js';
import { isOneFile } from './sections.js';
import { placeAmong } from '../text/sorted.js';
import type { Span } from '../text/span.js';

/** What names, order and pairs say, of all files together and against the default branch. */
export function setProblems(set: Migrations, entries: readonly Entry[], tool: Tool, project: Project, branch: BranchView | undefined, sources: ReadonlyMap<string, Source>): readonly Problem[] {
  const { migrations, duplicates } = set;
  let renumbered = 0;
  return [
    ...misnamed(entries, tool, project, migrations),
    ...duplicates.flatMap(it => twins(it)),
    ...(branch ? againstBranch(branch) : []),
    ...missingVersions(migrations, entries).map(({ before, after, missing }) => ({
      ...problem('missing-version', after, `${missing.length === 1 ? `Version ${missing[0]} is` : `Versions ${missing.join(', ')} are`} missing before this one`),
      related: [related(before, 'The version before')],
    })),
    ...pairs(),
    ...(tool.check?.(migrations, project, sources, set.order) ?? []),
  ];

  function twins(group: readonly Migration[]): readonly Problem[] {
    return group.slice(1).flatMap(second => {
      const first = group.find(it => it !== second && meet(it, second))!;
      if (first === undefined || group.indexOf(first) > group.indexOf(second)) return [];
      const [old, young] = isNew(first) && !isNew(second) ? [second, first] : [first, second];
      const words = tool.duplicate(old, young, project);
      if (words === undefined) return [];
      return [{ ...problem('duplicate-version', young, words), related: [related(old, 'The other')], fixes: renumbering(young) }];
    });
  }

  function isNew(migration: Migration): boolean {
    return branch !== undefined && !branch.paths.has(pathOf(migration));
  }

  /** No profile has both when each is read only in profiles of its own, or one only where the other is not. */
  function meet(a: Migration, b: Migration): boolean {
    const [first, second] = [entryOf(a), entryOf(b)];
    const together = (one: Entry | undefined, other: Entry | undefined): boolean =>
      !one?.profiles || one.profiles.some(it => (other?.profiles?.includes(it) ?? true) && !other?.without?.includes(it));
    return together(first, second) && together(second, first);
  }

  function entryOf(migration: Migration): Entry | undefined {
    const path = pathOf(migration);
    return entries[placeAmong(entries, it => it.path < path)];
  }

  function* againstBranch({ name, paths, fork, migrations: theirs }: BranchView): Iterable<Problem> {
    const mine = migrations.filter(it => it.kind === 'versioned' && it.up && !paths.has(it.up.path));
    if (mine.length === 0) return;
    const byId = new Map(theirs.toReversed().map(it => [it.id, it]));
    const newest = theirs.at(-1);
    const taken = [...migrations, ...theirs].sort(tool.compare);
    const { outOfOrder } = tool.traits(project);
    for (const migration of mine) {
      const twin = byId.get(migration.id.replace(/#\d+$/, ''));
      // A file that the branch had when this one left it was renamed here, or is a duplicate already reported.
      if (twin && !fork.has(pathOf(twin)) && set.at(pathOf(twin)) === undefined) {
        yield { ...problem('duplicate-version', migration, `${name} already has a version ${migration.version}: ${fileOf(pathOf(twin))}`), fixes: renumbering(migration, taken) };
      } else if (!twin && newest && outOfOrder !== 'run' && tool.compare(migration, newest) < 0) {
        const fate = outOfOrder === 'skip' ? 'will never run it' : 'refuses it';
        yield {
          ...problem('migration-out-of-order', migration, `This new migration sorts before ${fileOf(pathOf(newest))} of ${name}: ${tool.title} ${fate} where that has run`),
          ...(outOfOrder === 'skip' && { severity: 'error' as const }),
          fixes: renumbering(migration, taken),
        };
      }
    }
  }

  function* pairs(): Iterable<Problem> {
    const { down } = tool.traits(project);
    if (down !== 'separate') return;
    const elsewhere = companions(entries);
    const versioned = migrations.filter(it => it.kind === 'versioned');
    const isWhole = ({ id, down: own }: Migration): boolean => own !== undefined || (elsewhere.size > 0 && elsewhere.has(`down ${id}`));
    const share = versioned.filter(isWhole).length;
    for (const [i, migration] of versioned.entries()) {
      if (!migration.up && migration.down && !elsewhere.has(`up ${migration.id}`)) {
        yield problem('orphan-down-migration', migration, 'This down file has no up');
      }
      // Where downs are the custom, and were when this one was written: a project may have given them up.
      if (share === 0 || share < (versioned.length - 1) * 0.8 || !migration.up || isWhole(migration)) continue;
      const near = versioned.slice(Math.max(0, i - 5), i + 6);
      if (near.filter(isWhole).length * 2 >= near.length) yield problem('missing-down-migration', migration, 'This migration has no down file, as the others have');
    }
  }

  function renumbering(migration: Migration, taken: readonly Migration[] = migrations): readonly Fix[] {
    if (renumbered++ >= MOST_RENUMBERED) return [];
    const edits = (isOneFile(migration) ? [migration.up] : [migration.up, migration.down]).flatMap(source => {
      const to = source && tool.rename?.(source.path, undefined, project, taken);
      if (!source || to === undefined || to === source.path) return [];
      const sidecars = entries.filter(({ reading }) => reading.kind === 'sidecar' && reading.of === source.path).map(({ path }) => ({ path, to: to + path.slice(source.path.length) }));
      return [{ path: source.path, to }, ...sidecars].map(it => ({ kind: 'rename' as const, ...it }));
    });
    return edits.length === 0 ? [] : [{ title: `Renumber to ${fileOf(edits[0]!.to)}`, safety: 'review', edits }];
  }
}

/** For each, all the others are asked for the next free version. */
const MOST_RENUMBERED = 100;

function* misnamed(entries: readonly Entry[], tool: Tool, project: Project, migrations: readonly Migration[]): Iterable<Problem> {
  let known: ReadonlySet<string> | undefined;
  let byId: ReadonlyMap<string, Migration> | undefined;
  let renumbered = 0;
  for (const { path, reading } of entries) {
    if (reading.kind !== 'misnamed') continue;
    const folder = path.slice(0, path.length - fileOf(path).length);
    const meant = reading.suggestion === undefined ? undefined : folder + reading.suggestion;
    const becomes = meant === undefined ? undefined : tool.read(meant, project);
    const there = becomes?.kind === 'migration' ? (byId ??= new Map(migrations.map(it => [it.id, it]))).get(becomes.id) : undefined;
    const free = meant !== undefined && !(known ??= new Set(entries.map(it => it.path))).has(meant) && becomes?.kind === 'migration' && !(becomes.direction === 'down' ? there?.down : there?.up);
    const to = free ? meant : renumbered++ < MOST_RENUMBERED ? tool.rename?.(path, undefined, project, migrations) : undefined;
    yield {
      ...at('bad-file-name', path, reading.message),
      ...(to !== undefined && { fixes: [{ title: `Rename to ${fileOf(to)}`, safety: 'review', edits: [{ kind: 'rename', path, to }] }] }),
    };
  }
}

/** Halves of migrations that are there in another language: `up 5`. */
function companions(entries: readonly Entry[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { reading } of entries) if (reading.kind === 'companion' && reading.of) found.add(`${reading.of.direction} ${reading.of.id}`);
  return found;
}

function problem(rule: CheckId, migration: Migration, message: string): Problem {
  return { ...at(rule, pathOf(migration), message), span: placeOf(migration) };
}

function placeOf({ at }: Migration): Span {
  return at ?? { start: 0, end: 0 };
}

function at(rule: CheckId, path: string, message: string): Problem {
  return { rule, severity: checks.find(it => it.id === rule)!.severity, path, span: { start: 0, end: 0 }, message };
}

function related(migration: Migration, message: string): Related {
  return { path: pathOf(migration), span: placeOf(migration), message };
}
