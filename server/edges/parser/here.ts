import type { Parsed, Parser } from '../../flows/ports.js';
import { fingerprint, loaded, print, readStatement } from './reading.js';

/**
 * The parser in the thread that asks it, for one that may be thrown away: what makes the parser unusable is thrown, and somebody must
 * watch by `progress` whether it gets through a text.
 */
export function parserHere(progress: Int32Array): Parser {
  let read = 0;
  return { parse, fingerprint, print, close: async () => undefined };

  async function parse(texts: readonly string[]): Promise<readonly Parsed[]> {
    await loaded();
    const results: Parsed[] = [];
    for (const text of texts) {
      Atomics.store(progress, 0, read++);
      results.push(await readStatement(text));
    }
    Atomics.store(progress, 0, -1);
    return results;
  }
}
