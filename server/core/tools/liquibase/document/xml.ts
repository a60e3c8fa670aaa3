import type { Span } from '../../../text/span.js';
import type { Document, Node, Run, Text } from '../document.js';

/**
 * Reads XML as far as changelogs use it, and keeps the place of every piece of text, which parsers do not tell: entities and
 * CDATA sections shift what follows them. Documents that are not closed yet are read to their end.
 */
export function readXml(source: string): Document {
  const { node, broken } = read(source);
  return { ...(node?.name === 'databaseChangeLog' && { root: node }), ...(broken && { broken }) };
}

/** The outermost element, whatever it is called. */
export function xmlNode(source: string): Node | undefined {
  return read(source).node;
}

function read(source: string): { readonly node: Node | undefined; readonly broken: Document['broken'] } {
  const open: Open[] = [];
  let root: Node | undefined;
  let broken: Document['broken'];
  const fail = (message: string, start: number, end: number): void => { broken ??= { message, span: { start, end } }; };

  for (let at = 0; at < source.length;) {
    const next = source.indexOf('<', at);
    const end = next < 0 ? source.length : next;
    if (end > at) open.at(-1)?.texts.push({ start: at, end, raw: false });
    if (next < 0) break;
    at = next;
    if (source.startsWith('<!--', at)) at = behind('-->', at + 4, 'XML document structures must start and end within the same entity.');
    else if (source.startsWith('<![CDATA[', at)) {
      const close = source.indexOf(']]>', at);
      open.at(-1)?.texts.push({ start: at + 9, end: close < 0 ? source.length : close, raw: true });
      at = behind(']]>', at, 'XML document structures must start and end within the same entity.');
    } else if (source.startsWith('<?', at)) at = behind('?>', at, 'XML document structures must start and end within the same entity.');
    else if (source.startsWith('<!', at)) at = doctypeEnd(source, at);
    else if (source[at + 1] === '/') at = closeTag(at);
    else at = openTag(at);
  }
  if (open.length > 0 && !broken) fail(`The element type "${open.at(-1)!.name}" must be terminated by the matching end-tag "</${open.at(-1)!.name}>".`, open.at(-1)!.start, open.at(-1)!.tagEnd);
  while (open.length > 0) close(source.length);
  return { node: root, broken };

  function behind(what: string, from: number, message: string): number {
    const found = source.indexOf(what, from);
    if (found < 0) fail(message, from, source.length);
    return found < 0 ? source.length : found + what.length;
  }

  function openTag(start: number): number {
    NAME.lastIndex = start + 1;
    const name = NAME.exec(source)?.[0];
    if (name === undefined) {
      fail('The content of elements must consist of well-formed character data or markup.', start, start + 1);
      return start + 1;
    }
    const children: Node[] = [];
    let at = start + 1 + name.length;
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const found = ATTRIBUTE.exec(source);
      if (!found) break;
      at = ATTRIBUTE.lastIndex;
      const name = found[1]!;
      const key = found.index + found[0].indexOf(name);
      children.push({ name: localName(name), span: { start: key, end: at }, key: { start: key, end: key + name.length }, value: attributeIn(source, at + 1 - found[2]!.length, at - 1), children: [] });
    }
    TAG_END.lastIndex = at;
    const tagEnd = TAG_END.exec(source);
    const end = tagEnd ? TAG_END.lastIndex : source.indexOf('>', at) < 0 ? source.length : source.indexOf('>', at) + 1;
    if (!tagEnd) fail(`Element type "${name}" must be followed by either attribute specifications, ">" or "/>".`, start, end);
    open.push({ name, start, tagEnd: end, children, texts: [] });
    if (tagEnd?.[0].includes('/')) close(end);
    return end;
  }

  function closeTag(start: number): number {
    const found = source.indexOf('>', start);
    const end = found < 0 ? source.length : found + 1;
    const name = source.slice(start + 2, end - 1).trim();
    const at = open.findLastIndex(it => it.name === name);
    if (at !== open.length - 1) fail(`The element type "${open.at(-1)?.name ?? ''}" must be terminated by the matching end-tag "</${open.at(-1)?.name ?? ''}>".`, start, end);
    // One that closes nothing is passed over.
    while (at >= 0 && open.length > at) close(end);
    return end;
  }

  function close(end: number): void {
    const { name, start, children, texts } = open.pop()!;
    const hasText = texts.some(it => it.raw || !isBlank(source, it));
    const node: Node = {
      name: localName(name), span: { start, end }, key: { start: start + 1, end: start + 1 + name.length },
      ...(hasText && { value: textOf(source, texts, false) }), children,
    };
    if (open.length > 0) open.at(-1)!.children.push(node);
    else root ??= node;
  }
}

interface Open {
  readonly name: string;
  readonly start: number;
  readonly tagEnd: number;
  readonly children: Node[];
  readonly texts: Piece[];
}

interface Piece extends Span {
  /** Of a CDATA section: without entities. */
  readonly raw: boolean;
}

const NAME = /[^\s/>=<"']+/y;
const ATTRIBUTE = /\s+([^\s/>=<"']+)\s*=\s*("[^"<]*"|'[^'<]*')/y;
const TAG_END = /\s*\/?>/y;

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function isBlank(source: string, { start, end }: Span): boolean {
  for (let i = start; i < end; i++) if (source.charCodeAt(i) > 0x20) return false;
  return true;
}

/** An internal subset has brackets, and in it further declarations. */
function doctypeEnd(source: string, from: number): number {
  let depth = 0;
  for (let i = from; i < source.length; i++) {
    if (source[i] === '[') depth++;
    else if (source[i] === ']') depth--;
    else if (source[i] === '>' && depth <= 0) return i + 1;
  }
  return source.length;
}

function attributeIn(source: string, start: number, end: number): Text {
  const text = source.slice(start, end);
  // Most stand there as they are.
  return /[&\r\n\t]/.test(text) ? textOf(source, [{ start, end, raw: false }], true) : { text, span: { start, end }, runs: [{ text: 0, file: start }] };
}

const ENTITY = /&(?:#(\d+)|#x([\da-f]+)|(\w+));|\r\n?/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function textOf(source: string, pieces: readonly Piece[], attribute: boolean): Text {
  const runs: Run[] = [];
  let text = '';
  for (const { start, end, raw } of pieces) {
    runs.push({ text: text.length, file: start });
    // The blanks of an attribute are all the same, save for those that are written as entities; its length is not changed by that.
    const written = attribute ? source.slice(start, end).replace(/\t|(?<!\r)\n/g, ' ') : source.slice(start, end);
    if (!written.includes('&') && !written.includes('\r')) {
      text += written;
      continue;
    }
    let done = 0;
    for (const found of written.matchAll(ENTITY)) {
      const [whole, decimal, hex, name] = found;
      const said = whole.startsWith('\r') ? (attribute ? ' ' : '\n') : raw ? undefined : name !== undefined ? NAMED[name] : characterOf(decimal === undefined ? parseInt(hex!, 16) : Number(decimal));
      if (said === undefined) continue;
      text += written.slice(done, found.index) + said;
      done = found.index + whole.length;
      runs.push({ text: text.length, file: start + done });
    }
    text += written.slice(done);
  }
  return { text, span: { start: pieces[0]?.start ?? 0, end: pieces.at(-1)?.end ?? 0 }, runs: runs.length > 0 ? runs : [{ text: 0, file: 0 }] };
}

function characterOf(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
