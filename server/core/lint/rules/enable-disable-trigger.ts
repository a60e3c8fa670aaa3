import { keyOf } from '../../sql/identifier.js';
import { tokens } from '../../sql/lexer.js';
import type { SetVariable } from '../../sql/statement/session.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import type { Context, Finding } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'enable-disable-trigger',
  aliases: ['avoidEnableDisableTrigger', 'MP064', 'PGM020'],
  summary: 'While a trigger is disabled, it is so for everybody',
  severity: 'warning',
  why: `
    A trigger is switched off in the table and not in the session: what other applications write meanwhile has never been through it.
    \`ALL\` means foreign keys as well, which triggers enforce: rows without their parents stay, and no constraint will find them later.`,
  instead: `
    Disable and enable it in one transaction, so that nobody else sees the table without it: until then others wait, so be brief.
    To keep triggers from running for one session alone, a superuser sets \`session_replication_role\` to \`replica\` in it.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER'],

  on: ['alter-table', 'set'],
  actions: ['enable-trigger', 'disable-trigger'],
  *check(statement, context) {
    if (statement.kind === 'set') {
      if (statement.name === 'session_replication_role' && statement.value?.toLowerCase() === 'replica') yield inSession(statement, context);
      return;
    }
    if (context.isNew(statement.table)) return;
    for (const action of statement.actions) {
      if (action.kind === 'disable-trigger' && !isOnlyHere(action, statement, context)) yield disabled(action, statement, context);
      if (action.kind === 'enable-trigger' && !isLater(action, context) && !isSwitched('disable-trigger', action, statement, context, 0, context.position)) {
        yield { span: action.span, message: `Rows that were written to ${named(statement.table)} while ${triggerOf(action)} disabled have not been through ${action.name === undefined ? 'them' : 'it'}`, severity: 'info' };
      }
    }
  },

  examples: [
    {
      title: 'Disabled, and not enabled again',
      before: `
create table orders (id bigint);
create function audit() returns trigger language plpgsql as 'begin return new; end';
create trigger audited after insert on orders for each row execute function audit();`,
      sql: `
alter table orders disable trigger audited;
--                 ^^^^^^^^^^^^^^^^^^^^^^^ From now on, \`audited\` does not run on writes to \`orders\`, whoever writes
`,
    },
    {
      title: 'All of them, for one statement, and nobody else can write meanwhile',
      before: `create table orders (id bigint, note text);`,
      sql: `
alter table orders disable trigger all;
--                 ^^^^^^^^^^^^^^^^^^^ Until they are enabled again, no triggers run and no foreign keys hold on writes to \`orders\`
update orders set note = '' where note is null;
alter table orders enable trigger all;
`,
    },
    {
      title: 'One trigger, in one transaction',
      before: `
create table orders (id bigint, note text);
create function audit() returns trigger language plpgsql as 'begin return new; end';
create trigger audited after insert on orders for each row execute function audit();`,
      sql: `
alter table orders disable trigger audited;
update orders set note = '' where note is null;
alter table orders enable trigger audited;
`,
    },
    {
      title: 'For the session',
      sql: `
set session_replication_role = replica;
-- ^ Until it is set back, no triggers run and no foreign keys hold on what is written
set local session_replication_role to 'replica';
-- ^ Until the transaction ends, no triggers run and no foreign keys hold on what is written
set session_replication_role = default;
set session_replication_role = replica;
-- ^ From now on, in the migrations that follow as well, no triggers run and no foreign keys hold on what is written
`,
    },
    {
      title: 'A new table',
      sql: `
create table orders (id bigint);
alter table orders disable trigger all;
`,
    },
  ],
});

/** Of the session alone, but foreign keys are among what does not run in it. */
function inSession({ local, keyword }: SetVariable, { statements, position }: Context): Finding {
  const again = statements.slice(position + 1).some(it => it.kind === 'set' && (it.name === 'session_replication_role' || it.name === 'all'));
  const message = `${local ? 'Until the transaction ends' : again ? 'Until it is set back' : 'From now on, in the migrations that follow as well'}, no triggers run and no foreign keys hold on what is written`;
  return { span: keyword, message, ...((local || again) && { severity: 'info' as const }) };
}

type Switch = Extract<AlterAction, { readonly kind: 'enable-trigger' | 'disable-trigger' | 'enable-rule' | 'disable-rule' }>;

/** The transaction enables it again, and its lock keeps everybody else from writing: but rows may break foreign keys. */
function isOnlyHere(action: Switch, statement: AlterTable, context: Context): boolean {
  return context.transaction && (action.name !== undefined || !isAll(action, context)) && isSwitched('enable-trigger', action, statement, context, context.position, Infinity);
}

function disabled(action: Switch, statement: AlterTable, context: Context) {
  const again = isSwitched('enable-trigger', action, statement, context, context.position, Infinity);
  const foreignKeys = action.name === undefined && isAll(action, context);
  const what = action.name !== undefined ? `${named({ name: action.name })} does not run` : foreignKeys ? 'no triggers run and no foreign keys hold' : 'no triggers run';
  const message = `${again ? `Until ${action.name === undefined ? 'they are' : 'it is'} enabled again` : 'From now on'}, ${what} on writes to ${named(statement.table)}`;
  if (!again) return { span: action.span, message: `${message}${action.name === undefined ? '' : ', whoever writes'}` };
  // In a transaction, the lock keeps everybody else from writing.
  return { span: action.span, message, ...(context.transaction && { severity: 'info' as const }) };
}

/** The same switch is turned to the other side by a statement of the migration. */
function isSwitched(kind: 'enable-trigger' | 'disable-trigger', action: Switch, { table }: AlterTable, { catalog, statements }: Context, from: number, to: number): boolean {
  const key = keyOf(catalog.fullName(table));
  return statements.slice(from, to + 1).some(it => it.kind === 'alter-table' && keyOf(catalog.fullName(it.table)) === key
    && it.actions.some(other => (other.kind === 'enable-trigger' || other.kind === 'disable-trigger') && other.kind === kind && (other.name === undefined || action.name === undefined || other.name === action.name)));
}

function triggerOf({ name }: Switch): string {
  return name === undefined ? 'triggers were' : `${named({ name })} was`;
}

/** `ENABLE ALWAYS` and `ENABLE REPLICA` say when a trigger runs, which is no return. */
function isLater(action: Switch, context: Context): boolean {
  return ['always', 'replica'].includes(wordsOf(action, context)[1] ?? '');
}

/** `ALL` and not `USER`. */
function isAll(action: Switch, context: Context): boolean {
  return wordsOf(action, context)[2] === 'all';
}

function wordsOf({ span }: Switch, { text }: Context): readonly string[] {
  const said = text.slice(span.start, span.end);
  return tokens(said).filter(it => it.kind !== 'comment').map(it => said.slice(it.span.start, it.span.end).toLowerCase());
}
