import { split } from '../../sql/split.js';
import type { Span } from '../../text/span.js';
import type { ChangesetItem } from './changelog.js';
import { isForPostgres } from './contexts.js';
import { childOf, flagOf, offsetsOf, valueOf, type Node, type Text } from './document.js';
import type { Flaw } from '../../migrations/migration.js';
import type { Attributes } from './formatted/header.js';
import { cut, type Cut, type Cutting } from './split.js';

/** What cannot come out right when Liquibase cuts the SQL of a changeset, or `undefined`. */
export function tornFlaw({ body }: ChangesetItem): Flaw | undefined {
  switch (body.kind) {
    case 'raw': return undefined;
    case 'formatted': {
      const { sql, attributes, header } = body.changeset;
      return tornIn(sql, cuttingOf(attributes, sql.text), header, { start: header.end, text: ' splitStatements:false' });
    }
    case 'node': return body.changes.filter(it => it.name === 'sql' && isForPostgres(valueOf(it, 'dbms'))).map(it => {
      const sql = it.value ?? childOf(it, 'sql')?.value;
      return sql && tornIn(sql, changeCutting(it), it.key, it.span.start < it.key.start ? { start: it.key.end, text: ' splitStatements="false"' } : undefined);
    }).find(it => it !== undefined);
  }
}

/**
 * A statement that Liquibase cuts in the middle: it knows no dollar quotes, and loses count of BEGIN and END where END IF is written.
 *
 * @param remedy where to write that it is not to be cut
 */
export function tornIn(sql: Text, cutting: Cutting, header: Span, remedy?: { readonly start: number; readonly text: string }): Flaw | undefined {
  if (!cutting.splitStatements || !(cutting.endDelimiter !== undefined || SUSPICIOUS.test(sql.text))) return undefined;
  let found: Cut;
  try {
    found = cut(sql.text, cutting);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { message: `Liquibase reads \`endDelimiter\` as a regular expression, and \`${cutting.endDelimiter}\` is none`, span: header };
  }
  const torn = firstTorn(sql.text, found);
  if (!torn) return undefined;
  const offsets = offsetsOf(sql);
  return {
    message: 'Liquibase cuts this statement inside, as it does not know dollar quotes: it needs `splitStatements` to be false',
    span: { start: offsets[torn.start]!, end: offsets[torn.end]! },
    ...(remedy && { mend: { title: 'Do not cut the statements', edits: [{ span: { start: remedy.start, end: remedy.start }, text: remedy.text }] } }),
  };
}

/** Of `<sql>` and `<sqlFile>`, which keep their comments unless told otherwise. */
export function changeCutting(node: Node): Cutting {
  return { splitStatements: flagOf(node, 'splitStatements') ?? true, stripComments: flagOf(node, 'stripComments') ?? false, endDelimiter: valueOf(node, 'endDelimiter') };
}

/** The same, of what a migration keeps. */
export function cuttingFor(options: Readonly<Record<string, string>>): Cutting {
  return { splitStatements: options['splitStatements'] !== 'false', stripComments: options['stripComments'] === 'true', endDelimiter: options['endDelimiter'] };
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
