import type { Span } from '../../../text/span.js';
import type { Flaw } from '../../../migrations/migration.js';
import { isNear } from '../near.js';
import { unexpected } from './directives.js';

export interface Header {
  readonly author: string;
  readonly id: string;
  /** `author:id`, as it is written. */
  readonly name: Span;
  /** The line. */
  readonly header: Span;
  readonly attributes: Attributes;
  /** Words that look like attributes, and that Liquibase passes over. */
  readonly passedOver: readonly Flaw[];
  readonly flaw?: Flaw;
}

/** As Liquibase reads them; absent where nothing is written. */
export interface Attributes {
  readonly runOnChange?: boolean;
  readonly runAlways?: boolean;
  readonly runInTransaction?: boolean;
  readonly failOnError?: boolean;
  readonly splitStatements?: boolean;
  readonly stripComments?: boolean;
  readonly endDelimiter?: string;
  readonly contexts?: string;
  readonly labels?: string;
  readonly dbms?: string;
  readonly logicalFilePath?: string;
  readonly runWith?: string;
  readonly ignore?: boolean;
}

const START = /^[ \t\v\f]*--[ \t\v\f]*changeset[ \t\v\f]+("[^"]+"|[^:]+):([ \t\v\f]*)("[^"]+"|\S+)/i;

/** A line that `DIRECTIVES.changeset` matches. */
export function readHeader(text: string, header: Span, line: number): Header {
  const [start, writtenAuthor, blanks, writtenId] = START.exec(text)! as unknown as [string, string, string, string];
  const name = { start: header.start + start.length - `${writtenAuthor}:${blanks}${writtenId}`.length, end: header.start + start.length };
  const [author, id] = [unquoted(writtenAuthor), unquoted(writtenId)];
  const rest = text.slice(start.length);
  const flaw = blanks !== '' ? unexpected(line, '--changeset <authorname>:<changesetId>')
    : id.replace(/[: ]/g, '') === '' ? `Unexpected formatting in formatted changelog at line ${line}. The change set ID cannot be empty.`
    : undefined;
  return {
    author, id, name, header, attributes: attributesOf(text), passedOver: passedOver(rest, name.end),
    ...(flaw !== undefined && { flaw: { message: flaw, span: name } }),
  };
}

/** Of several of one name the last counts, wherever in the line it stands. */
function attributesOf(line: string): Attributes {
  if (!line.includes(':')) return {};
  const found: Record<string, string | boolean> = {};
  const lower = line.toLowerCase();
  for (const name of FLAGS) {
    const value = lower.includes(LOWER[name]!) ? FLAG[name]!.exec(line)?.[1] : undefined;
    if (value !== undefined) found[name] = value.toLowerCase() === 'true';
  }
  for (const [name, pattern] of Object.entries(TEXTS)) {
    const value = lower.includes(LOWER[name]!) ? pattern.exec(line)?.[1] : undefined;
    if (value !== undefined && (value !== '' || name === 'endDelimiter')) found[name] = unquoted(value);
  }
  const filter = lower.includes('contextfilter:') ? /^.*contextFilter:(".*?"|\S*)/i.exec(line)?.[1] : undefined;
  if (filter) found['contexts'] = unquoted(filter);
  return found;
}

const FLAGS = ['runOnChange', 'runAlways', 'runInTransaction', 'failOnError', 'splitStatements', 'stripComments', 'ignore'] as const;
const FLAG: Readonly<Record<string, RegExp>> = Object.fromEntries([...FLAGS, 'rollbackSplitStatements'].map(it => [it, new RegExp(String.raw`^.*${it}:(\w+)`, 'i')]));
const TEXTS: Readonly<Record<string, RegExp>> = {
  endDelimiter: /^.*\bendDelimiter:(\S*)/i,
  contexts: /^.*context:(".*?"|\S*)/i,
  labels: /^.*labels:(".*?"|\S*)/i,
  dbms: /^.*dbms:([^,][\w!,]+)/i,
  logicalFilePath: /^.*logicalFilePath:(\S*)/i,
  runWith: /^.*runWith:([\w${}]+)/i,
};

/** What must be in the line for one to be there. */
const LOWER: Readonly<Record<string, string>> = Object.fromEntries([...FLAGS, ...Object.keys(TEXTS)].map(it => [it, it === 'contexts' ? 'context:' : `${it.toLowerCase()}:`]));

const KNOWN = [...FLAGS, 'rollbackSplitStatements', 'endDelimiter', 'rollbackEndDelimiter', 'context', 'contextFilter', 'labels', 'dbms', 'logicalFilePath', 'runWith', 'runWithSpoolFile'];
const KNOWN_IN_LOWER_CASE = new Map(KNOWN.map(it => [it.toLowerCase(), it]));
const FLAGS_IN_LOWER_CASE = new Set([...FLAGS, 'rollbackSplitStatements'].map(it => it.toLowerCase()));

function passedOver(rest: string, offset: number): readonly Flaw[] {
  const found: Flaw[] = [];
  for (const match of rest.matchAll(/(?<=^|\s)(\w+)(\s*[:=]\s*)("[^"]*"|\S*)/g)) {
    const [whole, word, sign, value] = match as unknown as [string, string, string, string];
    const start = offset + match.index;
    const span = { start, end: start + whole.trimEnd().length };
    const known = KNOWN_IN_LOWER_CASE.get(word.toLowerCase());
    const near = known ?? KNOWN.find(it => isNear(word.toLowerCase(), it.toLowerCase()));
    if (known === undefined) {
      if (near !== undefined && sign.trim() === ':') found.push({ message: `Liquibase does not know \`${word}\` and passes over it: it knows \`${near}\``, span, mend: { title: `Write ${near}`, edits: [{ span: { start, end: start + word.length }, text: near }] } });
    } else if (sign !== ':') found.push({ message: `Liquibase passes over \`${whole.trim()}\`: it reads \`${known}:${value}\`, without blanks`, span, mend: { title: `Write ${known}:${value}`, edits: [{ span, text: `${known}:${value}` }] } });
    else if (FLAGS_IN_LOWER_CASE.has(word.toLowerCase()) && !/^(?:true|false|\$\{.*)$/i.test(value)) found.push({ message: `Liquibase takes every value but \`true\` for \`false\`, and so \`${value}\``, span });
    else if (known === 'endDelimiter' && value === '') found.push({ message: '`endDelimiter` is empty, and Liquibase cuts nowhere', span });
  }
  return found;
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
