import type { Value } from '../../javascript/value.js';
import { literal, type Given } from '../names.js';

/** The statements that an operation sends, in order; `undefined` where they cannot be told. */
export type Operation = (given: Given) => readonly string[] | undefined;

export function flag({ ask }: Given, options: Value, key: string, words: string): string {
  return ask.is(ask.get(options, key)) ? words : '';
}

export function drop(what: string): Operation {
  return given => [`DROP ${what}${flag(given, given.args[1], 'ifExists', ' IF EXISTS')} ${literal(given.args[0], given)}${flag(given, given.args[1], 'cascade', ' CASCADE')}`];
}

export function rename(what: string): Operation {
  return given => [`ALTER ${what} ${literal(given.args[0], given)} RENAME TO ${literal(given.args[1], given)}`];
}
