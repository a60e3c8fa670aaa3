import { pathOf, type Migration, type Source } from '../../migrations/migration.js';
import type { Fix, Problem, Severity } from '../../migrations/problem.js';
import { fileOf, folderOf } from '../../text/paths.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool/project.js';
import { migrationIn, type Reference } from './contents.js';
import { appOf, type AppGraph } from './graph.js';
import { isLoaded, isUnseen, labelOf } from './labels.js';
import { mergeFile } from './scaffold.js';

/** What Django says when it loads its migrations, and what is found out only later. */
export function check(migrations: readonly Migration[], project: Project, sources: ReadonlyMap<string, Source>, graph: AppGraph): readonly Problem[] {
  let ids: ReadonlyMap<string, Migration> | undefined;
  let numbered: Map<string, Migration[]> | undefined;
  return [
    ...strangers(),
    ...unseen(),
    ...missing(),
    ...cycles(),
    ...conflicts(),
  ];

  /** Looked for where there is something to tell. */
  function byId(): ReadonlyMap<string, Migration> {
    return ids ??= new Map(migrations.map(it => [it.id, it]));
  }

  function* strangers(): Iterable<Problem> {
    // Each has a file of its own.
    if (sources.size === migrations.length) return;
    const known = new Set(migrations.map(pathOf));
    for (const [path, { text }] of sources) {
      if (known.has(path) || !isLoaded(path, project)) continue;
      // A class that cannot be read here may be one to Python.
      if (/\bMigration\b/.test(text)) continue;
      yield told('not-a-migration', 'error', path, START, `Migration ${fileOf(path).slice(0, -3)} in app ${labelOf(path, project)} has no Migration class`);
    }
  }

  /** Told at the first of each app. */
  function* unseen(): Iterable<Problem> {
    const apps = new Set<string>();
    for (const it of Object.keys(project.settings).some(key => key.startsWith('unseen ')) ? migrations : []) {
      const folder = folderOf(pathOf(it));
      if (apps.has(folder) || !isUnseen(pathOf(it), project)) continue;
      apps.add(folder);
      yield problem('not-a-migration', 'error', it, `Django does not see the migrations of ${appOf(it)}: there is no ${folder}/__init__.py`);
    }
  }

  /** What is replaced is no part of the graph, and what runs before others is not its own parent. */
  function* missing(): Iterable<Problem> {
    const incomplete = new Set(graph.graph.incomplete);
    for (const it of migrations) {
      if (incomplete.has(it.id) || it.options?.['before'] !== undefined || graph.replacedBy.has(it.id)) yield* missingOf(it, graph.missing(it.id));
    }
  }

  function* missingOf(migration: Migration, lost: readonly string[]): Iterable<Problem> {
    if (lost.length === 0) return;
    const found = migrationIn(migration.up!, project);
    if (!found) return;
    const wrong = (all: readonly Reference[]) => all.filter(it => lost.includes(`${it.app}.${it.name}`));
    for (const [references, kind] of [[found.dependencies, 'parent'], [found.runBefore, 'child']] as const) {
      for (const { app, name, span } of wrong(references)) {
        const words = `Migration ${migration.id} dependencies reference nonexistent ${kind} node ('${app}', '${name}'): every command of Django ends with it`;
        yield { ...told('missing-parent', 'error', pathOf(migration), span, words), fixes: instead(app, name, migration, span) };
      }
    }
  }

  /** One of the same number, else what the app ends with. */
  function instead(app: string, name: string, migration: Migration, span: Span): readonly Fix[] {
    const number = /^\d+/.exec(name)?.[0];
    const alike = number === undefined ? [] : (byNumber().get(`${app}.${number}`) ?? []).filter(it => it !== migration);
    const after = graph.graph.descendants([migration.id]);
    const leaves = graph.leaves.get(app) ?? [];
    const choices = alike.length > 0 ? alike : firstOf(3, leaves, it => !after.has(it)).map(it => byId().get(it)!);
    return choices.slice(0, 3).map((it): Fix => ({
      title: `Depend on ${it.id}`, safety: 'review',
      edits: [{ kind: 'edit', path: pathOf(migration), span, text: `("${app}", "${nameOf(it)}")` }],
    }));
  }

  function byNumber(): ReadonlyMap<string, readonly Migration[]> {
    if (numbered) return numbered;
    numbered = new Map();
    for (const it of migrations) {
      const key = `${appOf(it)}.${/^\d+(?=_)/.exec(nameOf(it))?.[0] ?? ''}`;
      const known = numbered.get(key);
      if (known) known.push(it);
      else numbered.set(key, [it]);
    }
    return numbered;
  }

  function* cycles(): Iterable<Problem> {
    for (const cycle of graph.graph.cycles) {
      for (const id of cycle) yield problem('migration-cycle', 'error', byId().get(id)!, `CircularDependencyError: ${cycle.join(', ')}`);
    }
  }

  function* conflicts(): Iterable<Problem> {
    if (![...graph.leaves.values()].some(it => it.length > 1)) return;
    // Where a parent is wrong, the leaf may be none.
    const astray = graph.graph.descendants(graph.graph.ids.filter(it => graph.missing(it).length > 0));
    const inCycles = new Set(graph.graph.cycles.flat());
    for (const [app, all] of graph.leaves) {
      const leaves = all.filter(it => !astray.has(it) && !inCycles.has(it)).map(it => byId().get(it)!);
      if (leaves.length < 2) continue;
      const names = leaves.slice(0, MOST_TOLD).map(nameOf).join(', ') + (leaves.length > MOST_TOLD ? ', …' : '');
      for (const migration of leaves) {
        const others = leaves.slice(0, MOST_TOLD).filter(it => it !== migration);
        yield {
          ...problem('multiple-heads', 'warning', migration, `Conflicting migrations detected; multiple leaf nodes in the migration graph: (${names} in ${app})`),
          related: others.map(it => ({ path: pathOf(it), span: it.at ?? START, message: 'Another leaf' })),
          fixes: leaves.length > MOST_TOLD ? [] : [merge(leaves), ...others.slice(0, 3).flatMap(it => reparent(migration, it))],
        };
      }
    }
  }

  function merge(leaves: readonly Migration[]): Fix {
    const { path, text } = mergeFile(leaves);
    return { title: `Merge the leaves in ${fileOf(path)}`, safety: 'review', edits: [{ kind: 'create', path, text }] };
  }

  /** The first migration that only this branch has comes to depend on the other leaf. */
  function reparent(leaf: Migration, other: Migration): readonly Fix[] {
    const theirs = graph.graph.ancestors([other.id]);
    const own = (id: string) => graph.graph.parents(id).filter(it => appOf(byId().get(it)!) === appOf(leaf));
    let first = leaf.id;
    for (let steps = 0; steps < migrations.length; steps++) {
      const parents = own(first);
      if (parents.length > 1) return [];
      if (parents[0] === undefined || theirs.has(parents[0])) break;
      first = parents[0];
    }
    const moved = byId().get(first)!;
    const at = migrationIn(moved.up!, project)?.dependencies.filter(it => it.app === appOf(leaf) && !it.name.startsWith('__')) ?? [];
    if (at.length !== 1) return [];
    return [{ title: `Put ${nameOf(moved)} after ${nameOf(other)}`, safety: 'review', edits: [{ kind: 'edit', path: pathOf(moved), span: at[0]!.span, text: `("${appOf(leaf)}", "${nameOf(other)}")` }] }];
  }
}

/** A few are enough of ten thousand. */
function firstOf<T>(count: number, all: readonly T[], fits: (it: T) => boolean): readonly T[] {
  const found: T[] = [];
  for (let i = 0; i < all.length && found.length < count; i++) if (fits(all[i]!)) found.push(all[i]!);
  return found;
}

const START: Span = { start: 0, end: 0 };
/** Leaves that one sentence names. */
const MOST_TOLD = 6;

/** What Django calls it within its app. */
function nameOf({ id }: Migration): string {
  return id.slice(id.indexOf('.') + 1);
}

function problem(rule: string, severity: Severity, migration: Migration, message: string): Problem {
  return told(rule, severity, pathOf(migration), migration.at ?? START, message);
}

function told(rule: string, severity: Severity, path: string, span: Span, message: string): Problem {
  return { rule, severity, path, span, message };
}
