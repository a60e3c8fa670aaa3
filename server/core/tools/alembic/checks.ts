import { pathOf, type Migration, type Source } from '../../migrations/migration.js';
import type { Fix, Problem, Severity } from '../../migrations/problem.js';
import { fileOf } from '../../text/paths.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool/project.js';
import { isRead } from './contents.js';
import { listed, type Revisions } from './graph.js';
import { revisionOf, type Ids } from './revision.js';
import { mergeFile, newId } from './scaffold.js';

/** What Alembic says when it reads its folder, and what it finds out only when it runs. */
export function check(migrations: readonly Migration[], project: Project, sources: ReadonlyMap<string, Source>, revisions: Revisions): readonly Problem[] {
  let ids: ReadonlyMap<string, Migration> | undefined;
  let stems: ReadonlyMap<string, Migration> | undefined;
  let ends: readonly Migration[] | undefined;
  return [
    ...strangers(migrations, sources),
    ...eachOf(),
    ...twins(),
    ...labelTwins(),
    ...cycles(revisions, byId),
    ...heads(),
  ];

  /** In the order of the migrations. */
  function newest(): readonly Migration[] {
    if (ends) return ends;
    const wanted = new Set(revisions.lineage.heads);
    return ends = migrations.filter(it => wanted.has(it.id));
  }

  /** Looked for where there is something to tell. */
  function byId(): ReadonlyMap<string, Migration> {
    return ids ??= new Map(migrations.map(it => [it.id, it]));
  }

  /** Of ten thousand, most are told by a glance to have nothing that is worth a closer look. */
  function* eachOf(): Iterable<Problem> {
    const incomplete = new Set([...revisions.lineage.incomplete, ...revisions.order.incomplete]);
    for (const it of migrations) {
      if (it.id.length > LONGEST || ILLEGAL.test(it.id)) yield* ofId(it);
      if (it.options?.['orphan'] !== undefined || incomplete.has(it.id)) yield* ofParents(it);
      if (it.options?.['stale'] !== undefined) yield* ofText(it);
    }
  }

  function* twins(): Iterable<Problem> {
    // The second of one id got another for itself.
    const doubled = new Set(migrations.filter(it => it.id !== it.version).map(it => it.version!));
    const first = new Map<string, Migration>();
    for (const it of doubled.size === 0 ? [] : migrations.filter(it => doubled.has(it.version!))) {
      const known = first.get(it.version!);
      if (!known) {
        first.set(it.version!, it);
        continue;
      }
      const id = newId(`${pathOf(it)}${it.version}`);
      yield {
        ...problem('duplicate-version', 'error', it, `Revision ${it.version} is present more than once: Alembic takes the file that it reads last, and the other is lost`),
        related: [{ path: pathOf(known), span: known.at ?? START, message: 'The other' }],
        fixes: [{ title: `Give this revision an id of its own: ${id}`, safety: 'review', edits: [edit(it, it.at!, id)] }],
      };
    }
  }

  function* ofId(migration: Migration): Iterable<Problem> {
    const id = migration.version!;
    const illegal = [...new Set(id.match(new RegExp(ILLEGAL, 'g')))];
    if (illegal.length > 0) yield problem('bad-revision-id', 'error', migration, `Character(s) ${illegal.sort().map(it => `'${it}'`).join(', ')} not allowed in revision identifier '${id}'`);
    // Where others are as long, somebody has made the column wider.
    const length = id.length > LONGEST ? [...id].length : 0;
    if (length > LONGEST && !migrations.some(it => it !== migration && [...it.version!].length > LONGEST)) {
      yield problem('bad-revision-id', 'error', migration, `This id has ${length} characters, and Alembic's table has room for ${LONGEST}: “value too long for type character varying(32)”`);
    }
  }

  function* ofParents(migration: Migration): Iterable<Problem> {
    const path = pathOf(migration);
    if (migration.options?.['orphan']) {
      yield problem('not-a-migration', 'error', migration, `module '${fileOf(path).replace(/\.py$/, '_py')}' has no attribute 'down_revision': the first revision of all has None`);
      return;
    }
    const down = listed(migration, 'down').filter(it => !byId().has(it));
    const depends = listed(migration, 'depends').filter(it => !byId().has(it) && !revisions.labelled.has(it));
    const revision = revisionOf(migration.up!);
    for (const id of down) {
      const at = spanOf(revision?.down, id, migration);
      const title = migration.name === '' ? '' : `, ${migration.name}`;
      yield {
        ...told('missing-parent', 'error', path, at, `Revision ${id} referenced from ${id} -> ${migration.version}${title} is not present: every command of Alembic ends with KeyError: '${id}'`),
        fixes: instead(id, migration, at),
      };
    }
    for (const id of depends) {
      const at = spanOf(revision?.dependsOn, id, migration);
      // A package that adds its revisions to an environment of others may depend on theirs, which are nowhere here.
      if (project.settings['script_location'] === undefined) {
        yield told('missing-parent', 'info', path, at, `depends_on names '${id}', which is not in this folder: Alembic needs the one that has it among its version locations`);
        continue;
      }
      yield { ...told('missing-parent', 'error', path, at, `depends_on names neither a revision nor a branch: every command of Alembic ends with KeyError: '${id}'`), fixes: instead(id, migration, at) };
    }
  }

  /** The file's name in place of its id is the usual mistake. */
  function instead(wrong: string, migration: Migration, at: Span): readonly Fix[] {
    const stem = stemOf(wrong);
    const meant = byStem().get(stem) ?? [...stem.matchAll(/_/g)].map(it => byId().get(stem.slice(0, it.index))).find(it => it !== undefined);
    if (meant && meant !== migration) return [{ title: `Use the id of ${fileOf(pathOf(meant))}: ${meant.version}`, safety: 'review', edits: [edit(migration, at, meant.version!)] }];
    const after = revisions.lineage.descendants([migration.id]);
    return newest().slice(0, 3).filter(it => !after.has(it.id)).map(({ version, name }): Fix => (
      { title: `Put it after ${version}${name === '' ? '' : ` (${name})`}`, safety: 'review', edits: [edit(migration, at, version!)] }
    ));
  }

  function byStem(): ReadonlyMap<string, Migration> {
    return stems ??= new Map(migrations.map(it => [stemOf(pathOf(it)), it]));
  }

  function* ofText(migration: Migration): Iterable<Problem> {
    const revises = revisionOf(migration.up!)?.revises;
    const line = revises && /^[ \t]*Revises:([^\n\r]*)/m.exec(migration.up!.text.slice(revises.span.start, revises.span.end));
    if (!line) return;
    const end = revises.span.start + line.index + line[0].length;
    const start = end - line[1]!.length;
    const parents = listed(migration, 'down').join(', ');
    yield {
      ...told('stale-docstring', 'hint', pathOf(migration), { start: end - line[0].trimStart().length, end }, `down_revision is ${parents === '' ? 'None' : parents}`),
      fixes: [{ title: 'Bring the line up to date', safety: 'safe', edits: [edit(migration, { start, end }, parents === '' ? '' : ` ${parents}`)] }],
    };
  }

  function* labelTwins(): Iterable<Problem> {
    const owners = new Map<string, Migration>();
    for (const it of revisions.labelled.size === 0 ? [] : migrations) {
      for (const label of listed(it, 'labels')) {
        const owner = owners.get(label);
        if (owner === undefined) owners.set(label, it);
        else if (owner !== it) yield told('duplicate-branch-label', 'error', pathOf(it), spanOf(revisionOf(it.up!)?.labels, label, it), `Branch name '${label}' in revision ${it.version} already used by revision ${owner.version}`);
      }
    }
  }

  function* heads(): Iterable<Problem> {
    const { lineage, named } = revisions;
    if (lineage.heads.length < 2) return;
    // Where a parent is wrong, the head may be none.
    const astray = lineage.descendants([...lineage.incomplete, ...migrations.flatMap(({ id, options }) => (options?.['partial'] || options?.['orphan'] ? [id] : []))]);
    const loose = newest().filter(({ id }) => !named.has(id) && !astray.has(id));
    // What a `depends_on` holds together is one line after all, save for the word `head`.
    const real = loose.filter(it => revisions.order.children(it.id).length === 0);
    if (loose.length + (named.size > 0 ? 1 : 0) < 2 || real.length === 0) return;
    if (loose.length === 1 && named.size > 0) return;
    const list = loose.slice(0, MOST_TOLD).map(it => it.version).join(', ') + (loose.length > MOST_TOLD ? ', …' : '');
    for (const migration of loose) {
      const others = loose.slice(0, MOST_TOLD).filter(it => it !== migration);
      yield {
        ...problem('multiple-heads', 'warning', migration, `Multiple head revisions are present for given argument 'head': ${list}`),
        related: others.map(it => ({ path: pathOf(it), span: it.at ?? START, message: 'Another head' })),
        fixes: loose.length > MOST_TOLD ? [] : [...mergeFix(loose), ...others.slice(0, 3).flatMap(it => reparent(migration, it))],
      };
    }
  }

  function mergeFix(all: readonly Migration[]): readonly Fix[] {
    const { path, text } = mergeFile(all, project);
    return [{ title: `Merge the heads in ${fileOf(path)}`, safety: 'review', edits: [{ kind: 'create', path, text }] }];
  }

  /** The first revision that only this branch has is put after the other head. */
  function reparent(head: Migration, other: Migration): readonly Fix[] {
    const { lineage } = revisions;
    const theirs = lineage.ancestors([other.id]);
    let first = head.id;
    for (let steps = 0; steps < migrations.length; steps++) {
      const parents = lineage.parents(first);
      if (parents.length > 1) return [];
      if (parents[0] === undefined || theirs.has(parents[0])) break;
      first = parents[0];
    }
    const moved = byId().get(first)!;
    const down = revisionOf(moved.up!)?.down;
    if (!down || down.partial || down.ids.length > 1) return [];
    const [only] = down.ids;
    const change = only ? edit(moved, only.span, other.version!) : edit(moved, down.span, `'${other.version!}'`);
    return [{ title: `Put ${moved.version} after ${other.version}${other.name === '' ? '' : ` (${other.name})`}`, safety: 'review', edits: [change] }];
  }
}

function* cycles({ lineage, order }: Revisions, byId: () => ReadonlyMap<string, Migration>): Iterable<Problem> {
  const inLineage = new Set(lineage.cycles.flat());
  for (const [kind, found] of [['Cycle', lineage.cycles], ['Dependency cycle', order.cycles.filter(it => !it.some(id => inLineage.has(id)))]] as const) {
    for (const cycle of found) {
      const ids = cycle.map(it => byId().get(it)!.version).join(', ');
      const words = cycle.length === 1 ? `${kind === 'Cycle' ? 'Self-loop' : 'Dependency self-loop'} is detected in revisions (${ids})` : `${kind} is detected in revisions (${ids})`;
      for (const id of cycle) yield problem('migration-cycle', 'error', byId().get(id)!, words);
    }
  }
}

/** Files of a version folder that are no revisions. */
function* strangers(migrations: readonly Migration[], sources: ReadonlyMap<string, Source>): Iterable<Problem> {
  // Each has a file of its own.
  if (sources.size === migrations.length) return;
  const known = new Set(migrations.map(pathOf));
  for (const [path, { text }] of sources) {
    if (known.has(path) || !isRead(fileOf(path))) continue;
    // A file whose id Python would have to tell is not for us to judge.
    if (/^revision[ \t]*[:=]/m.test(text)) continue;
    yield told('not-a-migration', 'error', path, START, `Could not determine revision id from filename ${fileOf(path)}: Alembic loads every file of this folder, and needs the 'revision' variable in it`);
  }
}

const START: Span = { start: 0, end: 0 };
const LONGEST = 32;
const ILLEGAL = /[@\-+:]/;
/** Heads that one sentence names. */
const MOST_TOLD = 6;

function stemOf(path: string): string {
  return fileOf(path).replace(/\.py$/, '');
}

function spanOf(ids: Ids | undefined, id: string, { at = START }: Migration): Span {
  return ids?.ids.find(it => it.id === id)?.span ?? at;
}

function edit(migration: Migration, span: Span, text: string): Fix['edits'][number] {
  return { kind: 'edit', path: pathOf(migration), span, text };
}

function problem(rule: string, severity: Severity, migration: Migration, message: string): Problem {
  return told(rule, severity, pathOf(migration), migration.at ?? START, message);
}

function told(rule: string, severity: Severity, path: string, span: Span, message: string): Problem {
  return { rule, severity, path, span, message };
}
