import { parentPort, workerData } from 'node:worker_threads';
import { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
import { endOf, kindAt, tokens } from '../core/sql/lexer.js';
import { lower } from '../core/sql/lower.js';
import type { RawNode } from '../core/sql/raw.js';
import { fromCodePointOffset, type Span } from '../core/text/span.js';
import type { Parsed } from '../flows/ports.js';
import { withBody } from './bodies.js';
import type { Reply, Request } from './parser/thread.js';
import { knownSpans } from './spans.js';

// Parses and lowers in a thread of its own, so that only small statements cross to the main one.
// After an overflow the WebAssembly instance leaks state into later parses: the reply says how far
// it came, and this thread is thrown away.

const port = parentPort!;
const progress = workerData as Int32Array;

void loadModule().then(() => {
  port.on('message', async (request: Request) => port.postMessage(await answer(request)));
});

async function answer(request: Request): Promise<Reply> {
  Atomics.store(progress, 0, 0);
  switch (request.kind) {
    case 'parse':
      return parseAll(request.texts);
    case 'fingerprint':
      return textOf(() => fingerprint(request.text));
    case 'print':
      return textOf(() => print(request.nodes));
  }
}

async function parseAll(texts: readonly string[]): Promise<Reply> {
  const results: string[] = [];
  for (const text of texts) {
    Atomics.store(progress, 0, results.length);
    try {
      results.push(JSON.stringify(await parseOne(text)));
    } catch (error) {
      return { kind: 'parsed', results: [...results, JSON.stringify(overflow(text, error))], spent: true };
    }
  }
  return { kind: 'parsed', results, spent: false };
}

async function parseOne(text: string): Promise<Parsed> {
  const parsed = await parseAlone(text);
  return parsed.kind === 'statement' ? { ...parsed, statement: await withBody(parsed.statement, text, parseAlone) } : parsed;
}

/** What is in a body is not looked into for more bodies. Throws only what makes the instance unusable. */
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

function overflow(text: string, error: unknown): Parsed {
  return { kind: 'error', message: isOverflow(error) ? 'statement is too deeply nested' : String(error), at: tokenAt(text, 0) };
}

/** Of JavaScript's stack, or of the WebAssembly's memory. */
function isOverflow(error: unknown): boolean {
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

async function textOf(make: () => string | undefined | Promise<string | undefined>): Promise<Reply> {
  try {
    return { kind: 'text', text: await make(), spent: false };
  } catch (error) {
    return { kind: 'text', text: undefined, spent: isOverflow(error) };
  }
}

/** pg_query's own fingerprint leaves out the values of constants; a default that changed is a change here. */
async function fingerprint(text: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(withoutLocations(treeOf(text))).digest('hex');
}

async function print(nodes: readonly unknown[]): Promise<string | undefined> {
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
