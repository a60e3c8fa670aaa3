import type { Name } from '../../sql/identifier.js';
import type { CreateFunction, InnerStatement, Signature } from '../../sql/statement/functions.js';
import type { FullName, Overload, Table, Trigger, UserFunction } from '../relations.js';
import { created, inPath } from './look-up.js';
import { changeTable, keyOfFull, type State } from './state.js';

/** The types of what a function takes; absent where a statement names it without them. */
export type Parameters = readonly string[] | undefined;

export function createFunction(state: State, { name, procedure, volatility, language, forTriggers, code, inner, signature }: CreateFunction): State {
  const full = created(state, name);
  const made: Overload = {
    procedure, forTriggers: forTriggers === true, ...(code && { code }), ...(inner && { inner }), ...(signature && { signature }),
    volatility: language === 'sql' && volatility === 'volatile' ? 'unknown' : volatility,
  };
  const known = state.functions.get(keyOfFull(full))?.overloads ?? [];
  // It takes the place of the one that is called alike, or that one has been dropped.
  return withOverloads(state, full, [...known.filter(it => !signature || !it.signature || !takesTheSame(it.signature, signature)), made]);
}

/** The one takes the place of the other; else both are there. */
export function takesTheSame(a: Signature, b: Signature): boolean {
  return takes(a, b.parameters.map(it => it.type));
}

/** With triggers that called it, if anything did. */
export function dropFunction(before: State, name: Name, parameters?: Parameters): State {
  const known = inPath(before, before.functions, name);
  if (known === undefined) return before;
  const gone = meant(known, parameters);
  const state = withOverloads(before, known.name, known.overloads.filter(it => !gone.includes(it)));
  return gone.some(it => it.forTriggers) ? changeTriggersOf(state, before, known, () => undefined) : state;
}

export function moveFunction(state: State, name: Name, parameters: Parameters, to: (name: FullName) => FullName): State {
  const known = inPath(state, state.functions, name);
  if (known === undefined) return state;
  const moved = meant(known, parameters);
  const goal = to(known.name);
  const left = withOverloads(state, known.name, known.overloads.filter(it => !moved.includes(it)));
  const there = left.functions.get(keyOfFull(goal))?.overloads ?? [];
  const next = withOverloads(left, goal, [...there, ...moved]);
  return moved.some(it => it.forTriggers) ? changeTriggersOf(next, state, known, it => ({ ...it, function: goal })) : next;
}

/** What a call runs: of the one function that it can mean, if what that does can be read. */
export function ranBy({ overloads }: UserFunction, count: number | undefined): readonly InnerStatement[] | undefined {
  const [one, ...more] = count === undefined ? overloads : overloads.filter(it => !it.signature || isCallableWith(it.signature, count));
  return more.length === 0 ? one?.inner : undefined;
}

export function isCallableWith({ parameters }: Signature, count: number): boolean {
  return count <= parameters.length && parameters.slice(count).every(it => it.hasDefault);
}

/** Those that a statement can mean which says what they take; of those that could not be read, the first. */
export function meant({ overloads }: UserFunction, parameters: Parameters): readonly Overload[] {
  if (parameters === undefined) return overloads;
  const fitting = overloads.filter(it => it.signature && takes(it.signature, parameters));
  return fitting.length > 0 ? fitting : overloads.filter(it => it.signature === undefined).slice(0, 1);
}

/** Just these, whatever their names. */
export function takes({ parameters }: Signature, types: readonly string[]): boolean {
  return parameters.length === types.length && parameters.every((it, i) => it.type === types[i]);
}

function withOverloads(state: State, name: FullName, overloads: readonly Overload[]): State {
  const key = keyOfFull(name);
  return { ...state, functions: overloads.length === 0 ? state.functions.without(key) : state.functions.with(key, { name, overloads }) };
}

/** Of the triggers that call it, `named` being the schema in which their words meant it. `undefined` drops one. */
function changeTriggersOf(state: State, named: State, called: UserFunction, change: (trigger: Trigger) => Trigger | undefined): State {
  const calls = ({ function: it }: Trigger): boolean => it !== undefined && it.name === called.name.name && inPath(named, named.functions, it) === called;
  const callers = [...state.relations.values()].filter((it): it is Table => it.kind === 'table' && it.triggers.some(calls));
  return callers.reduce((all, caller) => changeTable(all, caller.name, it => ({ ...it, triggers: it.triggers.flatMap(trigger => (calls(trigger) ? change(trigger) ?? [] : [trigger])) })), state);
}
