import type { Parsed, Parser } from '../flows/ports.js';
import { startThread, type Thread } from './parser/thread.js';
import { bundle, PATIENCE } from './worker.js';

export interface ParserOptions {
  /** How many may run at once. */
  readonly threads?: number;
  /** One starts now, and not when there is something to read. */
  readonly early?: boolean;
  readonly workerPath?: string;
  /** See `startThread`. */
  readonly patience?: number;
}

/** The parser, in threads that start when there is work for them. */
export function startParser({ threads = 1, early = false, workerPath = bundle('parser-worker.js'), patience = PATIENCE }: ParserOptions = {}): Parser {
  const all: readonly Thread[] = Array.from({ length: threads }, (_, i) => startThread(workerPath, patience, early && i === 0));

  return {
    async parse(texts) {
      const results: Parsed[] = [];
      // In parts, so that a keystroke does not wait for the whole of a large file.
      for (let from = 0; from < texts.length; from += PART * threads) {
        const parts = all.map((_, i) => texts.slice(from + i * PART, from + (i + 1) * PART)).filter(it => it.length > 0);
        for (const read of await Promise.all(parts.map(it => quietest().parse(it)))) results.push(...read);
      }
      return results;
    },
    fingerprint: text => quietest().fingerprint(text),
    print: nodes => quietest().print(nodes),
    async close() {
      await Promise.all(all.map(it => it.close()));
    },
  };

  function quietest(): Thread {
    const running = all.filter(it => it.waiting() !== undefined);
    const least = running.reduce<Thread | undefined>((a, b) => (a === undefined || b.waiting()! < a.waiting()! ? b : a), undefined);
    return least !== undefined && (least.waiting()! < WORTH_A_THREAD || running.length === all.length) ? least : all.find(it => it.waiting() === undefined)!;
  }
}

/** Texts. */
const PART = 500;
/** A thread starts in the time in which another reads so many statements. */
const WORTH_A_THREAD = 400;
