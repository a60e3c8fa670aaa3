import { split } from '../../sql/split.js';
import type { Span } from '../../text/span.js';
import type { ChangesetItem } from './changelog.js';
import { offsetsOf } from './document.js';
import type { Changeset, Flaw } from './formatted.js';
import type { Attributes } from './formatted/header.js';
import { cut, type Cut, type Cutting } from './split.js';

/** What cannot come out right when Liquibase cuts the SQL of a changeset, or `undefined`. */
export function wordsFlaw({ body }: ChangesetItem): Flaw | undefined {
  return body.kind === 'formatted' ? tornIn(body.changeset) : undefined;
}

/** A statement that Liquibase cuts in the middle: it knows no dollar quotes, and loses count of BEGIN and END where END IF is written. */
function tornIn({ sql, attributes, header }: Changeset): Flaw | undefined {
  if (attributes.splitStatements === false || !(attributes.endDelimiter !== undefined || SUSPICIOUS.test(sql.text))) return undefined;
  const cutting = cuttingOf(attributes, sql.text);
  let found: Cut;
  try {
    found = cut(sql.text, cutting);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { message: `Liquibase reads \`endDelimiter\` as a regular expression, and \`${attributes.endDelimiter}\` is none`, span: header };
  }
  const torn = firstTorn(sql.text, found);
  if (!torn) return undefined;
  const offsets = offsetsOf(sql);
  return { message: 'Liquibase cuts this statement inside, as it does not know dollar quotes: the changeset needs `splitStatements:false`', span: { start: offsets[torn.start]!, end: offsets[torn.end]! } };
}

function firstTorn(sql: string, { chunks, delimiters }: Cut): Span | undefined {
  let at = 0;
  return split(withSemicolons(sql, delimiters)).pieces.find(({ kind, span }) => {
    if (kind !== 'statement') return false;
    while (at < chunks.length && chunks[at]!.end < span.end) at++;
    return chunks[at] === undefined || chunks[at]!.start > span.start;
  })?.span;
}

/** How the SQL is cut; where it ends with a line of a slash, that is what ends it. */
export function cuttingOf({ splitStatements, endDelimiter, stripComments }: Attributes, sql: string): Cutting {
  return { splitStatements: splitStatements ?? true, stripComments: stripComments ?? true, endDelimiter: endDelimiter ?? (/\n\/$/.test(sql) ? '\n/$' : undefined) };
}

/** The same text, in which semicolons stand where others ended the statements: no offset changes. */
export function withSemicolons(sql: string, delimiters: readonly Span[]): string {
  const others = delimiters.filter(it => sql[it.start] !== ';' || it.end - it.start > 1);
  if (others.length === 0) return sql;
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of others) {
    parts.push(sql.slice(done, start), ';', sql.slice(start + 1, end).replace(/[^\r\n]/g, ' '));
    done = end;
  }
  return parts.join('') + sql.slice(done);
}

/** Where both ways to cut may differ. */
const SUSPICIOUS = /\$\w*\$|\\|\batomic\b|^(?:go|\/)\s*$|\/\*[^*]*\/\*|\[/im;
