import type { Severity } from '../migrations/problem.js';
import { placeOf } from '../sql/script.js';
import type { Piece, Script } from '../sql/script.js';
import type { Span } from '../text/span.js';
import type { Execution } from '../tools/tool/execution.js';
import type { LintedStatement } from './lint.js';
import type { Documented } from './rule.js';

/** What is found in a script besides the rules' findings. */
export interface ScriptProblem {
  readonly check: Documented;
  readonly span: Span;
  readonly message: string;
}

/** Whether Postgres will understand the script, and whether the tool can send it. */
export function scriptProblems(script: Script, execution: Execution, statements: readonly LintedStatement[], postgres: number): readonly ScriptProblem[] {
  const found = script.pieces.flatMap(piece => problemOf(piece, execution, postgres));
  if (execution.refuses === undefined) return found;
  // Tools refuse for the sake of a statement that cannot run in a transaction: there is where to look.
  const cause = statements.find(it => it.effects.outsideTransactionOnly) ?? script.pieces[0];
  return [...found, { check: refusedByTool, span: cause?.span ?? { start: 0, end: 0 }, message: execution.refuses }];
}

function problemOf(piece: Piece, { copyFromStdin, psql, waitsForItself, wraps }: Execution, postgres: number): readonly ScriptProblem[] {
  switch (piece.kind) {
    case 'error':
      return syntaxErrors(piece.message, piece.at, postgres);
    case 'psql':
      return psql ? [] : [{ check: psqlCommand, span: piece.span, message: 'Only psql understands this line; the migration tool sends it to the server, which does not' }];
    case 'copy-data':
      return copyFromStdin ? [] : [{ check: copyData, span: piece.span, message: 'The migration tool cannot send rows for `COPY … FROM stdin`' }];
    case 'statement': {
      const { statement } = piece;
      const errors = statement.kind === 'do' || statement.kind === 'create-function' ? (statement.errors ?? NONE) : NONE;
      const waits = waitsForItself !== undefined && !wraps && (statement.kind === 'create-index' || statement.kind === 'reindex') && statement.concurrently;
      if (errors === NONE && !waits) return NONE;
      return [
        ...errors.flatMap(({ at, message }) => syntaxErrors(message, placeOf(piece, at), postgres)),
        ...(waits ? [{ check: toolWaitsForItself, span: placeOf(piece, statement.keyword), message: waitsForItself }] : []),
      ];
    }
    case 'opaque':
      return [];
  }
}

const NONE: readonly never[] = [];

function syntaxErrors(message: string, span: Span, postgres: number): readonly ScriptProblem[] {
  if (!SYSTEM_USER.test(message)) return [{ check: syntaxError, span, message }];
  return postgres < 16 ? NONE : [{ check: syntaxError, span, message: '`system_user` is a reserved word since PostgreSQL 16: as a name it needs quotes' }];
}

/** The only word that became reserved between 13 and 18 (`kwlist.h`): older servers take for a name what the grammar of 18 stops at. */
const SYSTEM_USER = / at or near "system_user"$/i;

export const syntaxError: Documented = {
  id: 'syntax-error',
  summary: 'Postgres cannot read the statement',
  severity: 'error',
  why: `
    The message is Postgres's own, from the grammar of PostgreSQL 18, at the token where it stopped reading.
    The rest of the file is checked all the same.`,
  instead: `
    Mend the statement. If a tool replaces something in the text before it is sent, see whether the project's placeholders are configured.`,
  sources: ['https://www.postgresql.org/docs/current/sql-commands.html'],
};

export const psqlCommand: Documented = {
  id: 'psql-command',
  summary: 'A command of psql in a migration that psql does not run',
  severity: 'error',
  why: `
    Lines that begin with a backslash are read by psql itself and never sent to the server.
    Migration tools send the text as it is, and the server answers with a syntax error.`,
  instead: `
    Leave the line out, or write what it does in SQL.
    Dumps made with \`pg_dump --restrict-key\` and newer minor releases begin with \`\\restrict\`: delete it and its \`\\unrestrict\`.`,
  sources: ['https://www.postgresql.org/docs/current/app-psql.html'],
};

export const copyData: Documented = {
  id: 'copy-data',
  summary: 'Rows for `COPY … FROM stdin` that the tool cannot send',
  severity: 'error',
  why: `
    The rows that follow \`COPY … FROM stdin\` are no SQL: a client has to send them by another part of the protocol.
    This tool sends the whole file as SQL, and the server fails at the first row.`,
  instead: `
    Write the rows as \`INSERT\`; \`pg_dump --inserts\` does.`,
  sources: ['https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY'],
};

export const refusedByTool: Documented = {
  id: 'refused-by-tool',
  summary: 'The migration tool will refuse to run the file',
  severity: 'error',
  why: `
    The tool reads the file before it runs it, and stops. The message is its own.`,
  instead: `
    For a statement that cannot run in a transaction beside others that can: give it a migration of its own.`,
  sources: ['https://documentation.red-gate.com/fd/flyway-execute-in-transaction-setting-277578997.html'],
};

export const toolWaitsForItself: Documented = {
  id: 'tool-waits-for-itself',
  summary: 'The migration tool and the statement will wait for each other, for ever',
  severity: 'error',
  why: `
    A concurrent index build waits until every transaction that began before it has ended.
    One of them is the tool's own: it holds its lock in a transaction of a second connection, and ends that when the migration has ended.
    Neither is a deadlock that Postgres could see, so the migration hangs until somebody kills it, and leaves an invalid index.`,
  instead: `
    Tell Flyway to hold its lock without a transaction: \`flyway.postgresql.transactional.lock=false\`
    (in Spring \`spring.flyway.postgresql.transactional-lock: false\`).`,
  sources: [
    'https://github.com/flyway/flyway/issues/3854',
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
  ],
};

export const unusedIgnore: Documented = {
  id: 'unused-ignore',
  summary: 'An ignore comment that ignores nothing',
  severity: 'info' satisfies Severity,
  why: `
    The comment hides the next mistake of its kind, which nobody has looked at.`,
  instead: `
    Delete the comment, or the name in its list.`,
  sources: [],
};

export const requireIgnoreReason: Documented = {
  id: 'require-ignore-reason',
  summary: 'An ignore comment that does not say why',
  severity: 'off',
  why: `
    Whoever reads the migration next cannot tell a considered risk from a finding that was in the way.`,
  instead: `
    Write the reason behind a colon: \`-- migration-lens-ignore ban-drop-table: empty since March\`.`,
  sources: [],
};

export const checks: readonly Documented[] = [syntaxError, psqlCommand, copyData, refusedByTool, toolWaitsForItself, unusedIgnore, requireIgnoreReason];
