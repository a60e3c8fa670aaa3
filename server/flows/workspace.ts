import { documentationOf } from '../core/lint/documentation.js';
import type { DefaultBranch } from '../core/migrations/branch.js';
import type { Source } from '../core/migrations/migration.js';
import type { Problem } from '../core/migrations/problem.js';
import { entryOf, indexOf, needsText, withChanges, type ProjectIndex } from '../core/migrations/project-index.js';
import { readSettings, type Known, type ReadSettings } from '../core/settings/read.js';
import { defaultSettings, type Settings } from '../core/settings/settings.js';
import type { ConfigDocument } from '../core/tools/config.js';
import { addressesOf } from '../core/tools/addresses.js';
import { isOfAnotherDialect } from '../core/tools/dialect.js';
import { isExcludedFolder } from '../core/tools/excluded.js';
import { peeked } from '../core/tools/peek.js';
import { transacted } from '../core/tools/transacted.js';
import type { Tool } from '../core/tools/tool.js';
import type { Project, Tree } from '../core/tools/tool/project.js';
import { tools } from '../core/tools/tools.js';
import { pathsBelow } from '../core/text/paths.js';
import type { Files, Git } from './ports.js';
import { unread } from './unread.js';

/** All projects below one root. A value: a change makes the next one. */
export interface Workspace {
  readonly projects: readonly ProjectIndex[];
  /** Of the project file at the root; each project's own are in its index. */
  readonly settings: Settings;
  /** Of project files and the tools' configuration, not of migrations. */
  readonly problems: readonly Problem[];
}

export type Change = Source | { readonly path: string; readonly gone: true };

/** What settings may name. */
export const known: Known = { isRule: id => documentationOf(id) !== undefined, settingsOf: id => documentationOf(id)?.settings, tools: tools.map(it => it.id) };

/** Lists, detects and reads. `environment`: the variables that tools may look at. Opens what there is: a file that cannot be read is left out, a broken one is a problem. */
export async function openWorkspace(files: Files, git?: Git, environment?: Tree['environment']): Promise<Workspace> {
  const branching = git?.defaultBranch();
  const paths = await files.list();
  const sources = new Map<string, Source>();
  const configs = await readConfigs(files, paths, sources);
  await readAll(files, peeked(paths), sources);
  const tree: Tree = { paths, config: path => configs.get(path), peek: path => sources.get(path)?.text, ...(environment && { environment }) };
  const read = new Map<string, ReadSettings>();
  for (const path of paths.filter(isProjectFile)) {
    const document = configs.get(path);
    if (document) read.set(folderOf(path), readSettings(document, known));
  }

  const found = projectsOf(tree, read);
  const branch = found.length === 0 ? undefined : await branching;
  const opened = await Promise.all(found.map(it => open(it, paths, files, sources, branch, nearest(it.project.folder, read)?.settings ?? defaultSettings)));
  const named = new Set(found.filter(it => it.named).map(it => it.project));
  // The project file, or an address in the tool's own configuration, says that it is PostgreSQL's.
  const projects = opened.filter(it => named.has(it.project) || it.project.connections.some(isOfConfiguration) || !isOfAnotherDialect([...it.sources.values()].filter(({ path }) => path.endsWith('.sql')).map(({ text }) => text), it.project.folder));
  return { projects, settings: read.get('.')?.settings ?? defaultSettings, problems: [...[...read.values()].flatMap(it => it.problems), ...brokenConfigs(configs, found)] };
}

/** A variable may be there for something else. */
function isOfConfiguration({ name, from }: ProjectIndex['project']['connections'][number]): boolean {
  return from !== name && !/(?:^|\/)\.env$/.test(from);
}

/** The workspace after edits of files inside its projects; for other changes see `reopens`. */
export function withSources(workspace: Workspace, changes: readonly Change[]): Workspace {
  const projects = workspace.projects.map(it => withChanges(it, changes));
  return projects.every((it, i) => it === workspace.projects[i]) ? workspace : { ...workspace, projects };
}

/** Whether a change of this file may make, move or unmake a project, so that the workspace must be opened again. */
export function reopens(workspace: Workspace, change: Change): boolean {
  const { path } = change;
  if (path.split('/').slice(0, -1).some(isExcludedFolder)) return false;
  if (isProjectFile(path)) return true;
  if (tools.some(it => it.configures(path))) return !isOwnAffair(workspace, change);
  if (workspace.projects.some(({ project, tool }) => entryOf(path, project, tool) !== undefined)) return false;
  // Where the text has the last word, the name must at least be one that it is asked for; others are numbered. Some tools have a folder for each migration.
  const mayTell = peeked([path]).length > 0;
  return tools.some(tool => [folderOf(path), folderOf(folderOf(path))].some(folder => {
    const reading = tool.read(path, tool.at(folder));
    return reading?.kind === 'migration' && (tool.contents ? mayTell : /\d/.test(reading.version ?? '0'));
  }));
}

/** A changelog may lead to others, but seldom does: of the rest, what becomes of it is a migration's. */
function isOwnAffair({ projects }: Workspace, change: Change): boolean {
  const after = 'gone' in change ? undefined : change;
  return projects.some(({ project, tool, sources, parts }) => {
    const before = sources.get(change.path);
    if (before && after && parts.set.at(change.path) !== undefined) return tool.contents !== undefined && (tool.contained?.(before, after) ?? false);
    const joins = (it: Source | undefined) => it === undefined || (tool.joins?.(it, project, sources) ?? false);
    return entryOf(change.path, project, tool) !== undefined && joins(before) && joins(after) && tools.every(it => it.id === tool.id || !it.configures(change.path));
  });
}

interface Found {
  readonly project: Project;
  readonly tool: Tool;
  /** By the project file. */
  readonly named: boolean;
}

/** Detected projects and those that project files name, the latter with what is said of them. */
function projectsOf(tree: Tree, read: ReadonlyMap<string, ReadSettings>): readonly Found[] {
  const found: Found[] = [];
  for (const tool of tools) {
    for (const project of tool.detect(tree)) {
      const meets = tool.guesses ? overlap : (a: string, b: string) => a === b;
      if (!found.some(it => it.project.locations.some(a => project.locations.some(b => meets(a.path, b.path))))) found.push({ project, tool, named: false });
    }
  }
  for (const [base, { settings }] of read) {
    for (const { folder: written, tool: told, pattern, transaction } of settings.projects) {
      const id = told ?? (pattern === undefined ? undefined : 'plain');
      const folder = base === '.' ? written : written === '.' ? base : `${base}/${written}`;
      const at = found.findIndex(({ project, tool }) => (id === undefined || tool.id === id) && project.locations.some(it => it.path === folder));
      const tool = at >= 0 ? found[at]!.tool : tools.find(it => it.id === id) ?? guessed(folder, tree);
      if (!tool) continue;
      const known = at >= 0 ? found[at]!.project : tool.at(folder);
      const project = {
        ...known, ...(transaction && { transaction }), ...(pattern !== undefined && { settings: { ...known.settings, pattern } }),
        ...(known.because === known.folder && { because: base === '.' ? 'migration-lens.jsonc' : `${base}/migration-lens.jsonc` }),
      };
      // What the project file names is that folder's only project.
      const others = found.filter((it, i) => i !== at && !it.project.locations.some(({ path }) => path === folder));
      found.splice(0, found.length, ...others, { project, tool: transaction ? transacted(tool, transaction) : tool, named: true });
    }
  }
  return found.map(it => surrounded(it, tree)).sort((a, b) => (a.project.folder < b.project.folder ? -1 : a.project.folder > b.project.folder ? 1 : 0));
}

function surrounded(found: Found, tree: Tree): Found {
  const { tool } = found;
  const project = tree.environment && tool.inEnvironment ? tool.inEnvironment(found.project, tree.environment) : found.project;
  const more = addressesOf(project, tool.addresses ?? [], tree).filter(it => !project.connections.some(({ url }) => url === it.url));
  return more.length === 0 && project === found.project ? found : { ...found, project: { ...project, connections: [...project.connections, ...more] } };
}

/** The tool whose names most files of the folder have; of two, the one whose names prove more: those come last in the list. */
function guessed(folder: string, { paths }: Tree): Tool | undefined {
  const counts = [...tools].reverse().filter(it => !it.commonNames).sort((a, b) => proofOf(b) - proofOf(a)).map(tool => {
    const project = tool.at(folder);
    return { tool, count: paths.filter(it => entryOf(it, project, tool)?.reading.kind === 'migration').length };
  });
  return counts.reduce<{ tool: Tool; count: number } | undefined>((best, it) => (it.count > (best?.count ?? 0) ? it : best), undefined)?.tool;
}

/** How much its names prove; nothing, where its texts would have. */
function proofOf({ contents, guesses }: Tool): number {
  return contents !== undefined ? 0 : guesses ? 1 : 2;
}

/** One is the other, or lies in it. */
function overlap(a: string, b: string): boolean {
  return a === b || a === '.' || b === '.' || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

async function open({ project, tool }: Found, paths: readonly string[], files: Files, read: Map<string, Source>, branch: DefaultBranch | undefined, settings: Settings): Promise<ProjectIndex> {
  const inside = project.locations.map(it => pathsBelow(it.path, paths));
  const entries = (inside.length === 1 ? inside[0]! : [...new Set(inside.flat())].sort()).flatMap(path => entryOf(path, project, tool) ?? []);
  const needed = entries.filter(needsText).map(it => it.path);
  await readAll(files, needed, read);
  const sources = new Map(needed.flatMap(path => {
    const source = read.get(path);
    return source ? [[path, source] as const] : [];
  }));
  try {
    return indexOf(project, tool, settings, entries, sources, branch);
  } catch (error) {
    const nothing = indexOf(project, tool, settings, [], new Map(), undefined);
    return { ...nothing, problems: [unread({ tool, project, parts: { ...nothing.parts, entries } }, error)] };
  }
}

async function readConfigs(files: Files, paths: readonly string[], read: Map<string, Source>): Promise<ReadonlyMap<string, ConfigDocument>> {
  const configs = new Map<string, ConfigDocument>();
  const asked = new Set<string>();
  let wanted = paths.filter(path => isProjectFile(path) || tools.some(it => it.configures(path)));
  while (wanted.length > 0) {
    await readAll(files, wanted, read);
    const documents = wanted.flatMap(path => {
      asked.add(path);
      const source = read.get(path);
      return source ? [files.config(source)] : [];
    });
    for (const it of documents) configs.set(it.path, it);
    const led = new Set(documents.flatMap(document => tools.flatMap(it => it.leads?.(document, paths) ?? [])));
    wanted = [...led].filter(it => !asked.has(it));
  }
  return configs;
}

/** Each file once, whoever asks for it: a changelog may be both what is run and what leads to others. */
async function readAll(files: Files, paths: readonly string[], read: Map<string, Source>): Promise<void> {
  await inBatches(paths.filter(it => !read.has(it)), async path => {
    const source = await files.read(path);
    if (source) read.set(path, source);
  });
}

/** Broken files of those that a project was found by; others may be no concern of migrations at all. */
function brokenConfigs(configs: ReadonlyMap<string, ConfigDocument>, found: readonly Found[]): readonly Problem[] {
  const used = new Set(found.map(it => it.project.because));
  return [...configs.values()].filter(({ path }) => used.has(path) || /(?:^|\/)flyway\b/.test(path)).flatMap(({ path, broken }) => (broken
    ? [{ rule: 'tool-configuration', severity: 'error' as const, path, span: broken.span, message: `This file cannot be read: ${broken.message}` }]
    : []));
}

function nearest(folder: string, read: ReadonlyMap<string, ReadSettings>): ReadSettings | undefined {
  for (let at = folder; at !== '.'; at = folderOf(at)) {
    const found = read.get(at);
    if (found) return found;
  }
  return read.get('.');
}

/** Some at a time: neither one by one nor all files open at once. */
async function inBatches<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: 32 }, async () => {
    while (next < items.length) await each(items[next++]!);
  }));
}

function isProjectFile(path: string): boolean {
  return /(?:^|\/)migration-lens\.jsonc$/.test(path);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
