import { parseTree, printParseErrorCode, type Node as JsonNode, type ParseError } from 'jsonc-parser';
import { getProperties } from 'properties-file';
import { SaxesParser } from 'saxes';
import { parse as parseToml, TomlError } from 'smol-toml';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit, type Alias, type Document } from 'yaml';
import type { ConfigDocument, ConfigValue } from '../core/tools/config.js';
import type { Span } from '../core/text/span.js';

/** Any configuration file, read when somebody asks for more than its text; what is broken in it is part of the answer. */
export function parseConfig(path: string, text: string): ConfigDocument {
  return new Unread(path, text);
}

/** A class, as `Placed` is: each literal with getters of its own would keep what they see alive until a full collection. */
class Unread implements ConfigDocument {
  private parsed: Parsed | undefined;

  constructor(readonly path: string, readonly text: string) {}

  get values(): Values { return this.read().values; }
  get broken(): Broken { return this.read().broken; }

  private read(): Parsed {
    return this.parsed ??= parse(this.path.slice(this.path.lastIndexOf('/') + 1).toLowerCase(), this.text);
  }
}

function parse(name: string, text: string): Parsed {
  const values = new Map<string, ConfigValue>();
  // A changelog of Liquibase configures nothing, and may be large: its tool reads the text.
  if (/\.(?:xml|ya?ml|json)$/.test(name) && /\bdatabaseChangeLog\b/.test(text)) return { values, broken: undefined };
  const broken = text.length > (/\.jsonc?$/.test(name) ? LARGEST_JSON : LARGEST) ? { message: 'it is larger than any configuration', span: START } : attempt(() => readerOf(name)?.(text, values));
  return { values, broken };
}

/** In UTF-16 code units: some of the parsers need time that grows with the square of it. */
const LARGEST = 1_000_000;
/** That of JSON does not, and the journal of ten thousand migrations is long. */
const LARGEST_JSON = 20_000_000;
const START: Span = { start: 0, end: 0 };

type Values = Map<string, ConfigValue>;
type Broken = ConfigDocument['broken'];
interface Parsed { readonly values: Values; readonly broken: Broken }
type Reader = (text: string, values: Values) => Broken;

/** The parsers recurse: a file nested some thousand levels deep is nobody's configuration. */
function attempt(read: () => Broken): Broken {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { message: 'it is nested too deeply', span: START };
  }
}

function readerOf(name: string): Reader | undefined {
  if (name.endsWith('.toml')) return toml;
  if (/\.ya?ml$/.test(name)) return yaml;
  if (/\.(?:properties|conf|env)$/.test(name)) return properties;
  if (name.endsWith('.xml')) return xml;
  if (/\.jsonc?$/.test(name)) return jsonc;
  return undefined;
}

function toml(text: string, values: Values): Broken {
  try {
    flatten(parseToml(text), '', (key, value) => values.set(key, new Placed(text, key, value)));
    return undefined;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const start = offsetOf(text, error.line - 1, error.column - 1);
    return { message: error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, ''), span: { start, end: start } };
  }
}

function properties(text: string, values: Values): Broken {
  try {
    for (const [key, value] of Object.entries(getProperties(text))) values.set(key, new Placed(text, key, value));
    return undefined;
  } catch (error) {
    return { message: (error as Error).message, span: START };
  }
}

function yaml(text: string, values: Values): Broken {
  // Maven replaces `@project.version@` before Spring reads the file; as YAML it is an error.
  const readable = text.replace(/@([\w.-]+)@/g, '_$1_');
  if (isHeaped(readable)) throw new RangeError('The parser would take all memory for it');
  const documents = parseAllDocuments(readable, { logLevel: 'silent', uniqueKeys: false, strict: false, prettyErrors: false });
  let left = MOST_NODES;
  let meant: ReadonlyMap<Alias, unknown> = new Map();
  if (!Array.isArray(documents)) return undefined;
  documents.forEach((document, i) => {
    meant = meantBy(document);
    if (document.contents) walk(document.contents, i === 0 ? '' : `#${i}.`, 0);
  });
  const error = documents.flatMap(it => it.errors)[0];
  return error && { message: error.message.split('\n')[0]!, span: { start: error.pos[0], end: error.pos[1] } };

  function walk(node: unknown, prefix: string, depth: number): void {
    if (depth > 50) return;
    // Aliases of aliases can make a small file as large as one likes.
    if (left-- <= 0) throw new RangeError('It has too many parts');
    if (isAlias(node)) walk(meant.get(node), prefix, depth + 1);
    else if (isMap(node)) {
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        if (key === '<<') walk(pair.value, prefix, depth + 1);
        else walk(pair.value, key.startsWith('[') ? `${prefix.replace(/\.$/, '')}${key}.` : `${prefix}${key}.`, depth + 1);
      }
    } else if (isSeq(node)) {
      if (node.items.every(it => isScalar(it))) {
        values.set(prefix.slice(0, -1), { value: node.items.map(it => String(it.value)), span: spanOf(node.range) });
      } else node.items.forEach((it, i) => walk(it, `${prefix}${i}.`, depth + 1));
    } else if (isScalar(node)) values.set(prefix.slice(0, -1), { value: node.value === null ? '' : String(node.value), span: spanOf(node.range) });
  }

  function spanOf(range: readonly [number, number, number] | null | undefined): Span {
    return range ? { start: range[0], end: range[1] } : START;
  }
}

/** What each alias stands for: the last before it that has the anchor. */
function meantBy(document: Document): ReadonlyMap<Alias, unknown> {
  const meant = new Map<Alias, unknown>();
  const anchors = new Map<string, unknown>();
  visit(document, {
    Alias: (_, node) => void meant.set(node, anchors.get(node.source)),
    Value: (_, node) => void (node.anchor !== undefined && anchors.set(node.anchor, node)),
  });
  return meant;
}

const MOST_NODES = 200_000;

/** Whether collections are opened in one another more often than a person does, on one line or in brackets. */
function isHeaped(text: string): boolean {
  let open = 0;
  for (const [bracket] of text.matchAll(/[[{]|[\]}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > MOST_OPEN) return true;
  }
  return /(?:[-?] +){100}/.test(text);
}

const MOST_OPEN = 500;

/** Elements become keys; the second of one name among its siblings has `#1` behind it, the third `#2`. */
function xml(text: string, values: Values): Broken {
  const open: { readonly key: string; readonly seen: Map<string, number>; text: string; start: number }[] = [];
  const root = { key: '', seen: new Map<string, number>(), text: '', start: 0 };
  const parser = new SaxesParser();
  let broken: Broken;
  parser.on('error', error => {
    broken ??= { message: error.message.replace(/^\d+:\d+: /, ''), span: { start: parser.position, end: parser.position } };
  });
  parser.on('opentag', ({ name }) => {
    const parent = open.at(-1) ?? root;
    const nth = parent.seen.get(name) ?? 0;
    parent.seen.set(name, nth + 1);
    const step = nth === 0 ? name : `${name}#${nth}`;
    open.push({ key: parent.key === '' ? step : `${parent.key}.${step}`, seen: new Map(), text: '', start: parser.position });
  });
  parser.on('text', piece => { if (open.length > 0) open.at(-1)!.text += piece; });
  parser.on('cdata', piece => { if (open.length > 0) open.at(-1)!.text += piece; });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element && element.seen.size === 0) {
      values.set(element.key, { value: element.text.trim(), span: { start: element.start, end: element.start + element.text.length } });
    }
  });
  parser.write(text).close();
  return broken;
}

/** A dot in a name is written `\.`; an object or a list of objects is there itself, as an empty list. */
function jsonc(text: string, values: Values): Broken {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false, allowEmptyContent: true });
  if (root) walk(root, '', undefined);
  const error = errors[0];
  if (!error) return undefined;
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return { message: words, span: { start: error.offset, end: error.offset + error.length } };

  function walk(node: JsonNode, key: string, keyNode: JsonNode | undefined): void {
    const place = { span: spanOf(node), ...(keyNode && { key: spanOf(keyNode) }) };
    const children = node.children ?? [];
    if (node.type === 'object') {
      values.set(key, { value: [], ...place });
      for (const { children: pair } of children) {
        const [name, value] = pair ?? [];
        if (name && value) walk(value, joined(key, String(name.value).replaceAll('.', '\\.')), name);
      }
    } else if (node.type === 'array') {
      const scalar = children.every(it => it.type !== 'object' && it.type !== 'array');
      values.set(key, { value: scalar ? children.map(it => String(it.value)) : [], ...place });
      if (!scalar) children.forEach((it, i) => walk(it, joined(key, String(i)), undefined));
    } else values.set(key, { value: String(node.value), ...place });
  }

  function joined(key: string, name: string): string {
    return key === '' ? name : `${key}.${name}`;
  }

  function spanOf({ offset, length }: JsonNode): Span {
    return { start: offset, end: offset + length };
  }
}

function flatten(node: unknown, prefix: string, set: (key: string, value: string | readonly string[]) => void): void {
  if (Array.isArray(node)) {
    if (node.every(it => typeof it !== 'object')) set(prefix, node.map(String));
    else node.forEach((it, i) => flatten(it, `${prefix}.${i}`, set));
  } else if (typeof node === 'object' && node !== null && !(node instanceof Date)) {
    for (const [key, value] of Object.entries(node)) flatten(value, prefix === '' ? key : `${prefix}.${key}`, set);
  } else set(prefix, String(node));
}

/** Its place is looked for when somebody asks: a file may have thousands, and few have something to be told. */
class Placed implements ConfigValue {
  constructor(private readonly text: string, private readonly name: string, readonly value: string | readonly string[]) {}

  get span(): Span { return find(this.text, this.name); }
}

/** Where a key is written: its last part at the start of a line, which is as much as the parsers tell. */
function find(text: string, key: string): Span {
  const name = key.slice(key.lastIndexOf('.') + 1);
  const escaped = [key, name].map(it => it.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const found = new RegExp(`^[ \\t]*"?(?:${escaped})"?(?=\\s*[=:\\s.])`, 'm').exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : START;
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) at = text.indexOf('\n', at) + 1;
  return Math.min(at + column, text.length);
}
