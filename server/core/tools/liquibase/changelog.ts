import type { Flaw, Source } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import { isForPostgres } from './contexts.js';
import { childOf, flagOf, valueOf, type Node } from './document.js';
import { readXml } from './document/xml.js';
import { readYaml } from './document/yaml.js';
import { isFormatted, readFormatted, type Changeset, type Property } from './formatted.js';
import type { Attributes } from './formatted/header.js';
import { flawOf } from './vocabulary.js';

/** A file as Liquibase reads it, whatever its format. */
export interface Changelog {
  readonly logicalFilePath?: string;
  readonly properties: readonly Property[];
  /** Changesets and what is included between them, in order. */
  readonly items: readonly Item[];
  /** What Liquibase says of the file as a whole. */
  readonly flaw?: Flaw;
}

export type Item = ChangesetItem | Include;

export interface ChangesetItem {
  readonly kind: 'changeset';
  readonly id: string;
  readonly author: string;
  readonly span: Span;
  /** Where it is named. */
  readonly at: Span;
  readonly attributes: Attributes;
  readonly runOrder?: string;
  readonly comment?: string;
  readonly validCheckSums: readonly string[];
  readonly hasPreconditions: boolean;
  /** Its conditions can never hold on PostgreSQL. */
  readonly isForOthers: boolean;
  readonly body: Body;
  /** Where it does nothing but run a file of SQL: that file. */
  readonly sqlFile?: { readonly path: string; readonly relative: boolean; readonly node: Node };
  readonly passedOver: readonly Flaw[];
  readonly flaw?: Flaw;
}

export type Body =
  | { readonly kind: 'formatted'; readonly changeset: Changeset }
  | { readonly kind: 'node'; readonly node: Node; readonly changes: readonly Node[] }
  /** A file of SQL and nothing else, which is one changeset. */
  | { readonly kind: 'raw'; readonly sql: string };

export interface Include {
  readonly kind: 'include' | 'includeAll';
  readonly path: string;
  readonly at: Span;
  readonly relative: boolean;
  readonly errorIfMissing: boolean;
  readonly contexts?: string;
  readonly labels?: string;
  readonly ignore: boolean;
  readonly logicalFilePath?: string;
  /** Of `includeAll`: how deep, counted from the folder, and how names end. */
  readonly maxDepth: number;
  readonly minDepth: number;
  readonly endsWith: string;
  /** A class of the project's own chooses or sorts, which nobody can follow without running it. */
  readonly programmed: boolean;
}

/** Whether the name is one that Liquibase reads. */
export function isChangelogName(path: string): boolean {
  return /\.(?:sql|xml|ya?ml|json)$/i.test(path);
}

export function readChangelog({ path, text }: Pick<Source, 'path' | 'text'>): Changelog {
  if (/\.sql$/i.test(path)) return isFormatted(text) ? ofFormatted(text) : ofRaw(text);
  if (!text.includes('databaseChangeLog')) return NOTHING;
  const { root, broken } = /\.xml$/i.test(path) ? readXml(text) : readYaml(text);
  if (!root) return NOTHING;
  const flaw = broken && { message: `Error parsing ${path.slice(path.lastIndexOf('/') + 1)}: ${broken.message}`, span: broken.span };
  return ofDocument(root, /\.xml$/i.test(path), flaw);
}

const NOTHING: Changelog = { properties: [], items: [] };

function ofFormatted(text: string): Changelog {
  const { changesets, properties, logicalFilePath, flaw } = readFormatted(text);
  return {
    properties, ...(logicalFilePath !== undefined && { logicalFilePath }), ...(flaw && { flaw }),
    items: changesets.map((changeset): Item => ({
      kind: 'changeset', id: changeset.id, author: changeset.author, span: changeset.span, at: changeset.name, attributes: changeset.attributes,
      validCheckSums: changeset.validCheckSums, hasPreconditions: changeset.preconditions.length > 0, isForOthers: false,
      body: { kind: 'formatted', changeset }, passedOver: changeset.passedOver,
      ...(changeset.comment !== undefined && { comment: changeset.comment }), ...(changeset.flaw && { flaw: changeset.flaw }),
    })),
  };
}

/** `SqlChangeLogParser`: one changeset, which is not cut and keeps its comments. */
function ofRaw(text: string): Changelog {
  if (text.trim() === '') return NOTHING;
  const item: Item = {
    kind: 'changeset', id: 'raw', author: 'includeAll', span: { start: 0, end: text.length }, at: { start: 0, end: 0 },
    attributes: { splitStatements: false, stripComments: false }, validCheckSums: [], hasPreconditions: false, isForOthers: false, body: { kind: 'raw', sql: text }, passedOver: [],
  };
  return { properties: [], items: [item] };
}

function ofDocument(root: Node, isXml: boolean, broken: Flaw | undefined): Changelog {
  const logicalFilePath = valueOf(root, 'logicalFilePath');
  const children = root.children.flatMap(it => (it.name === 'modifyChangeSets' ? it.children : [it]));
  const stray = isXml ? undefined : children.find(it => it.children.length > 0 && !KNOWN_AT_ROOT.has(it.name));
  const flaw = broken ?? (stray && { message: `Unexpected node found under databaseChangeLog: ${stray.name}`, span: stray.key });
  return {
    ...(logicalFilePath !== undefined && { logicalFilePath }), ...(flaw && { flaw }),
    properties: children.filter(it => it.name === 'property').flatMap(it => propertyOf(it) ?? []),
    items: children.flatMap((it): readonly Item[] => (it.name === 'changeSet' ? [changesetOf(it, isXml)] : it.name === 'include' || it.name === 'includeAll' ? includeOf(it) : [])),
  };
}

const KNOWN_AT_ROOT = new Set(['changeSet', 'include', 'includeAll', 'property', 'preConditions', 'modifyChangeSets', 'removeChangeSetProperty']);

function changesetOf(node: Node, isXml: boolean): Item {
  const [id, author, runOrder] = [valueOf(node, 'id'), valueOf(node, 'author'), valueOf(node, 'runOrder')];
  const changes = changesOf(node, isXml);
  const comment = node.children.filter(it => it.name === 'comment').map(it => it.value?.text ?? '').join('\n').trim();
  const flaw = flawOf(node, changes, isXml);
  const conditions = node.children.find(it => /^pre[cC]onditions$/.test(it.name));
  const idSpan = childOf(node, 'id')?.value?.span;
  return {
    kind: 'changeset', id: id ?? 'null', author: author ?? 'null', span: node.span, at: idSpan ?? node.key,
    attributes: attributesOf(node), ...(runOrder !== undefined && { runOrder }),
    validCheckSums: node.children.filter(it => /^validCheckSums?$/.test(it.name)).flatMap(it => (it.value ? [it.value.text.trim()] : it.children.flatMap(child => child.value?.text ?? []))),
    hasPreconditions: conditions !== undefined, isForOthers: conditions !== undefined && canHold(conditions) === false,
    body: { kind: 'node', node, changes }, passedOver: [],
    ...(comment !== '' && { comment }), ...(flaw && { flaw }), ...sqlFileOf(changes),
  };
}

/** What a changeset does, in order; in YAML and JSON a pair with a value says something about it. */
export function changesOf(node: Node, isXml: boolean): readonly Node[] {
  return node.children.flatMap(it => (it.name === 'changes' ? it.children : isXml || it.value === undefined ? [it] : [])).filter(it => !NO_CHANGES.has(it.name));
}

function sqlFileOf(changes: readonly Node[]): Pick<ChangesetItem, 'sqlFile'> {
  const ours = changes.filter(it => (it.name !== 'sqlFile' && it.name !== 'sql') || isForPostgres(valueOf(it, 'dbms')));
  const [only, ...others] = ours;
  const path = only?.name === 'sqlFile' && others.length === 0 ? valueOf(only, 'path') : undefined;
  return path === undefined ? {} : { sqlFile: { path: path.replaceAll('\\', '/'), relative: flagOf(only!, 'relativeToChangelogFile') ?? false, node: only! } };
}

/** What the conditions on the database say for PostgreSQL; `undefined` where others decide. */
function canHold(node: Node): boolean | undefined {
  const inner = (): readonly (boolean | undefined)[] => node.children.filter(it => it.value === undefined || it.children.length > 0 || it.name === 'dbms').map(canHold);
  switch (node.name.toLowerCase()) {
    case 'dbms': {
      const type = valueOf(node, 'type') ?? node.value?.text;
      return type === undefined ? undefined : isForPostgres(type);
    }
    case 'not': {
      const [first, ...more] = inner();
      return first === undefined || more.length > 0 ? undefined : !first;
    }
    case 'or': return inner().some(it => it !== false) ? (inner().includes(true) ? true : undefined) : inner().length === 0 ? undefined : false;
    case 'and': case 'preconditions': return inner().includes(false) ? false : undefined;
    default: return undefined;
  }
}

/** Of a changeset's children, what is said about it. */
const NO_CHANGES = new Set([
  'id', 'author', 'runAlways', 'alwaysRun', 'runOnChange', 'context', 'contextFilter', 'labels', 'dbms', 'runInTransaction', 'failOnError', 'onValidationFail',
  'created', 'runOrder', 'ignore', 'logicalFilePath', 'objectQuotingStrategy', 'runWith', 'runWithSpoolFile',
  'comment', 'validCheckSum', 'validCheckSums', 'preConditions', 'preconditions', 'rollback', 'modifySql', 'changes', '',
]);

function attributesOf(node: Node): Attributes {
  const said = {
    runOnChange: flagOf(node, 'runOnChange'),
    runAlways: flagOf(node, 'runAlways') ?? flagOf(node, 'alwaysRun'),
    runInTransaction: flagOf(node, 'runInTransaction'),
    failOnError: flagOf(node, 'failOnError'),
    ignore: flagOf(node, 'ignore'),
    contexts: valueOf(node, 'contextFilter') ?? valueOf(node, 'context'),
    labels: valueOf(node, 'labels'),
    dbms: valueOf(node, 'dbms'),
    logicalFilePath: valueOf(node, 'logicalFilePath'),
    runWith: valueOf(node, 'runWith'),
  };
  const written: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(said)) if (value !== undefined && value !== '') written[name] = value;
  return written as Attributes;
}

function propertyOf(node: Node): Property | undefined {
  const [name, value] = [valueOf(node, 'name'), valueOf(node, 'value')];
  if (name === undefined || value === undefined) return undefined;
  const [contexts, labels, dbms] = [valueOf(node, 'contextFilter') ?? valueOf(node, 'context'), valueOf(node, 'labels'), valueOf(node, 'dbms')];
  return { name, value, global: flagOf(node, 'global') ?? true, ...(contexts && { contexts }), ...(labels && { labels }), ...(dbms && { dbms }) };
}

function includeOf(node: Node): readonly Include[] {
  const where = childOf(node, node.name === 'include' ? 'file' : 'path');
  if (!where?.value) return [];
  const [contexts, labels, logicalFilePath] = [valueOf(node, 'contextFilter') ?? valueOf(node, 'context'), valueOf(node, 'labels'), valueOf(node, 'logicalFilePath')];
  const number = (name: string, otherwise: number): number => (/^\d+$/.test(valueOf(node, name) ?? '') ? Number(valueOf(node, name)) : otherwise);
  return [{
    kind: node.name as Include['kind'], path: where.value.text.replaceAll('\\', '/'), at: where.value.span,
    relative: flagOf(node, 'relativeToChangelogFile') ?? false,
    errorIfMissing: flagOf(node, node.name === 'include' ? 'errorIfMissing' : 'errorIfMissingOrEmpty') ?? true,
    ignore: flagOf(node, 'ignore') ?? false, maxDepth: number('maxDepth', Infinity), minDepth: number('minDepth', 0), endsWith: valueOf(node, 'endsWithFilter') ?? '',
    programmed: ['filter', 'resourceFilter', 'resourceComparator'].some(it => valueOf(node, it) !== undefined),
    ...(contexts && { contexts }), ...(labels && { labels }), ...(logicalFilePath && { logicalFilePath }),
  }];
}
