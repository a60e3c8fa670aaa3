import type { Flaw, Migration, Source } from '../../migrations/migration.js';
import { mending } from '../../migrations/content.js';
import type { Remark } from '../../migrations/problem.js';
import { fileOf, pathsBelow } from '../../text/paths.js';
import type { Project } from '../tool/project.js';
import type { Content } from '../tool/reading.js';
import { readChangelog, type ChangesetItem } from './changelog.js';
import { valueOf } from './document.js';
import { isOrigin } from './origins.js';
import { known, normalized } from './paths.js';
import { searchPathOf } from './settings.js';
import { hasMore } from './tree.js';
import { cuttingFor, tornFlaw, tornIn } from './torn.js';

/** The changesets of a file. Their ids are those of the file alone; `order` knows by which path Liquibase comes to it. */
export function contents(source: Source, project: Project): readonly Content[] {
  // One that only includes others is read for its order alone.
  if (!source.text.includes('changeSet') && !/\.sql$/i.test(source.path)) return [];
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

/** A file that a change runs, and that cannot come out right as it cuts it. */
export function* remarks({ up, options = {} }: Migration): Iterable<Remark> {
  if (options['format'] !== 'file' || !up) return;
  const flaw = tornIn({ text: up.text, span: { start: 0, end: up.text.length }, runs: [{ text: 0, file: 0 }] }, cuttingFor(options), NOWHERE);
  if (flaw) yield { rule: 'bad-section', severity: 'error', message: flaw.message, span: flaw.span };
}

const NOWHERE = { start: 0, end: 0 };
