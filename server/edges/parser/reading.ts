import { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
import { endOf, kindAt, tokens } from '../../core/sql/lexer.js';
import { lower } from '../../core/sql/lower.js';
import type { RawNode } from '../../core/sql/raw.js';
import { fromCodePointOffset, type Span } from '../../core/text/span.js';
import type { Parsed } from '../../flows/ports.js';
import { withBody } from '../bodies.js';
import { knownSpans } from '../spans.js';

// libpg_query in the thread that asks. After an overflow the WebAssembly instance leaks state into later parses: what throws here
// must be the last that this thread has read.

/** Before the first of the others. */
export const loaded = loadModule;

/** Throws only what makes the instance unusable. */
export async function readStatement(text: string): Promise<Parsed> {
  const parsed = await parseAlone(text);
  return parsed.kind === 'statement' ? { ...parsed, statement: await withBody(parsed.statement, text, parseAlone) } : parsed;
}

/** What is in a body is not looked into for more bodies. */
async function parseAlone(text: string): Promise<Parsed> {
  // libpg_query reads up to the first NUL and forgets the rest; a server refuses it in these words.
  const nul = text.indexOf('\0');
  if (nul !== -1) return { kind: 'error', message: 'invalid byte sequence for encoding "UTF8": 0x00', at: { start: nul, end: nul + 1 } };

  try {
    const node: RawNode = treeOf(text)[0] ?? {};
    return { kind: 'statement', statement: lower(node, text, await knownSpans(node, text)) };
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    return { kind: 'error', message: shortened(error.message), at: tokenAt(text, fromCodePointOffset(text, error.sqlDetails!.cursorPosition)) };
  }
}

/** An unterminated string is quoted in its message up to the end of the text. */
function shortened(message: string): string {
  return message.replace(/ at or near "([^]*)"$/, (_, near: string) => {
    const line = /^[^\r\n]{0,60}/.exec(near)![0];
    return ` at or near "${line}${line.length < near.length ? '…' : ''}"`;
  });
}

/** What is said of the text that has made the instance unusable. */
export function overflow(text: string, error: unknown): Parsed {
  return { kind: 'error', message: isOverflow(error) ? 'statement is too deeply nested' : String(error), at: tokenAt(text, 0) };
}

/** Of JavaScript's stack, or of the WebAssembly's memory. */
export function isOverflow(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError');
}

function treeOf(text: string): readonly RawNode[] {
  return (parseSync(text).stmts ?? []).map(it => (it.stmt ?? {}) as RawNode);
}

/** The token at `offset` up to the end of its line; behind the last one, the last. */
function tokenAt(text: string, offset: number): Span {
  const start = offset < text.length ? offset : (tokens(text).at(-1)?.span.start ?? 0);
  const end = endOf(kindAt(text, start), text, start);
  const line = /[\r\n]/.exec(text.slice(start, end));
  return { start, end: line ? start + line.index : end };
}

/** pg_query's own fingerprint leaves out the values of constants; a default that changed is a change here. */
export async function fingerprint(text: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(withoutLocations(treeOf(text))).digest('hex');
}

export async function print(nodes: readonly unknown[]): Promise<string | undefined> {
  const { deparseSync } = await import('pgsql-deparser');
  const text = nodes.map(it => deparseSync(it as Parameters<typeof deparseSync>[0], { pretty: false })).join(';\n');
  return withoutLocations(treeOf(text)) === withoutLocations(nodes) ? text : undefined;
}

/** As JSON with its keys in order, so that a tree built by hand equals the one that its text gives. */
function withoutLocations(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'location' || key === 'stmt_location' || key === 'stmt_len') return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
