import type { Flaw, Migration, Source } from '../../migrations/migration.js';
import { mending } from '../../migrations/content.js';
import { partOf, pathOf } from '../../migrations/migration.js';
import type { Problem, Remark } from '../../migrations/problem.js';
import { fileOf, pathsBelow } from '../../text/paths.js';
import type { Project } from '../tool/project.js';
import type { Content } from '../tool/reading.js';
import { readChangelog, type ChangesetItem } from './changelog.js';
import { valueOf } from './document.js';
import { isForPostgres, isOfOtherDatabases, whyIgnored } from './contexts.js';
import { isOrigin } from './origins.js';
import { expandText } from './parameters.js';
import { beside, candidates, known, normalized } from './paths.js';
import { activeContexts, parametersOf, searchPathOf } from './settings.js';
import { forgotten } from './forgotten.js';
import { follow, hasMore, type Roots, type Visit } from './tree.js';
import { cuttingFor, tornFlaw, tornIn } from './torn.js';

/** The changesets of a file. Their ids are those of the file alone; `order` knows by which path Liquibase comes to it. */
export function contents(source: Source, project: Project): readonly Content[] {
  const { items, logicalFilePath, flaw } = readChangelog(source);
  const changesets = items.filter((it): it is ChangesetItem => it.kind === 'changeset');
  const seen = new Map<string, number>();
  const stored = known(source.path, searchPathOf(project));
  const name = nameOf(source.path);
  return changesets.map((item, i): Content => {
    const path = normalized(item.attributes.logicalFilePath ?? logicalFilePath ?? stored);
    const id = idOf(item.id, item.author, path);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    const found = item.flaw ?? (i === 0 ? flaw : undefined) ?? tornFlaw(item);
    const down = downOf(item);
    return {
      id: count === 1 ? id : `${id}#${count}`, kind: 'versioned', version: item.id, name,
      up: item.span, ...(down && { down }), at: item.at, options: { path, ...optionsOf(item, logicalFilePath) },
      ...(found && { flaw: found }),
      ...(item.passedOver.length > 0 && { remarks: item.passedOver.map(it => passedOver(it, source)) }),
    };
  });
}

/** What includes others or says parameters means more to them; which parameters a changeset names, it has beside its contents. */
export function contained(before: Source, after: Source): boolean {
  return !hasMore(before) && !hasMore(after) && namesIn(before) === namesIn(after);
}

/** Includes nothing, and lies where the root, which includes others, has all that is below it. A second of the root's name might be taken for it. */
export function joins(source: Source, { locations: [own], settings }: Project, sources: ReadonlyMap<string, Source>): boolean {
  const roots = (settings['root'] ?? '').split(',').map(it => sources.get(it));
  return !isOrigin(source.path) && !hasMore(source) && !source.text.includes('sqlFile')
    && own!.recursive && pathsBelow(own!.path, [source.path]).length > 0
    && roots.every(it => it !== undefined && hasMore(it) && fileOf(it.path) !== fileOf(source.path));
}

function namesIn({ text }: Source): string {
  return text.includes('${') ? (text.match(/\$\{[^}]*\}|changeset/gi) ?? []).join() : '';
}

/** `id::author::path`, as Liquibase prints a changeset turned around. */
export function idOf(id: string, author: string, path: string): string {
  return `${id}::${author}::${path}`;
}

/** Words of a header that Liquibase passes over. */
function passedOver(flaw: Flaw, { path }: Source): Remark {
  return { rule: 'unknown-attribute', severity: 'warning', message: flaw.message, span: flaw.span, ...mending(path, flaw) };
}

/** Everything of a changeset that is needed without its text; the names are Liquibase's own. */
function optionsOf({ id, author, attributes, body, comment, validCheckSums, hasPreconditions, isForOthers, runOrder, sqlFile }: ChangesetItem, logicalFilePath: string | undefined): Readonly<Record<string, string>> {
  const said = Object.entries(attributes).map(([name, value]): readonly [string, string] => [name, String(value)]);
  const path = attributes.logicalFilePath ?? logicalFilePath;
  return {
    id, author, format: body.kind, ...Object.fromEntries(said),
    ...(path !== undefined && { logicalFilePath: path }),
    ...(comment !== undefined && { comment }),
    ...(validCheckSums.length > 0 && { validCheckSum: validCheckSums.join(' ') }),
    ...(hasPreconditions && { preconditions: isForOthers ? 'never' : 'true' }),
    ...(runOrder !== undefined && { runOrder }),
    ...(sqlFile && sqlFileOptions(sqlFile)),
  };
}

/** Of the one change of a changeset that runs a file. */
function sqlFileOptions({ path, relative, node }: NonNullable<ChangesetItem['sqlFile']>): Readonly<Record<string, string>> {
  const said = ['splitStatements', 'stripComments', 'endDelimiter'].flatMap(it => { const value = valueOf(node, it); return value === undefined ? [] : [[it, value] as const]; });
  return { sqlFile: path, ...(relative && { sqlFileBeside: 'true' }), ...Object.fromEntries(said) };
}

function downOf({ body }: ChangesetItem) {
  if (body.kind === 'formatted') {
    const { rollback } = body.changeset;
    return rollback && rollback.kind !== 'nothing' ? (rollback.kind === 'sql' ? rollback.sql.span : rollback.span) : undefined;
  }
  const rollback = body.kind === 'node' ? body.node.children.find(it => it.name === 'rollback') : undefined;
  return rollback && (rollback.children.length > 0 || rollback.value !== undefined) ? rollback.span : undefined;
}

/** The file's name without its ending and the number in front. */
export function nameOf(path: string): string {
  const file = fileOf(path).replace(/\.\w+$/, '');
  return file.replace(/^[vV]?\d[\d._-]*[_-]+(?=\D)/, '') || file;
}

/** As Liquibase runs them: from the root, through what it includes. What is for other databases, and what nothing includes, is left out. */
export function order(migrations: readonly Migration[], sources: ReadonlyMap<string, Source>, project: Project): readonly Migration[] {
  const files = new Map<string, Migration[]>();
  for (const migration of migrations) {
    const file = files.get(pathOf(migration));
    if (file) file.push(migration);
    else files.set(pathOf(migration), [migration]);
  }
  for (const file of files.values()) file.sort((a, b) => startOf(a) - startOf(b));
  const seen = new Map<string, number>();
  const searchPath = searchPathOf(project);
  const ordered: Migration[] = [];
  for (const visit of follow(sources, rootsOf(project)).visits) {
    const file = files.get(visit.path) ?? [];
    for (let i = visit.from; i < Math.min(visit.to, file.length); i++) {
      const { dbms, contexts } = file[i]!.options!;
      if ((dbms === undefined || isForPostgres(dbms)) && ![...visit.contexts, contexts ?? ''].some(isOfOtherDatabases)) ordered.push(withFile(placed(file[i]!, visit, seen), sources, searchPath));
    }
  }
  const first = ordered.filter(it => it.options!['runOrder'] === 'first');
  const last = ordered.filter(it => it.options!['runOrder'] === 'last');
  const all = first.length + last.length === 0 ? ordered : [...first, ...ordered.filter(it => !/^(?:first|last)$/.test(it.options!['runOrder'] ?? '')), ...last];
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

function startOf({ up }: Migration): number {
  return up?.within?.start ?? 0;
}

/** As it is on its way. Where that adds nothing it is the same migration, as most are of ten thousand. */
function placed(migration: Migration, { stored, contexts, labels, ignore, parameters, root }: Visit, seen: Map<string, number>): Migration {
  const own = migration.options!;
  if (own['path'] === stored && own['logicalFilePath'] === undefined && own['sqlFile'] === undefined && contexts.length + labels.length + parameters.size === 0 && !ignore && root === undefined
    && !/#|\$\{/.test(migration.id) && !seen.has(migration.id)) {
    seen.set(migration.id, 1);
    return migration;
  }
  const expand = (text: string): string => (text.includes('${') ? expandText(text, parameters) : text);
  const path = own['logicalFilePath'] === undefined ? stored : normalized(expand(own['logicalFilePath']));
  const [id, author] = [expand(own['id']!), expand(own['author']!)];
  const key = idOf(id, author, path);
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
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

/** What Liquibase says of all files together. */
export function check(migrations: readonly Migration[], project: Project, sources: ReadonlyMap<string, Source>): readonly Problem[] {
  const roots = rootsOf(project);
  const { broken, visits } = follow(sources, roots);
  const first = new Map<string, Migration>();
  const twins: Problem[] = [];
  for (const migration of migrations.some(it => it.options!['duplicate'] !== undefined) ? migrations : []) {
    const { id, author, path } = migration.options!;
    const key = idOf(id!, author!, path!);
    const twin = first.get(key);
    if (!twin) first.set(key, migration);
    else if (sameFilter(twin, migration)) {
      twins.push({
        rule: 'duplicate-version', severity: 'error', path: pathOf(migration), span: migration.at ?? NOWHERE, message: `Liquibase validation fails: ${path}::${id}::${author} had duplicate identifiers`,
        related: [{ path: pathOf(twin), span: twin.at ?? NOWHERE, message: 'The other' }],
      });
    }
  }
  return [
    ...broken.map((it): Problem => ({ rule: 'broken-include', severity: 'error', ...it })),
    ...twins,
    ...(roots.changelogs.length === 0 ? [] : forgotten(visits, sources)),
  ];
}

/** Two of one identity may stand side by side where contexts or labels choose between them. */
function sameFilter(a: Migration, b: Migration): boolean {
  const said = ({ options }: Migration): string => JSON.stringify(['contexts', 'labels', 'includedIn', 'includedAs'].map(it => options?.[it] ?? ''));
  return said(a) === said(b) || said(a) === NOTHING || said(b) === NOTHING;
}

const NOTHING = JSON.stringify(['', '', '', '']);
const NOWHERE = { start: 0, end: 0 };

/** A file that a change runs, and that cannot come out right as it cuts it. */
export function* remarks({ up, options = {} }: Migration): Iterable<Remark> {
  if (options['format'] !== 'file' || !up) return;
  const flaw = tornIn({ text: up.text, span: { start: 0, end: up.text.length }, runs: [{ text: 0, file: 0 }] }, cuttingFor(options), NOWHERE);
  if (flaw) yield { rule: 'bad-section', severity: 'error', message: flaw.message, span: flaw.span };
}

function rootsOf(project: Project): Roots {
  const { root, changeLogFile } = project.settings;
  return { changelogs: (root ?? '').split(',').filter(it => it !== ''), ...(changeLogFile && { changeLogFile }), searchPath: searchPathOf(project), parameters: parametersOf(project), contexts: activeContexts(project) };
}
