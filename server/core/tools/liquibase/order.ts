import { partOf, pathOf, type Migration, type Source } from '../../migrations/migration.js';
import { onceFor } from '../once.js';
import type { Ordered } from '../tool/ordered.js';
import type { Project } from '../tool/project.js';
import { isForPostgres, isOfOtherDatabases, whyIgnored } from './contexts.js';
import { expandText } from './parameters.js';
import { idOf } from './migrations.js';
import { beside, candidates, normalized } from './paths.js';
import { activeContexts, parametersOf, searchPathOf } from './settings.js';
import { follow, readLead, type Followed, type Lead, type Roots, type Visit } from './tree.js';

/** The changesets as the includes lead to them. */
export interface Includes extends Ordered, Followed {
  /** Some changeset came twice. */
  readonly hasTwins: boolean;
  /** Of a file, read once for all sets that have it. */
  leadOf(source: Source): Lead | undefined;
}

/** As Liquibase runs them: from the root, through what it includes. What is for other databases, and what nothing includes, is left out. `migrations`: those of a file stand together. */
export function order(migrations: readonly Migration[], sources: ReadonlyMap<string, Source>, project: Project, before?: Includes): Includes {
  const leadOf = before?.leadOf ?? onceFor(readLead);
  const followed = follow(sources, leadOf, rootsOf(project));
  const searchPath = searchPathOf(project);
  const ordered: Migration[] = [];
  let starts: ReadonlyMap<string, number> | undefined;
  /** How often each came; of no interest as long as all come once, with the ids that they have. */
  let counts: Map<string, number> | undefined;
  let next = 0;
  for (const visit of followed.visits) {
    if (visit.contexts.some(isOfOtherDatabases)) continue;
    const start = startOf(visit.path);
    next = start + visit.from;
    for (; next < start + visit.to && isOf(visit.path, next); next++) {
      const { dbms, contexts } = migrations[next]!.options!;
      if ((dbms === undefined || isForPostgres(dbms)) && (contexts === undefined || !isOfOtherDatabases(contexts))) ordered.push(withFile(placed(migrations[next]!, visit), sources, searchPath));
    }
  }
  return { ...followed, leadOf, migrations: asTold(ordered, project), hasTwins: counts !== undefined && counts.size < ordered.length };

  /** Where the file's begin: most come as they stand. */
  function startOf(path: string): number {
    if (isOf(path, next) && !isOf(path, next - 1)) return next;
    starts ??= startsOf(migrations);
    return starts.get(path) ?? migrations.length;
  }

  function isOf(path: string, at: number): boolean {
    return at >= 0 && at < migrations.length && pathOf(migrations[at]!) === path;
  }

  /** As it is on its way. Where that adds nothing it is the same migration, as most are of ten thousand. */
  function placed(migration: Migration, visit: Visit): Migration {
    const isSame = !visit.again && isAsWritten(migration, visit);
    if (isSame && !counts?.has(migration.id)) {
      counts?.set(migration.id, 1);
      return migration;
    }
    counts ??= new Map(ordered.map(it => [it.id, 1]));
    return onItsWay(migration, visit, counts);
  }
}

function startsOf(migrations: readonly Migration[]): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const [i, it] of migrations.entries()) if (!starts.has(pathOf(it))) starts.set(pathOf(it), i);
  return starts;
}

/** With what is to run first, last or always. */
function asTold(ordered: readonly Migration[], project: Project): readonly Migration[] {
  const turn = ({ options }: Migration): number => (options!['runOrder'] === 'first' ? -1 : options!['runOrder'] === 'last' ? 1 : 0);
  const all = ordered.some(it => turn(it) !== 0) ? [...ordered].sort((a, b) => turn(a) - turn(b)) : ordered;
  return all.some(it => it.options!['runAlways'] === 'true') ? behindAlways(all, project) : all;
}

/** What runs at every update runs again before whatever `update-count` is told to run next. */
function behindAlways(ordered: readonly Migration[], project: Project): readonly Migration[] {
  const [contexts, labels] = [activeContexts(project), project.settings['labelFilter'] ?? ''];
  let always = 0;
  return ordered.map(it => {
    const counted = always === 0 ? it : { ...it, options: { ...it.options, alwaysBefore: String(always) } };
    if (it.options!['runAlways'] === 'true' && whyIgnored(it.options!, contexts, labels) === undefined) always++;
    return counted;
  });
}

function isAsWritten({ id, options: own = {} }: Migration, { stored, contexts, labels, ignore, parameters, root }: Visit): boolean {
  return own['path'] === stored && own['logicalFilePath'] === undefined && own['sqlFile'] === undefined && contexts.length + labels.length + parameters.size === 0 && !ignore && root === undefined && !/#|\$\{/.test(id);
}

/** With what the includes say of it; `counts`: how often each has come. */
function onItsWay(migration: Migration, { stored, contexts, labels, ignore, parameters, root }: Visit, counts: Map<string, number>): Migration {
  const own = migration.options!;
  const expand = (text: string): string => (text.includes('${') ? expandText(text, parameters) : text);
  const path = own['logicalFilePath'] === undefined ? stored : normalized(expand(own['logicalFilePath']));
  const [id, author] = [expand(own['id']!), expand(own['author']!)];
  const key = idOf(id, author, path);
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  const used = parametersIn(migration.up!, parameters);
  return {
    ...migration, id: count === 1 ? key : `${key}#${count}`, version: id,
    options: {
      ...own, id, author, path, ...used,
      ...(contexts.length > 0 && { includedIn: contexts.join('\n') }),
      ...(labels.length > 0 && { includedAs: labels.join('\n') }),
      ...(ignore && { ignore: 'true' }),
      ...(root !== undefined && { root }),
      ...(own['sqlFile'] !== undefined && { sqlFile: expand(own['sqlFile']) }),
      ...(count > 1 && { duplicate: 'true' }),
    },
  };
}

/** A changeset that runs a file of SQL is that file: there its statements are judged. */
function withFile(migration: Migration, sources: ReadonlyMap<string, Source>, searchPath: readonly string[]): Migration {
  const { sqlFile, sqlFileBeside } = migration.options!;
  if (sqlFile === undefined) return migration;
  const place = (sqlFileBeside === 'true' ? [beside(pathOf(migration), sqlFile)] : candidates(sqlFile, searchPath)).find(it => sources.has(it));
  if (place === undefined) return migration;
  const { at: _, ...rest } = migration;
  return { ...rest, up: sources.get(place)!, options: { ...migration.options, format: 'file', declaredIn: pathOf(migration) } };
}

/** Those that the changeset's text names, each as `parameter:name`. */
function parametersIn(source: Source, parameters: Roots['parameters']): Readonly<Record<string, string>> {
  const used: Record<string, string> = {};
  if (parameters.size === 0) return used;
  const text = partOf(source);
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at + 2)) {
    const name = text.slice(at + 2, text.indexOf('}', at)).trim();
    const value = name.length < 200 ? parameters.get(name) : undefined;
    if (value !== undefined) used[`parameter:${name}`] = value;
  }
  return used;
}

export function rootsOf(project: Project): Roots {
  const { root, changeLogFile } = project.settings;
  return { changelogs: (root ?? '').split(',').filter(it => it !== ''), ...(changeLogFile && { changeLogFile }), searchPath: searchPathOf(project), parameters: parametersOf(project), contexts: activeContexts(project) };
}
