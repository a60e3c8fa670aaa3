import type { FunctionCall } from '../../sql/statement/expression.js';
import type { SetVariable, Transaction } from '../../sql/statement/session.js';
import { isBuiltIn } from '../../sql/volatility.js';
import { inPath } from './look-up.js';
import type { State } from './state.js';

export function setVariable(state: State, { name, reset, local, value }: SetVariable): State {
  if (name === 'search_path') return put(state, local, { searchPath: reset ? state.defaultSearchPath : schemasOf(value ?? '') });
  if (name === 'timezone') return put(state, local, { timeZone: reset ? undefined : value });
  return name === 'all' ? put(state, local, { searchPath: state.defaultSearchPath, timeZone: undefined }) : state;
}

function put(state: State, local: boolean, change: Partial<Pick<State, 'searchPath' | 'timeZone'>>): State {
  const { searchPath, timeZone } = state;
  return { ...state, ...change, ...(local && state.beforeLocal === undefined && { beforeLocal: { searchPath, timeZone } }) };
}

function schemasOf(path: string): readonly string[] {
  return path.split(',').map(it => it.trim().replace(/^"(.*)"$/, '$1')).filter(it => it !== '' && it !== '$user');
}

/** A query's calls may do anything, unless they are Postgres's own or declared not to change a thing, which Postgres enforces; `set_config` is a SET. */
export function runs(state: State, calls: readonly FunctionCall[], call: (state: State, call: FunctionCall) => State): State {
  // What `set_config` sets is known, to what is not: its second argument is not kept.
  const pathChanges = calls.some(it => it.name === 'set_config' && it.literal === 'search_path');
  const next = pathChanges ? { ...state, searchPath: state.defaultSearchPath } : state;
  return calls.filter(it => !isBuiltIn(it) && !isHarmless(state, it)).reduce(call, next);
}

function isHarmless(state: State, call: FunctionCall): boolean {
  return inPath(state, state.functions, call)?.overloads.every(({ volatility: it }) => it === 'immutable' || it === 'stable') === true;
}

export function transaction(state: State, { action, savepoint = '' }: Transaction): State {
  const settings = state.beforeLocal === undefined ? state : { ...state, ...state.beforeLocal, beforeLocal: undefined };
  switch (action) {
    case 'begin': return state.transaction ? state : { ...state, transaction: { start: state, savepoints: [] } };
    case 'commit': return { ...settings, transaction: undefined };
    case 'rollback': return state.transaction ? { ...state.transaction.start, complete: state.complete } : settings;
    case 'savepoint':
      return state.transaction ? withSavepoints(state, [...state.transaction.savepoints, { name: savepoint, state }]) : state;
    case 'release':
    case 'rollback-to': {
      // Those that came after it are gone, and with RELEASE it is itself.
      const savepoints = state.transaction?.savepoints ?? [];
      const at = savepoints.findLastIndex(it => it.name === savepoint);
      if (at === -1) return state;
      return action === 'release'
        ? withSavepoints(state, savepoints.slice(0, at))
        : withSavepoints({ ...savepoints[at]!.state, complete: state.complete, transaction: state.transaction }, savepoints.slice(0, at + 1));
    }
    default: return state;
  }
}

function withSavepoints(state: State, savepoints: NonNullable<State['transaction']>['savepoints']): State {
  return state.transaction ? { ...state, transaction: { ...state.transaction, savepoints } } : state;
}
