import type { Parsed } from '../ports.js';

/** What the parser has said, by text. `whole` is the length of the script: all its statements must have room. */
export interface Memory {
  get(text: string, whole: number): Parsed | undefined;
  set(text: string, parsed: Parsed, whole: number): void;
}

/** Two generations: when the young one is full, the old one, which nobody asked for since, is forgotten. */
export function remembered(): Memory {
  let young = new Map<string, Parsed>();
  let old = new Map<string, Parsed>();
  let size = 0;
  return { get, set };

  function get(text: string, whole: number): Parsed | undefined {
    const found = young.get(text);
    if (found) return found;
    const aged = old.get(text);
    if (aged) set(text, aged, whole);
    return aged;
  }

  function set(text: string, parsed: Parsed, whole: number): void {
    if (size > Math.max(GENERATION, whole)) {
      old = young;
      young = new Map();
      size = 0;
    }
    size += text.length;
    // A slice keeps the whole text alive that it was cut from; this copy does not.
    young.set(` ${text}`.slice(1), parsed);
  }
}

/** Characters of statements; what is remembered with them takes several times as much. */
const GENERATION = 2_000_000;
