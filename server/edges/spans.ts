import type { parseWithComments } from 'pgsql-ast-parser';
import { endOf, kindAt, skipBlanks } from '../core/sql/lexer.js';
import type { KnownSpans, RawNode } from '../core/sql/raw.js';
import type { Span } from '../core/text/span.js';

/**
 * Where the parts of an ALTER TABLE or a DROP stand, for which libpg_query has no locations. As a rule its
 * parts lie between commas, and nothing is said here: lowering finds them by tokens. Where the commas
 * do not add up, pgsql-ast-parser is asked, and believed if it counts as many parts as libpg_query.
 * It is no judge of what is valid, ten times slower, and its ends can fall short of a closing parenthesis
 * (`check (a in (1, 2))`, version 12.0.2); hence asked last, loaded last, and spared long texts.
 */
export async function knownSpans(node: RawNode, text: string): Promise<KnownSpans> {
  const parts: unknown = node['AlterTableStmt']?.cmds ?? node['DropStmt']?.objects;
  if (!Array.isArray(parts) || text.length > LONGEST || commas(text) + 1 === parts.length) return {};
  const { actions, names } = await spansByAst(text);
  if (actions?.length === parts.length) return { actions };
  return names?.length === parts.length ? { names } : {};
}

/** What pgsql-ast-parser knows; nothing where it cannot read the text, which need not be a mistake. */
export async function spansByAst(text: string): Promise<KnownSpans> {
  const { parse } = await import('pgsql-ast-parser');
  try {
    const [statement] = parse(text, { locationTracking: true }) as readonly Ast[];
    if (statement && 'changes' in statement) return { actions: spansOf(statement.changes) };
    return statement && 'names' in statement ? { names: spansOf(statement.names) } : {};
  } catch {
    return {};
  }
}

/** In UTF-16 code units. */
const LONGEST = 4_096;

type Ast = ReturnType<typeof parseWithComments>['ast'][number];

function spansOf(parts: readonly { readonly _location?: Span }[]): readonly Span[] {
  return parts.flatMap(({ _location }) => (_location ? [{ start: _location.start, end: _location.end }] : []));
}

/** Those that no parenthesis or bracket holds. */
function commas(text: string): number {
  let count = 0;
  let depth = 0;
  for (let at = skipBlanks(text, 0); at < text.length; ) {
    const kind = kindAt(text, at);
    if (kind === 'punctuation') {
      if ('(['.includes(text[at]!)) depth++;
      else if (')]'.includes(text[at]!)) depth--;
      else if (text[at] === ',' && depth === 0) count++;
    }
    at = skipBlanks(text, endOf(kind, text, at));
  }
  return count;
}
