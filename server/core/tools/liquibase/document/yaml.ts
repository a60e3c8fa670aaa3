import type { Document, Node } from '../document.js';
import type { Content, Key } from './yaml/content.js';
import { isNull, itemsOf, pairOf, weightOf } from './yaml/content.js';
import { blockScalar, plain, quoted } from './yaml/scalars.js';

/**
 * Reads YAML, and JSON, which is YAML's flow style, with the place of every piece of text, and fast: ten thousand changelogs
 * are read when a workspace is opened, for which the `yaml` package takes four times as long, and more than all the rest may. What
 * is beyond changelogs (keys that are collections) is not read. A document that is half typed gives what stands in it.
 */
export function readYaml(source: string): Document {
  const { nodes, broken } = read(source);
  const root = nodes.find(it => it.name === 'databaseChangeLog');
  return { ...(root && { root }), ...(broken && { broken }) };
}

/** The outermost pairs, whatever they are called. */
export function yamlNodes(source: string): readonly Node[] {
  return read(source).nodes;
}

function read(source: string): { readonly nodes: readonly Node[]; readonly broken: Document['broken'] } {
  const anchors = new Map<string, Content & { readonly weight: number }>();
  let broken: Document['broken'];
  let copied = 0;
  const fail = (message: string, at: number): void => { broken ??= { message, span: { start: at, end: Math.max(at, endOfLine(at)) } }; };

  const { children } = documentAt();
  return { nodes: children, broken };

  function documentAt(): Content {
    const found: Node[] = [];
    let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
    for (at = skip(at); at < source.length; at = skip(at)) {
      if (/^(?:---|\.\.\.)(?:\s|$)/.test(source.slice(at, at + 4))) at += 3;
      else if (source[at] === '%' && columnOf(at) === 0) at = endOfLine(at);
      else {
        const content = contentAt(at, -1, true, 0);
        for (const it of content.children) found.push(it);
        if (content.end > at && skip(content.end) < source.length && !/^(?:---|\.\.\.)/.test(source.slice(skip(content.end)))) fail('expected <document start>, but found another node', skip(content.end));
        at = Math.max(content.end, endOfLine(at));
      }
    }
    return { value: undefined, children: found, end: at };
  }

  /** Behind a colon, a dash or at a line's beginning: what follows, if it is indented more than `indent`. `compact`: a pair may begin here. */
  function contentAt(from: number, indent: number, compact: boolean, depth: number): Content {
    let at = from;
    let anchor: string | undefined;
    for (;;) {
      const mark = source[skipBlanks(at)];
      if (mark !== '&' && mark !== '!') break;
      PROPERTY.lastIndex = at;
      const found = PROPERTY.exec(source);
      if (!found) break;
      at = PROPERTY.lastIndex;
      if (found[0].trimStart().startsWith('&')) anchor = found[0].trim().slice(1);
    }
    const content = bareAt(at, indent, compact, depth);
    if (anchor !== undefined) anchors.set(anchor, { ...content, weight: 1 + weightOf(content.children) });
    return content;
  }

  function bareAt(from: number, indent: number, compact: boolean, depth: number): Content {
    if (depth > DEEPEST) {
      fail('it is nested too deeply', from);
      return { value: undefined, children: [], end: source.length };
    }
    const at = skipBlanks(from);
    const character = source[at];
    if (character === undefined || character === '\n' || character === '\r' || (character === '#' && (at === 0 || /\s/.test(source[at - 1]!)))) {
      const next = skip(at);
      const column = columnOf(next);
      if (next >= source.length || column < indent || (column === indent && !isDash(next)) || (column === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(source.slice(next, next + 4)))) return { value: undefined, children: [], end: from };
      return contentAt(next, column === indent ? indent - 1 : indent, true, depth + 1);
    }
    if (compact && isDash(at)) return sequenceAt(at, depth);
    const key = compact ? keyAt(at) : undefined;
    if (key) return mappingAt(key, depth);
    if (character === '|' || character === '>') {
      const scalar = blockScalar(source, at, indent);
      if (scalar) return { value: scalar.value, children: [], end: scalar.end };
    }
    if (character === '{' || character === '[') return flowAt(at, depth);
    if (character === '"' || character === "'") {
      const scalar = quoted(source, at);
      return { value: scalar.value, children: [], end: scalar.end };
    }
    if (character === '*') return aliasAt(at);
    if (character === '?' && /\s/.test(source[at + 1] ?? ' ')) fail('keys that are collections are not read', at);
    const { value, end } = plain(source, at, indent, false);
    if (end === at) fail('found character that cannot start any token', at);
    return { value: isNull(value) ? undefined : value, children: [], end: Math.max(end, at + 1) };
  }

  function sequenceAt(start: number, depth: number): Content {
    const column = columnOf(start);
    const children: Node[] = [];
    let at = start;
    for (;;) {
      const item = contentAt(at + 1, column, true, depth + 1);
      for (const it of itemsOf(item, at)) children.push(it);
      const next = skip(item.end);
      if (next >= source.length || columnOf(next) < column || next <= at) return { value: undefined, children, end: item.end };
      if (columnOf(next) > column || !isDash(next)) {
        // In a mapping whose lists are not indented, its next key.
        if (columnOf(next) === column) return { value: undefined, children, end: item.end };
        fail('did not find expected \'-\' indicator', next);
        at = passOver(next, column);
        if (at >= source.length || columnOf(at) !== column || !isDash(at)) return { value: undefined, children, end: at };
      } else at = next;
    }
  }

  function mappingAt(first: Key, depth: number): Content {
    const column = columnOf(first.start);
    const children: Node[] = [];
    for (let key: Key | undefined = first; ;) {
      const content = contentAt(key.colon + 1, column, false, depth + 1);
      if (key.name !== '<<') children.push(pairOf(key, content));
      else for (const it of content.children) children.push(it);
      const next = skip(content.end);
      if (next >= source.length || columnOf(next) < column) return { value: undefined, children, end: content.end };
      key = columnOf(next) === column ? keyAt(next) : undefined;
      if (!key) {
        if (columnOf(next) === column && (isDash(next) || /^(?:---|\.\.\.)(?:\s|$)/.test(source.slice(next, next + 4)))) return { value: undefined, children, end: content.end };
        fail('could not find expected \':\'', next);
        const at = passOver(next, column);
        key = at < source.length && columnOf(at) === column ? keyAt(at) : undefined;
        if (!key) return { value: undefined, children, end: at };
      }
    }
  }

  function flowAt(start: number, depth: number): Content {
    if (depth > DEEPEST) {
      fail('it is nested too deeply', start);
      return { value: undefined, children: [], end: source.length };
    }
    const close = source[start] === '{' ? '}' : ']';
    const children: Node[] = [];
    let at = skip(start + 1);
    while (at < source.length && source[at] !== close) {
      if (source[at] === ',') {
        at = skip(at + 1);
        continue;
      }
      const before = at;
      const first = flowValueAt(at, depth);
      const colon = skip(first.end);
      const isPair = source[colon] === ':' && first.children.length === 0;
      if (isPair) {
        const name = first.value?.text ?? '';
        const value = skip(colon + 1);
        const content = /[,}\]]/.test(source[value] ?? ',') ? { value: undefined, children: [], end: value } : flowValueAt(value, depth);
        children.push(pairOf({ name, start: before, end: first.end, colon }, content));
        at = skip(content.end);
      } else {
        for (const it of itemsOf(first, before)) children.push(it);
        at = skip(first.end);
      }
      if (at < source.length && source[at] !== ',' && source[at] !== close) {
        fail('did not find expected \',\' or \'' + close + '\'', at);
        // The end of another collection ends this one; anything else is passed over.
        if (/[}\]]/.test(source[at]!)) return { value: undefined, children, end: at };
        if (at === before) at++;
      }
    }
    if (at >= source.length) fail('did not find expected \',\' or \'' + close + '\'', start);
    return { value: undefined, children, end: Math.min(at + 1, source.length) };
  }

  function flowValueAt(from: number, depth: number): Content {
    PROPERTY.lastIndex = from;
    const hasProperty = (source[from] === '&' || source[from] === '!') && PROPERTY.test(source);
    const at = hasProperty ? skip(PROPERTY.lastIndex) : from;
    const character = source[at];
    if (character === '{' || character === '[') return flowAt(at, depth + 1);
    if (character === '"' || character === "'") {
      const scalar = quoted(source, at);
      return { value: scalar.value, children: [], end: scalar.end };
    }
    if (character === '*') return aliasAt(at);
    const { value, end } = plain(source, at, -1, true);
    return { value: isNull(value) ? undefined : value, children: [], end: Math.max(end, at) };
  }

  function aliasAt(at: number): Content {
    const name = /^[^\s,[\]{}]*/.exec(source.slice(at + 1, at + 200))![0];
    const end = at + 1 + name.length;
    const found = anchors.get(name);
    copied += found?.weight ?? 0;
    if (!found || copied > MOST_COPIED) return { value: undefined, children: [], end };
    return { value: found.value, children: found.children, end };
  }

  /** A key with its colon, on one line. */
  function keyAt(at: number): Key | undefined {
    const character = source[at];
    if (character === '"' || character === "'") {
      const { value, end } = quoted(source, at);
      const colon = skipBlanks(end);
      // A pair of JSON, cut out of its object, has no blank behind the colon.
      return !value.text.includes('\n') && source[colon] === ':' && /[\s{[]|^$/.test(source[colon + 1] ?? '') ? { name: value.text, start: at, end, colon } : undefined;
    }
    PLAIN_KEY.lastIndex = at;
    const found = PLAIN_KEY.exec(source);
    return found ? { name: found[1]!, start: at, end: at + found[1]!.length, colon: PLAIN_KEY.lastIndex - 1 } : undefined;
  }

  function isDash(at: number): boolean {
    return source[at] === '-' && (at + 1 >= source.length || isBlank(source.charCodeAt(at + 1)));
  }

  /** Behind blanks, line ends and comments. */
  function skip(from: number): number {
    for (let at = from; ;) {
      while (isBlank(source.charCodeAt(at))) at++;
      if (source[at] !== '#' || (at > 0 && !isBlank(source.charCodeAt(at - 1)))) return at;
      at = endOfLine(at);
    }
  }

  function skipBlanks(from: number): number {
    let at = from;
    while (source[at] === ' ' || source[at] === '\t') at++;
    return at;
  }

  function columnOf(at: number): number {
    return at - (source.lastIndexOf('\n', at - 1) + 1);
  }

  function endOfLine(at: number): number {
    const end = source.indexOf('\n', at);
    return end < 0 ? source.length : end;
  }

  /** The next line that is not indented more than `column`. */
  function passOver(from: number, column: number): number {
    let at = from;
    do at = skip(endOfLine(at)); while (at < source.length && columnOf(at) > column);
    return at;
  }
}

const DEEPEST = 100;

const MOST_COPIED = 100_000;

/** As YAML means it: others are part of what is written. */
function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

const PROPERTY = /[ \t]*(?:&[^\s,[\]{}]+|!(?:<[^>\n]*>|[^\s,[\]{}]*))(?=\s|$)/y;

const PLAIN_KEY = /((?:[^\s,[\]{}#&*!|>'"%@`?:-]|[-?:](?=\S))(?:(?!\s#)[^\r\n:]|:(?!\s|$))*?)[ \t]*:(?=\s|$)/y;
