import type { Statement } from '../../sql/statement.js';
import { tokens } from '../../sql/lexer.js';
import type { Span, TextEdit } from '../../text/span.js';
import { later } from '../neighbours.js';
import { rule } from '../rule.js';
import { keyword } from '../words.js';

export default rule({
  id: 'prefer-robust-statements',
  aliases: ['prefer-robust-stmts', 'prefer-robust-create-index', 'prefer-robust-create-table', 'prefer-robust-drop-index', 'prefer-robust-drop-table', 'MP023', 'PGM401', 'PGM402'],
  summary: 'Outside a transaction, a statement that cannot run twice',
  severity: 'info',
  why: `
    Where each statement is a transaction of its own, a failure leaves those before it done and the migration unfinished.
    Tried again, it fails at the first of them, which is there already; then somebody has to edit it, or the database.`,
  instead: `
    Write \`IF NOT EXISTS\` or \`IF EXISTS\`, or give the statement a migration of its own.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createtable.html'],

  ofWordsOnly: true,
  on: ['create-table', 'create-table-as', 'create-index', 'create-sequence', 'create-schema', 'create-extension', 'alter-table', 'alter-enum', 'drop'],
  actions: ['add-column', 'drop-column', 'drop-constraint'],
  *check(statement, context) {
    // Behind the last nothing can fail that would make it run again.
    if (context.transaction || !later(context, it => !isNothing(it))) return;
    const { text } = context;
    for (const { span, at, words } of fragile(statement, text)) {
      const edit: TextEdit | undefined = at === undefined ? undefined : { span: { start: at, end: at }, text: ` ${keyword(words, text)}` };
      yield {
        span,
        message: `Without \`${words}\` the migration cannot run again when a later statement fails`,
        ...(edit && { fixes: [{ title: `Add ${words}`, safety: 'review' as const, edits: [edit] }] }),
      };
    }
  },

  examples: [
    {
      title: 'Outside a transaction',
      before: `create table users (id bigint, name text, old text);`,
      transaction: false,
      sql: `
create table roles (name text);
-- ^^^^^^^^^ Without \`IF NOT EXISTS\` the migration cannot run again when a later statement fails
alter table users add column role text, drop column old;
--                ^^^^^^^^^^^^^^^^^^^^ Without \`IF NOT EXISTS\` the migration cannot run again when a later statement fails
--                                      ^^^^^^^^^^^^^^^ Without \`IF EXISTS\` the migration cannot run again when a later statement fails
create index concurrently users_name on users (name);
`,
      fixed: `
create table if not exists roles (name text);
alter table users add column if not exists role text, drop column if exists old;
create index concurrently users_name on users (name);
`,
    },
    {
      title: 'In a transaction a failure leaves nothing behind',
      before: `create table users (id bigint);`,
      transaction: false,
      sql: `
begin;
create table roles (name text);
alter table users add column role text;
commit;
`,
    },
    {
      title: 'Alone in its file, or the last',
      transaction: false,
      sql: `
set lock_timeout = '5s';
create table roles (name text);
`,
    },
  ],
});

interface Fragile {
  readonly span: Span;
  readonly words: 'IF NOT EXISTS' | 'IF EXISTS';
  /** Where the words would go. */
  readonly at?: number;
}

function fragile(statement: Statement, text: string): readonly Fragile[] {
  const whole = (words: Fragile['words']): readonly Fragile[] => [{ span: statement.keyword, words, at: statement.keyword.end }];
  switch (statement.kind) {
    case 'create-table':
    case 'create-table-as': {
      const isInto = statement.kind === 'create-table-as' && !/^create/i.test(text);
      return statement.ifNotExists || statement.persistence === 'temporary' || isInto ? [] : whole('IF NOT EXISTS');
    }
    case 'create-sequence':
      return statement.ifNotExists || statement.temporary ? [] : whole('IF NOT EXISTS');
    case 'create-schema':
      return statement.ifNotExists || statement.elements.length > 0 ? [] : whole('IF NOT EXISTS');
    case 'create-extension':
      return statement.ifNotExists ? [] : whole('IF NOT EXISTS');
    case 'create-index':
      // One that is built concurrently may be there and not valid: then the words would hide it.
      return statement.ifNotExists || statement.concurrently || !statement.name ? [] : whole('IF NOT EXISTS');
    case 'alter-enum':
      return statement.action !== 'add-value' || statement.ifNotExists ? [] : [{ span: statement.keyword, words: 'IF NOT EXISTS', ...behind(text, ['add', 'value']) }];
    case 'drop':
      return statement.ifExists || !EXISTING.has(statement.object) ? [] : [{ span: statement.keyword, words: 'IF EXISTS', ...(statement.concurrently ? behind(text, ['index', 'concurrently']) : { at: statement.keyword.end }) }];
    case 'alter-table':
      return statement.actions.flatMap((it): readonly Fragile[] => {
        if (it.kind === 'add-column') return it.ifNotExists || statement.of !== 'table' ? [] : [{ span: it.span, words: 'IF NOT EXISTS', at: it.span.start + verbEnd(text.slice(it.span.start, it.span.end)) }];
        if (it.kind !== 'drop-column' && it.kind !== 'drop-constraint') return [];
        return it.ifExists ? [] : [{ span: it.span, words: 'IF EXISTS', at: it.span.start + verbEnd(text.slice(it.span.start, it.span.end)) }];
      });
    default:
      return [];
  }
}

const EXISTING: ReadonlySet<string> = new Set(['table', 'index', 'view', 'materialized-view', 'sequence', 'schema', 'type', 'domain', 'extension', 'function', 'procedure', 'trigger', 'policy']);

/** `add column`, `drop`: where the verb ends. */
function verbEnd(action: string): number {
  const [first, second] = tokens(action).filter(it => it.kind !== 'comment');
  const said = second && action.slice(second.span.start, second.span.end).toLowerCase();
  return said === 'column' || said === 'constraint' ? second!.span.end : (first?.span.end ?? 0);
}

function behind(text: string, words: readonly string[]): { readonly at?: number } {
  const all = tokens(text).filter(it => it.kind !== 'comment');
  const start = all.findIndex((_, i) => words.every((word, j) => all[i + j] !== undefined && text.slice(all[i + j]!.span.start, all[i + j]!.span.end).toLowerCase() === word));
  return start === -1 ? {} : { at: all[start + words.length - 1]!.span.end };
}

function isNothing({ kind }: Statement): boolean {
  return kind === 'set' || kind === 'transaction' || kind === 'comment';
}
