import type { Statement } from '../../sql/statement.js';
import type { ColumnDefinition, Constraint } from '../../sql/statement/definitions.js';
import type { AlterAction } from '../../sql/statement/tables.js';
import type { Span } from '../../text/span.js';
import { rule } from '../rule.js';

export default rule({
  id: 'version-feature-unavailable',
  summary: 'Syntax that the PostgreSQL of the project does not have yet',
  severity: 'error',
  why: `
    The text is read by the grammar of PostgreSQL 18. An older server answers with a syntax error, and the migration fails.`,
  instead: `
    Write it in the words of the oldest server that the migration will run on, or raise the version in the project file: \`"postgres": 18\`.`,
  sources: ['https://www.postgresql.org/docs/release/'],

  on: [
    'create-table', 'alter-table', 'create-index', 'reindex', 'create-trigger', 'create-function', 'create-view', 'call', 'create-publication', 'alter-publication',
    'insert', 'update', 'delete', 'merge', 'select',
  ],
  *check(statement, { postgres, text }) {
    for (const { what, since, span } of featuresOf(statement, text)) {
      if (postgres < since) yield { span, message: `\`${what}\` needs PostgreSQL ${since}, and this is to run on ${postgres}` };
    }
  },

  examples: [
    {
      title: 'Newer than the server',
      before: `create table users (first text, last text);`,
      postgres: 14,
      sql: `
alter table users add column name text generated always as (first || last) virtual;
--                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`VIRTUAL\` needs PostgreSQL 18, and this is to run on 14
create unique index users_last on users (last) nulls not distinct;
-- ^^^^^^^^^^^^^^^^ \`NULLS NOT DISTINCT\` needs PostgreSQL 15, and this is to run on 14
`,
    },
    {
      title: 'Not newer than the server',
      before: `create table users (first text, last text);`,
      postgres: 18,
      sql: `
alter table users add column name text generated always as (first || last) virtual;
create unique index users_last on users (last) nulls not distinct;
`,
    },
  ],
});

interface Feature {
  readonly what: string;
  /** The first major that has it. */
  readonly since: number;
  readonly span: Span;
}

function featuresOf(statement: Statement, text: string): readonly Feature[] {
  const { keyword: span } = statement;
  switch (statement.kind) {
    case 'create-table':
      return [...statement.columns.flatMap(it => ofColumn(it, span)), ...statement.constraints.flatMap(it => ofConstraint(it, span))];
    case 'alter-table':
      return statement.actions.flatMap(ofAction);
    case 'create-index':
      return [
        ...(statement.nullsNotDistinct ? [{ what: 'NULLS NOT DISTINCT', since: 15, span }] : []),
        ...(statement.include.length > 0 ? [{ what: 'INCLUDE', since: 11, span }] : []),
      ];
    case 'reindex':
      // Said in parentheses, also to switch it off.
      if (/^reindex\s*\([^)]*\bconcurrently\b/i.test(text)) return [{ what: 'REINDEX (CONCURRENTLY)', since: 14, span }];
      if (statement.name === undefined && (statement.of === 'system' || statement.of === 'database')) return [{ what: `REINDEX ${statement.of.toUpperCase()} without a name`, since: 16, span }];
      return statement.concurrently ? [{ what: 'REINDEX CONCURRENTLY', since: 12, span }] : [];
    case 'create-trigger':
      return statement.orReplace ? [{ what: 'CREATE OR REPLACE TRIGGER', since: 14, span }] : [];
    case 'create-function':
      return [
        ...(statement.procedure ? [{ what: 'CREATE PROCEDURE', since: 11, span }] : []),
        ...(statement.language === 'sql' && statement.body === undefined ? [{ what: 'BEGIN ATOMIC', since: 14, span }] : []),
      ];
    case 'call':
      return [{ what: 'CALL', since: 11, span }];
    case 'create-view':
      return statement.securityInvoker ? [{ what: 'security_invoker', since: 15, span }] : [];
    case 'create-publication':
    case 'alter-publication':
      return (statement.schemas ?? []).length > 0 ? [{ what: 'TABLES IN SCHEMA', since: 15, span }] : [];
    case 'merge':
      return [{ what: 'MERGE', since: 15, span }];
    default:
      return [];
  }
}

function ofAction(action: AlterAction): readonly Feature[] {
  const { span } = action;
  switch (action.kind) {
    case 'add-column':
      return ofColumn(action.column, span);
    case 'add-constraint':
      return action.constraint.kind === 'not-null' ? [{ what: 'ADD NOT NULL', since: 18, span }] : ofConstraint(action.constraint, span);
    case 'alter-constraint':
      return action.enforced === undefined ? [] : [{ what: action.enforced ? 'ENFORCED' : 'NOT ENFORCED', since: 18, span }];
    case 'set-expression':
      return [{ what: 'SET EXPRESSION', since: 17, span }];
    case 'drop-expression':
      return [{ what: 'DROP EXPRESSION', since: 13, span }];
    case 'set-compression':
      return [{ what: 'SET COMPRESSION', since: 14, span }];
    case 'set-access-method':
      return [{ what: 'SET ACCESS METHOD', since: 15, span }];
    case 'detach-partition':
      return action.concurrently ? [{ what: 'DETACH PARTITION … CONCURRENTLY', since: 14, span }] : [];
    default:
      return [];
  }
}

function ofColumn({ generated, constraints, span }: ColumnDefinition, otherwise: Span): readonly Feature[] {
  const at = span ?? otherwise;
  const own = constraints.flatMap(it => ofConstraint(it, at));
  if (generated?.as === 'virtual') return [{ what: 'VIRTUAL', since: 18, span: at }, ...own];
  return generated?.as === 'stored' ? [{ what: 'GENERATED … STORED', since: 12, span: at }, ...own] : own;
}

function ofConstraint({ notEnforced, include, nullsNotDistinct, span }: Constraint, otherwise: Span): readonly Feature[] {
  const at = span ?? otherwise;
  return [
    ...(notEnforced ? [{ what: 'NOT ENFORCED', since: 18, span: at }] : []),
    ...(nullsNotDistinct ? [{ what: 'NULLS NOT DISTINCT', since: 15, span: at }] : []),
    ...((include ?? []).length > 0 ? [{ what: 'INCLUDE', since: 11, span: at }] : []),
  ];
}
