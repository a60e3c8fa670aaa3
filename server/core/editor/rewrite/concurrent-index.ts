import type { Constraint } from '../../sql/statement/definitions.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import { wordsIn } from './column-text.js';
import type { Site, Step, Written } from './rewrite.js';

/**
 * A unique constraint or a primary key in two steps: its index, built while others write, and the constraint that takes it.
 * `undefined` where the constraint says more than an index can be told here.
 */
export function usingIndex(constraint: Constraint, name: string, statement: AlterTable, action: AlterAction, head: Written, site: Site): readonly [Step, Step] | undefined {
  const { write } = site;
  const said = action.kind === 'add-column' ? { keys: [action.column.name] as const, include: undefined, distinct: '', deferrable: '' } : partsOf(constraint, action, site.text);
  if (!said) return undefined;
  const { table } = statement;
  const index = { ...(table.schema !== undefined && { schema: table.schema }), name };
  const kind = constraint.kind === 'primary-key' ? write`PRIMARY KEY` : write`UNIQUE`;
  const include = said.include ? write` INCLUDE ${said.include}` : { text: '' };
  const keys = Array.isArray(said.keys) ? write`(${said.keys as readonly string[]})` : said.keys as Written;
  return [
    {
      name: `index ${name}`,
      up: [write`CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${table} ${keys}${include}${{ text: said.distinct }};`],
      down: [write`DROP INDEX IF EXISTS ${index};`],
      outsideTransaction: true,
      note: 'Should it fail, for two rows with one value, it leaves an invalid index behind: drop that before the next attempt.',
    },
    {
      name: `add ${name}`,
      up: [write`${head} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name}${{ text: said.deferrable }};`],
      down: [write`${head} DROP CONSTRAINT ${name};`],
    },
  ];
}

/** It drops another constraint for this one, perhaps with its column: in migrations apart, there would be neither for a while. */
export function replaces({ actions }: AlterTable): boolean {
  return actions.some(it => it.kind === 'drop-constraint' || it.kind === 'drop-column');
}

interface Parts {
  readonly keys: Written | readonly string[];
  readonly include: Written | undefined;
  /** `NULLS NOT DISTINCT`, with a blank before it; or empty. */
  readonly distinct: string;
  readonly deferrable: string;
}

/** `[CONSTRAINT name] UNIQUE [NULLS NOT DISTINCT] (…) [INCLUDE (…)] [DEFERRABLE …]`, and nothing else. */
function partsOf({ span, columns }: Constraint, action: AlterAction, text: string): Parts | undefined {
  if (!span || columns.length === 0) return undefined;
  const words = wordsIn({ start: span.start, end: action.span.end }, text);
  let at = words[0]?.text === 'constraint' ? 2 : 0;
  at += words[at]?.text === 'primary' ? 2 : 1;
  const distinct = taken(['nulls', 'not', 'distinct']) ?? taken(['nulls', 'distinct']) ?? '';
  const keys = list();
  const includes = words[at]?.text === 'include';
  if (includes) at++;
  const include = includes ? list() : undefined;
  const rest = words.slice(at);
  if (!keys || (includes && !include) || !rest.every(it => ['not', 'deferrable', 'initially', 'deferred', 'immediate'].includes(it.text))) return undefined;
  if (/\bwithout\s+overlaps\b/i.test(keys.text)) return undefined;
  return { keys, include, distinct, deferrable: rest.length === 0 ? '' : ` ${text.slice(rest[0]!.span.start, rest.at(-1)!.span.end)}` };

  function taken(expected: readonly string[]): string | undefined {
    if (!expected.every((it, i) => words[at + i]?.text === it)) return undefined;
    const [first, last] = [words[at]!, words[at + expected.length - 1]!];
    at += expected.length;
    return ` ${text.slice(first.span.start, last.span.end)}`;
  }

  function list(): Written | undefined {
    if (words[at]?.text !== '(') return undefined;
    const close = words.findIndex((it, i) => i > at && it.text === ')');
    if (close < 0) return undefined;
    const found = { text: text.slice(words[at]!.span.start, words[close]!.span.end) };
    at = close + 1;
    return found;
  }
}
