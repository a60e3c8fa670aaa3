import type { Span } from '../../text/span.js';
import type { RawNode } from '../raw.js';
import type { Place } from './place.js';

/**
 * Where an expression stands. The parser knows where parts begin and never where they end, so the end is that of the last
 * token it points at, and what belongs to it: parentheses that are open, a call's arguments, the rest of `IS NOT NULL`.
 */
export function expressionSpan(raw: RawNode, place: Place): Span | undefined {
  const locations: number[] = [];
  collect(raw, locations);
  if (locations.length === 0) return undefined;

  const start = place.offset(min(locations));
  let first = place.indexAt(start);
  let last = place.indexAt(place.offset(max(locations)));
  if (place.tokens()[last] === undefined) return undefined;

  last = restOf(last, place);
  for (;;) {
    const end = selected(last, place);
    if (end > last && selects(raw)) last = end;
    const open = balance(first, last, place);
    if (open < 0 && first > 0) {
      do first--;
      while (first > 0 && place.say(first) !== '(' && place.say(first) !== '[');
    } else {
      const closed = open > 0 ? close(last + 1, open, place) : last;
      if (closed === last) break;
      last = closed;
    }
  }
  last = suffix(last, place);
  return { start: place.tokens()[first]!.span.start, end: place.tokens()[last]!.span.end };
}

function collect(value: unknown, locations: number[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, locations);
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) {
      const inner = (value as Record<string, unknown>)[key];
      if (typeof inner === 'object') collect(inner, locations);
      // -1 is "nowhere"; a list's own end is where the brackets of `IN (…)` and `ARRAY[…]` close.
      else if ((key === 'location' || key === 'rexpr_list_end' || key === 'list_end') && (inner as number) > 0) locations.push(inner as number);
    }
  }
}

/** Whether it takes a field or an element of something. */
function selects(raw: RawNode): boolean {
  return JSON.stringify(raw).includes('"A_Indirection"');
}

function min(all: readonly number[]): number {
  return all.reduce((a, b) => (a < b ? a : b));
}

function max(all: readonly number[]): number {
  return all.reduce((a, b) => (a > b ? a : b));
}

/** What follows a located token and belongs to it whatever it is: the other words of a type or of a test. */
function restOf(index: number, place: Place): number {
  let i = index;
  const said = place.say(i);
  while (place.say(i + 1) === '.') i += 2;
  if (said === 'is' || said === 'isnull' || said === 'notnull') {
    while (['not', 'null', 'true', 'false', 'unknown', 'document', 'json', 'normalized'].includes(place.say(i + 1))) i++;
  }
  if (['double', 'character', 'char', 'bit', 'national'].includes(said)) while (['precision', 'varying', 'character', 'char'].includes(place.say(i + 1))) i++;
  if (said === 'collate') i++;
  return i;
}

/** The field or the element that is taken of what ends here, whose place the parser does not tell: `(period).starts_on`. */
function selected(index: number, place: Place): number {
  let next = index + 1;
  while (place.say(next) === ')') next++;
  if (place.say(next) === '.') return selected(next + 1, place);
  return place.say(next) === '[' && next > index + 1 ? selected(close(next + 1, 1, place), place) : index;
}

/** Call arguments, subscripts, `AT TIME ZONE`'s like are located; empty brackets, `with time zone`, `END` are not. */
function suffix(index: number, place: Place): number {
  let i = index;
  for (;;) {
    const next = place.say(i + 1);
    if (next === '(' || next === '[') i = close(i + 2, 1, place);
    else if ((next === 'with' || next === 'without') && place.say(i + 2) === 'time' && place.say(i + 3) === 'zone') i += 3;
    else return i;
  }
}

/** How many brackets and CASEs are open at the end; negative: how many were closed that never opened. */
function balance(first: number, last: number, place: Place): number {
  let open = 0;
  let lowest = 0;
  for (let i = first; i <= last; i++) {
    open += weight(place.say(i));
    if (open < lowest) lowest = open;
  }
  return lowest < 0 ? lowest : open;
}

/** The index of the token that closes the last of `open` brackets, reading from `from`. */
function close(from: number, open: number, place: Place): number {
  let depth = open;
  let i = from;
  for (; i < place.tokens().length; i++) {
    depth += weight(place.say(i));
    if (depth === 0) return i;
  }
  return i - 1;
}

function weight(said: string): number {
  if (said === '(' || said === '[' || said === 'case') return 1;
  return said === ')' || said === ']' || said === 'end' ? -1 : 0;
}
