import { tokens } from '../sql/lexer.js';
import type { Statement } from '../sql/statement.js';
import type { SetVariable, Transaction } from '../sql/statement/session.js';
import type { Execution } from '../tools/tool/execution.js';
import type { TransactionBy } from './rule.js';

/** What the server's session is like between two statements of a script, as far as the text tells. Immutable. */
export interface Session {
  readonly transactionBy: TransactionBy | undefined;
  /** Counts the transactions of the script; 0 outside of any. */
  readonly transaction: number;
  /** A `lock_timeout` other than 0 is in force. */
  readonly lockTimeout: boolean;
  after(statement: Statement, text: string): Session;
  /** A DO block is a transaction, where none is open. */
  intoBlock(): Session;
  outOfBlock(): Session;
}

/** `statements`: how many the script has; a message of several is one implicit transaction. */
export function sessionOf({ wraps, sends }: Execution, statements: number, lockTimeoutAssumed: boolean): Session {
  const otherwise = sends === 'whole' && statements > 1 ? 'message' : undefined;
  const begun = wraps || otherwise !== undefined;
  return at({
    open: wraps ? 'tool' : undefined,
    otherwise,
    count: begun ? 1 : 0,
    timeout: lockTimeoutAssumed,
    timeoutAtBegin: lockTimeoutAssumed,
    localTimeout: undefined,
    assumed: lockTimeoutAssumed,
  });
}

interface State {
  readonly open: 'tool' | 'script' | 'block' | undefined;
  /** What holds where nothing is open: the implicit transaction of the message, if there is one. */
  readonly otherwise: 'message' | undefined;
  readonly count: number;
  readonly timeout: boolean;
  readonly timeoutAtBegin: boolean;
  /** Of `SET LOCAL`, which ends with the transaction. */
  readonly localTimeout: boolean | undefined;
  readonly assumed: boolean;
}

function at(state: State): Session {
  const transactionBy = state.open ?? state.otherwise;
  const session: Session = {
    transactionBy,
    transaction: transactionBy === undefined ? 0 : state.count,
    lockTimeout: state.localTimeout ?? state.timeout,
    after: (statement, text) => {
      const next = afterStatement(state, statement, text);
      return next === state ? session : at(next);
    },
    intoBlock: () => at(transactionBy === undefined ? { ...state, open: 'block', count: state.count + 1 } : state),
    outOfBlock: () => at(state.open === 'block' ? { ...state, open: undefined, count: state.count + 1, localTimeout: undefined } : state),
  };
  return session;
}

function afterStatement(state: State, statement: Statement, text: string): State {
  switch (statement.kind) {
    case 'transaction':
      return afterTransaction(state, statement);
    case 'set':
      return afterSet(state, statement);
    case 'select':
      return statement.calls.some(it => it.name === 'set_config') ? afterSetConfig(state, text) : state;
    default:
      return state;
  }
}

function afterTransaction(state: State, { action, chain }: Transaction): State {
  const { localTimeout: _, ...rest } = state;
  // A block that ends its transaction is in the next one at once.
  if (state.open === 'block') return action === 'commit' || action === 'rollback' ? { ...rest, localTimeout: undefined, count: state.count + 1 } : state;
  switch (action) {
    case 'begin':
      // Inside a transaction block, BEGIN is only a warning.
      return state.open !== undefined ? state : { ...state, open: 'script', count: state.count + 1, timeoutAtBegin: state.timeout };
    case 'commit':
    case 'prepare':
      return { ...rest, localTimeout: undefined, open: chain ? state.open : undefined, count: state.count + 1, timeoutAtBegin: state.timeout };
    case 'rollback':
      return { ...rest, localTimeout: undefined, timeout: state.timeoutAtBegin, open: chain ? state.open : undefined, count: state.count + 1 };
    case 'savepoint':
    case 'release':
    case 'rollback-to':
    case 'other':
      return state;
  }
}

function afterSet(state: State, { name, local, reset, value }: SetVariable): State {
  if (name !== 'lock_timeout' && !(reset && name === 'all')) return state;
  return withTimeout(state, reset ? state.assumed : isTimeout(value), local);
}

/** `set_config('lock_timeout', '5s', true)`, written with literals. */
function afterSetConfig(state: State, text: string): State {
  const words = tokens(text).filter(it => it.kind !== 'comment').map(it => text.slice(it.span.start, it.span.end));
  const start = words.findIndex((word, i) => word.toLowerCase() === 'set_config' && words[i + 2]?.toLowerCase() === `'lock_timeout'`);
  const value = words[start + 4];
  if (start < 0 || value === undefined) return state;
  return withTimeout(state, isTimeout(value.replaceAll(`'`, '')), words[start + 6]?.toLowerCase() === 'true');
}

/** Outside a transaction block `SET LOCAL` is a warning and has no effect. */
function withTimeout(state: State, timeout: boolean, local: boolean): State {
  if (!local) return { ...state, timeout, localTimeout: undefined };
  return (state.open ?? state.otherwise) === undefined ? state : { ...state, localTimeout: timeout };
}

/** Zero, with any unit, switches the timeout off. */
function isTimeout(value: string | undefined): boolean {
  return value !== undefined && Number.parseFloat(value) !== 0;
}
