import { partOf, type Migration, type Source } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool/project.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { changesOf } from './changelog.js';
import { isForPostgres } from './contexts.js';
import { childOf, offsetsOf, valueOf, type Node, type Text } from './document.js';
import { readFormatted } from './formatted.js';
import { expandText, pieces, type Parameters } from './parameters.js';
import { partNode } from './part.js';
import { cut, type Cutting } from './split.js';
import { parametersFor } from './sums.js';
import { cuttingFor, cuttingOf, withSemicolons } from './torn.js';
import { constraints } from './translate/constraints.js';
import { others } from './translate/others.js';
import type { Said } from './translate/said.js';
import { tables } from './translate/tables.js';

/** What a changeset sends to PostgreSQL. SQL that is cut at semicolons is SQL as it stands. */
export function translate(migration: Migration, _: unknown, project: Project): Translation | undefined {
  const { up, options = {} } = migration;
  if (!up) return undefined;
  const parameters = parametersFor(migration, project);
  if (options['ignore'] === 'true' || options['preconditions'] === 'never') return { up: [], down: [], comments: [], known: undefined };
  if (options['format'] === 'node') return ofNode(up, parameters);
  const isExpanded = pieces(partOf(up), parameters).some(it => !it.verbatim);
  if (options['format'] === 'file') return ofFile(up, cuttingFor(options), parameters, isExpanded);
  return options['format'] === 'raw' ? ofRaw(up, parameters, isExpanded) : ofFormatted(up, parameters, isExpanded);
}

function ofFile({ text }: Source, cutting: Cutting, parameters: Parameters, isExpanded: boolean): Translation | undefined {
  if (!isExpanded && cutting.endDelimiter === undefined && !/^(?:go|\/)[ \t]*$/im.test(text)) return { down: [], comments: [], known: undefined };
  return { up: [literal(semicolons({ text, span: { start: 0, end: text.length }, runs: [{ text: 0, file: 0 }] }, cutting), 0, parameters)], down: [], comments: [], known: undefined };
}

function ofRaw({ text, within }: Source, parameters: Parameters, isExpanded: boolean): Translation | undefined {
  if (!isExpanded) return undefined;
  const span = within ?? { start: 0, end: text.length };
  return { up: [literal({ text: text.slice(span.start, span.end), span, runs: [{ text: 0, file: span.start }] }, 0, parameters)], comments: [], known: undefined };
}

function ofFormatted(up: Source, parameters: Parameters, isExpanded: boolean): Translation | undefined {
  const text = partOf(up);
  const isSpecial = isExpanded || /endDelimiter:|ignoreLines|^(?:go|\/)[ \t]*$/im.test(text);
  const takesBack = /rollback/i.test(text);
  if (!isSpecial && !takesBack) return undefined;
  const [changeset] = readFormatted(text).changesets;
  if (!changeset) return undefined;
  const start = up.within?.start ?? 0;
  const { rollback, sql, attributes } = changeset;
  return {
    ...(isSpecial && { up: [literal(semicolons(sql, cuttingOf(attributes, sql.text)), start, parameters)] }),
    down: rollback?.kind === 'sql' ? [literal(rollback.sql, start, parameters)] : [],
    comments: [], known: undefined,
  };
}

function semicolons(sql: Text, cutting: Cutting): Text {
  try {
    return cutting.splitStatements ? { ...sql, text: withSemicolons(sql.text, cut(sql.text, cutting).delimiters) } : sql;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return sql;
  }
}

function ofNode(up: Source, parameters: Parameters): Translation {
  const text = partOf(up);
  const start = up.within?.start ?? 0;
  const node = partNode(text, up.path);
  if (!node) return { up: [], down: [], comments: [], known: undefined };
  const changes = changesOf(node, /\.xml$/i.test(up.path));
  const rollback = childOf(node, 'rollback');
  const naming = { quoteAll: valueOf(node, 'objectQuotingStrategy') === 'QUOTE_ALL_OBJECTS' };
  const fragmentsOf = (all: readonly Node[]): readonly Fragment[] => all.filter(it => isForPostgres(valueOf(it, 'dbms'))).flatMap(change => {
    const translated = CHANGES[change.name]?.(expanded(change, parameters), naming);
    return translated ? translated.flatMap(it => fragmentOf(it, change, start, parameters)) : [{ sql: '', span: spanOf(change, start), unknown: true as const }];
  });
  return {
    up: fragmentsOf(changes),
    down: rollback ? (rollback.value && rollback.children.length === 0 ? [literal(rollback.value, start, parameters)] : fragmentsOf(rollback.children.filter(it => it.name !== '' && !/^changeSet(?:Id|Author|Path)$/i.test(it.name)))) : [],
    comments: commentsOf(text, up.path, start), known: undefined,
  };
}

const CHANGES = { ...tables, ...constraints, ...others };

/** The node with its parameters put in; texts that have some stand nowhere any more. */
function expanded(node: Node, parameters: Parameters): Node {
  const value = node.value?.text.includes('${') && !isSql(node) ? { ...node.value, text: expandText(node.value.text, parameters) } : node.value;
  return { ...node, ...(value && { value }), children: node.children.map(it => expanded(it, parameters)) };
}

/** What is to be mapped to the file is expanded where it is cut. */
function isSql({ name }: Node): boolean {
  return /^(?:sql|createView|selectQuery|createProcedure|procedureText|procedureBody|createFunction|functionText|createTrigger|triggerText)$/.test(name);
}

function fragmentOf(said: Said, change: Node, start: number, parameters: Parameters): readonly Fragment[] {
  switch (said.kind) {
    case 'made': return [{ sql: said.sql, span: spanOf(said.at ?? change, start) }];
    case 'unknown': return [{ sql: '', span: spanOf(said.at ?? change, start), unknown: true }];
    case 'written': {
      const sql = said.cutting ? semicolons(said.sql, said.cutting) : said.sql;
      if (sql.text.trim() === '') return [];
      return [said.before === '' ? literal(sql, start, parameters) : { sql: said.before + expandText(sql.text, parameters), span: spanOf(change, start) }];
    }
  }
}

/** From the bracket, or the key's beginning, to the end of the name. */
function spanOf({ span, key }: Node, by: number): Span {
  return { start: span.start + by, end: key.end + by };
}

/** A text of the file, with its parameters put in: what stands for one of them is told at the one. */
function literal(text: Text, by: number, parameters: Parameters): Fragment {
  const own = offsetsOf(text);
  const parts = pieces(text.text, parameters);
  const span = { start: text.span.start + by, end: text.span.end + by };
  if (parts.every(it => it.verbatim)) return { sql: text.text, span, offsets: by === 0 ? own : own.map(it => it + by) };
  const offsets = parts.flatMap(({ text: part, at, verbatim }) => Array.from({ length: part.length }, (_, i) => own[verbatim ? at + i : at]! + by));
  return { sql: parts.map(it => it.text).join(''), span, offsets: [...offsets, own.at(-1)! + by] };
}

/** Of XML and of YAML; JSON has none. What looks like one inside a text does no harm. */
function commentsOf(text: string, path: string, by: number): readonly Span[] {
  const pattern = /\.xml$/i.test(path) ? /<!--[^]*?-->/g : /\.ya?ml$/i.test(path) ? /(?<=^|\s)#[^\r\n]*/gm : undefined;
  return pattern ? [...text.matchAll(pattern)].map(it => ({ start: it.index + by, end: it.index + it[0].length + by })) : [];
}
