import type { Context, Documented, Rule } from './rule.js';
import { rule } from './rule.js';
import { isSet } from './variables.js';
import { blocksWrites, keyword, listed, onExisting, relationNamed } from './words.js';

interface Timeout extends Omit<Documented, 'severity'> {
  /** A session variable. */
  readonly variable: string;
  /** What the fix sets it to. */
  readonly value: string;
  /** Whether the timeout is of any use to the statement. */
  helps(context: Context): boolean;
  /** What is wrong where it is not set. `locked`: names of relations. */
  message(locked: string): string;
}

/** A rule, off by default, that wants a session variable to be set before the first strong lock of a transaction. */
export function requiredTimeout({ variable, value, helps, message, ...documented }: Timeout): Rule {
  return rule({
    ...documented,
    severity: 'off',
    oncePerTransaction: true,
    on: [
      'alter-table', 'create-index', 'drop', 'rename', 'set-schema', 'reindex', 'refresh-materialized-view', 'create-trigger', 'create-policy', 'alter-policy',
      'create-rule', 'alter-domain', 'truncate', 'lock-table', 'cluster',
    ],
    *check(statement, context) {
      if (!helps(context) || isSet(variable, context)) return;
      const locked = onExisting(context.effects, context).filter(blocksWrites);
      if (locked.length === 0) return;
      const set = keyword(context.transaction ? 'SET LOCAL' : 'SET', context.text);
      yield {
        span: statement.keyword,
        message: message(listed(locked.map(relationNamed))),
        fixes: [{ title: `Set ${variable} before it`, safety: 'review', edits: [{ span: { start: 0, end: 0 }, text: `${set} ${variable} = '${value}';\n` }] }],
      };
    },

    examples: [
      {
        title: 'Not set',
        before: `create table users (id bigint);`,
        sql: `
alter table users add column name text;
-- ^^^^^^^^ ${message('`users`')}
`,
        fixed: `
set local ${variable} = '${value}';
alter table users add column name text;
`,
      },
      {
        title: 'Set, and a new table',
        before: `create table users (id bigint);`,
        sql: `
create table roles (id bigint);
alter table roles add column name text;
set local ${variable} = '${value}';
alter table users add column name text;
`,
      },
    ],
  });
}
