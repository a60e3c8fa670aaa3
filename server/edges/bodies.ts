import { parsePlPgSQLSync } from 'libpg-query';
import { cutBody, type Part } from '../core/sql/plpgsql.js';
import { split } from '../core/sql/split.js';
import type { Statement } from '../core/sql/statement.js';
import type { BodyError, InnerStatement } from '../core/sql/statement/functions.js';
import { shift, type Span } from '../core/text/span.js';
import type { Parsed } from '../flows/ports.js';

type Parse = (text: string) => Promise<Parsed>;

/** A statement with what is to be said of the code in its strings: what a DO block runs, and the errors in it and in the bodies of functions. */
export async function withBody(statement: Statement, text: string, parse: Parse): Promise<Statement> {
  if ((statement.kind !== 'do' && statement.kind !== 'create-function') || !statement.body || !isPlain(text, statement.body)) return statement;
  const { body, language } = statement;
  const code = text.slice(body.start, body.end);
  if (language === 'plpgsql') {
    const said = statement.kind === 'do' ? undefined : complaint(text);
    const mayChange = statement.kind === 'create-function' && !statement.forTriggers && CHANGES.test(code);
    if (statement.kind === 'create-function' && said === undefined && !mayChange) return statement;
    const { parts, comments } = cutBody(code);
    const read = await Promise.all(parts.map(it => readPart(it, parse)));
    const found = read.flatMap(it => it.errors);
    const errors = (found.length === 0 || isTemplate(code) ? [] : confirmed(found, said ?? complaint(text))).map(it => ({ ...it, at: shift(it.at, body.start) }));
    const errorsOf = errors.length > 0 ? { errors } : {};
    if (statement.kind === 'create-function') return { ...statement, ...errorsOf, ...(mayChange && { inner: innerAt(read, body) }) };
    const quoted = text[body.start - 1] === `'`;
    const inner = innerAt(read, body).map(it => ({ ...it, ...(quoted && it.kind === 'statement' && { quoted: true as const }) }));
    return { ...statement, inner, ...errorsOf, ...(comments.length > 0 && { comments: comments.map(it => shift(it, body.start)) }) };
  }
  if (language !== 'sql' || statement.kind !== 'create-function' || isTemplate(code)) return statement;
  const read = await readScript(code, 0, true, parse);
  const { errors } = read;
  if (errors.length === 0) return !statement.forTriggers && CHANGES.test(code) ? { ...statement, inner: innerAt([read], body) } : statement;
  return { ...statement, errors: errors.map(it => ({ ...it, at: shift(it.at, body.start) })) };
}

/** What changes tables, or may hide it. */
const CHANGES = /\b(?:alter|create|drop|truncate|lock|refresh|reindex|execute|perform|call|update|delete|insert|merge)\b/i;

function innerAt(read: readonly Read[], { start }: Span): readonly InnerStatement[] {
  return read.flatMap(it => it.inner).map(it => ({ ...it, span: shift(it.span, start) }));
}

interface Read {
  readonly inner: readonly InnerStatement[];
  readonly errors: readonly BodyError[];
}

async function readPart({ kind, span, text, certain }: Part, parse: Parse): Promise<Read> {
  switch (kind) {
    case 'sql': return readOne(text, span, certain, parse);
    case 'literal': {
      const { inner } = await readScript(text, span.start, certain, parse);
      return { inner: inner.map(it => (it.kind === 'statement' ? { ...it, quoted: true as const } : it)), errors: [] };
    }
    case 'dynamic': return { inner: [{ kind: 'dynamic', span, certain }], errors: [] };
    case 'call': return { inner: [{ kind: 'unknown', span, certain }], errors: [] };
  }
}

/** Several statements, parted by semicolons. */
async function readScript(text: string, from: number, certain: boolean, parse: Parse): Promise<Read> {
  const pieces = split(text).pieces.filter(it => it.kind === 'statement');
  const read = await Promise.all(pieces.map(({ span }) => readOne(text.slice(span.start, span.end), shift(span, from), certain, parse)));
  return { inner: read.flatMap(it => it.inner), errors: read.flatMap(it => it.errors) };
}

async function readOne(text: string, span: Span, certain: boolean, parse: Parse): Promise<Read> {
  const parsed = await parse(text);
  if (parsed.kind === 'statement') return { inner: [{ kind: 'statement', span, certain, statement: parsed.statement }], errors: [] };
  return { inner: [{ kind: 'unknown', span, certain }], errors: [{ message: parsed.message, at: shift(parsed.at, span.start) }] };
}

/** Postgres stops at the first error of a body, without saying where: it has to be in the same words. */
function confirmed(errors: readonly BodyError[], said: string | undefined): readonly BodyError[] {
  return errors.slice(0, 1).filter(it => it.message === said);
}

function complaint(text: string): string | undefined {
  try {
    parsePlPgSQLSync(text);
    return undefined;
  } catch (error) {
    // An overflow is no opinion.
    if (!(error instanceof Error) || error.name !== 'Error') throw error;
    return error.message;
  }
}

/** What a tool fills in before it sends the text is no mistake of its author. */
function isTemplate(code: string): boolean {
  return /[\ue000-\uf8ff]|\$\{|\{\{|<%|%[({]/.test(code);
}

/** The text between the quotes is the body's own: nothing in it is escaped. */
function isPlain(text: string, { start, end }: Span): boolean {
  return text[start - 1] === '$' || (text[start - 1] === `'` && !/[eEuU&\\]/.test(text[start - 2] ?? ' ') && !text.slice(start, end).includes(`''`));
}
