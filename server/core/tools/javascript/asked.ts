import { isList, isRecord, isSymbolic, memberOf, truth, UNKNOWN, type Record, type Value } from './value.js';

/**
 * Reads what a call is given. What is asked for and only running could tell makes `told` false: the call is then
 * not translated at all, rather than wrongly.
 */
export interface Asked {
  told(): boolean;
  /** Of an object, or of nothing. */
  get(of: Value, key: string): Value;
  has(of: Value, key: string): boolean;
  /** Whether it counts as true. */
  is(value: Value): boolean;
  /** A text or a number; empty where it is not known. */
  text(value: Value): string;
  /** One or several. */
  list(value: Value): readonly Value[];
  /** An object, all of which is known. */
  record(value: Value): Record;
  /** Passes on what is not known. */
  untold(): void;
}

export function asking(): Asked {
  let told = true;
  const untold = () => { told = false; };
  const asked: Asked = {
    told: () => told,
    untold,
    get(of, key) {
      if (of === undefined || of === null) return undefined;
      const value = memberOf(of, key);
      if (isSymbolic(value) && value.kind === 'unknown') untold();
      // A member of what is not known.
      if (isSymbolic(of)) untold();
      return value;
    },
    has: (of, key) => {
      if (isSymbolic(of) || (isRecord(of) && !of.whole && !of.entries.has(key))) untold();
      return isRecord(of) && of.entries.has(key);
    },
    is(value) {
      const known = truth(value);
      if (known === undefined) untold();
      return known ?? false;
    },
    text(value) {
      if (typeof value === 'string' || typeof value === 'number') return String(value);
      untold();
      return '';
    },
    list(value) {
      if (isList(value)) return value;
      if (isSymbolic(value) && value.kind === 'unknown') untold();
      return [value];
    },
    record(value) {
      if (isRecord(value) && value.whole) return value;
      untold();
      return isRecord(value) ? value : NOTHING;
    },
  };
  return asked;
}

const NOTHING: Record = { kind: 'record', entries: new Map(), whole: false };

/** An object with these, too; those that it has stay. */
export function withEntries(value: Value, entries: readonly (readonly [string, Value])[]): Value {
  if (value !== undefined && value !== null && !isRecord(value)) return UNKNOWN;
  return { kind: 'record', entries: new Map([...entries, ...(isRecord(value) ? value.entries : [])]), whole: !isRecord(value) || value.whole };
}
