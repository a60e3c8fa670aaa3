import type { Source } from '../../migrations/migration.js';
import { fileOf } from '../../text/paths.js';
import type { Span } from '../../text/span.js';
import { expressionIn } from '../python/expression.js';
import { type Expression } from '../python/node.js';
import { moduleOf, type Line, type Module } from '../python/lines.js';
import { scopeOf, textIn, type Scope } from '../python/scope.js';
import { statementOf, statementsOf, type Statement } from '../python/statement.js';
import { plainText } from '../python/text.js';

/** What a revision file says of itself, at the left margin. */
export interface Revision {
  readonly id: string;
  /** Of the id's text, without its quotes. */
  readonly at: Span;
  /** `undefined` where there is no `down_revision`. */
  readonly down: Ids | undefined;
  readonly labels: Ids;
  readonly dependsOn: Ids;
  /** The first paragraph of the docstring. */
  readonly title: string;
  /** `Revises:` of the docstring, which is for people only. */
  readonly revises: { readonly text: string; readonly span: Span } | undefined;
  readonly upgrade: Span | undefined;
  readonly downgrade: Span | undefined;
}

export interface Ids {
  readonly ids: readonly { readonly id: string; readonly span: Span }[];
  /** Of the value; where there is none, of the file's start. */
  readonly span: Span;
  /** Not all of it could be told: an attribute of another module. */
  readonly partial: boolean;
}

/**
 * The variables of a revision file (alembic 1.19.2, `script/base.py`: `Script._from_path`); `undefined` for a file without a `revision`.
 * Of several assignments of a name, the last counts, as in Python.
 */
export function revisionOf({ path, text }: Pick<Source, 'path' | 'text'>): Revision | undefined {
  if (!text.includes('revision')) return undefined;
  const module = moduleOf(text);
  const found = new Map<string, Expression>();
  const functions = new Map<string, Line>();
  for (const line of module.lines) {
    VARIABLE.lastIndex = line.span.start;
    const [, name, defined] = VARIABLE.exec(text) ?? [];
    if (defined !== undefined) functions.set(defined, line);
    if (name === undefined) continue;
    const statement = statementOf(module, line);
    if (statement.kind !== 'assignment') continue;
    for (const target of statement.targets) if (target.kind === 'name') found.set(target.name, statement.value);
  }
  const own = found.get('revision');
  const legacy = LEGACY.exec(fileOf(path))?.[1];
  if (!own && !(legacy !== undefined && found.has('down_revision'))) return undefined;
  // Only names that stand for other names need the rest of the file.
  const scope = [...found.values()].some(hasName) ? scopeOf(module, statementsOf(module, module.lines)) : scopeOf(module, []);
  const [id] = own ? idsOf(own, scope).ids : [{ id: legacy!, span: { start: 0, end: 0 } }];
  if (!id) return undefined;
  const doc = docstringOf(module);
  const down = found.get('down_revision');
  return {
    id: id.id, at: id.span,
    down: down && idsOf(down, scope),
    labels: idsOf(found.get('branch_labels'), scope),
    dependsOn: idsOf(found.get('depends_on'), scope),
    title: titleOf(doc?.text ?? ''),
    revises: revisesOf(doc),
    upgrade: spanOf(functions.get('upgrade')),
    downgrade: spanOf(functions.get('downgrade')),
  };
}

/** Long ago the id was the file's name (`_legacy_rev`). */
const LEGACY = /^([a-f0-9]+)\.py$/;

const VARIABLE = /(revision|down_revision|branch_labels|depends_on)[ \t]*(?::[^=\n]+|=[ \t]*\w+[ \t]*)?=|(?:async[ \t]+)?def[ \t]+(\w+)/y;

function hasName(value: Expression): boolean {
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') return value.items.some(hasName);
  return value.kind === 'name' ? value.name !== 'None' : value.kind !== 'text';
}

/** A text, several, or `None`. */
function idsOf(value: Expression | undefined, scope: Scope, depth = 0): Ids {
  if (!value) return { ids: [], span: { start: 0, end: 0 }, partial: false };
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') {
    const parts = depth > 3 ? [] : value.items.map(it => idsOf(it, scope, depth + 1));
    return { ids: parts.flatMap(it => it.ids), span: value.span, partial: parts.some(it => it.partial) };
  }
  const text = textIn(value, scope);
  if (text) {
    // `span` of the text itself, so that an edit keeps the quotes.
    const inner = value.kind === 'text' && value.pieces.length === 1 ? value.pieces[0]!.span : value.span;
    return { ids: text.text === '' ? [] : [{ id: text.text, span: inner }], span: value.span, partial: false };
  }
  const named = value.kind === 'name' && value.name !== 'None' ? scope.valueOf(value.name) : undefined;
  if (named && depth <= 3) return { ...idsOf(named, scope, depth + 1), span: value.span };
  return { ids: [], span: value.span, partial: !(value.kind === 'name' && value.name === 'None') };
}

function spanOf(line: Line | undefined): Span | undefined {
  if (!line) return undefined;
  let last = line;
  while (last.body.length > 0) last = last.body.at(-1)!;
  return { start: line.span.start, end: last.span.end };
}

interface Docstring {
  readonly text: string;
  readonly span: Span;
}

function docstringOf(module: Module): Docstring | undefined {
  const [first] = module.lines;
  if (!first || !/^[rRuU]?['"]/.test(module.text.slice(first.span.start, first.span.start + 2))) return undefined;
  const value = expressionIn(module, first.span);
  const text = value.kind === 'text' ? plainText(module.text, value) : undefined;
  return text === undefined ? undefined : { text, span: first.span };
}

/** As `Script.doc`: up to the first blank line, without the part that `alembic revision` writes. */
function titleOf(doc: string): string {
  return doc.trim().split(/\n[ \t]*\n/)[0]!.split(/\nRevision ID:/)[0]!.replace(/\s+/g, ' ').trim();
}

function revisesOf(doc: Docstring | undefined): Revision['revises'] {
  const found = doc && /^[ \t]*Revises:[ \t]*([^\n]*?)[ \t]*$/m.exec(doc.text);
  return found ? { text: found[1]!, span: doc.span } : undefined;
}

/** A file's functions by name, and everything at its margin. */
export interface Functions {
  readonly module: Module;
  readonly statements: readonly Statement[];
  readonly byName: ReadonlyMap<string, Function>;
}

export type Function = Extract<Statement, { kind: 'function' }>;

export function functionsOf(text: string): Functions {
  const module = moduleOf(text);
  const statements = statementsOf(module, module.lines);
  return { module, statements, byName: new Map(statements.flatMap(it => (it.kind === 'function' ? [[it.name, it] as const] : []))) };
}
