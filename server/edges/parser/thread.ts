import type { Worker } from 'node:worker_threads';
import type { Parsed, Parser } from '../../flows/ports.js';
import { answerOf, startWorker, type Lost } from '../worker.js';

export type Request =
  | { readonly kind: 'parse'; readonly texts: readonly string[] }
  | { readonly kind: 'fingerprint'; readonly text: string }
  | { readonly kind: 'print'; readonly nodes: readonly unknown[] };

/** `spent`: an overflow ended it, texts behind the last result are unread, and the worker must not be used again. */
export type Reply = { readonly spent: boolean } & (
  /** Each a `Parsed` as JSON, which is written and read in half the time that a structured clone takes. */
  | { readonly kind: 'parsed'; readonly results: readonly string[] }
  | { readonly kind: 'text'; readonly text: string | undefined }
);

export interface Thread extends Parser {
  /** How many texts it has still to read; `undefined` where it does not run yet. */
  waiting(): number | undefined;
}

/**
 * libpg_query in a worker with a stack for deep expressions. One request at a time, in order;
 * a worker that overflowed, died or hung is replaced, and its other statements are read by the next.
 * An idle worker does not keep the process alive. `patience` is how many milliseconds one statement may
 * take at least, and half of how many it may take at most.
 */
export function startThread(workerPath: string, patience: number, early: boolean): Thread {
  /** Which text the worker is at. */
  const progress = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | undefined = early ? start() : undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let unread: { readonly texts: readonly string[]; readonly done: (results: readonly Parsed[]) => void }[] = [];
  let waiting = 0;
  let closed = false;

  return {
    waiting: () => worker === undefined && waiting === 0 ? undefined : waiting,
    parse(texts) {
      waiting += texts.length;
      return new Promise(done => {
        unread.push({ texts, done });
        void inTurn(readSome);
      });
    },
    fingerprint: text => inTurn(() => textOf({ kind: 'fingerprint', text })),
    print: nodes => inTurn(() => textOf({ kind: 'print', nodes })),
    async close() {
      closed = true;
      await discard();
    },
  };

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  /** What has come together while the worker was busy, in one message: a thousand small files are a thousand requests. */
  async function readSome(): Promise<void> {
    const some = unread.slice(0, Math.max(1, countUpTo(AT_ONCE, unread.map(it => it.texts.length))));
    unread = unread.slice(some.length);
    if (some.length === 0) return;
    const results = await parse(some.flatMap(it => it.texts));
    waiting -= results.length;
    let from = 0;
    for (const { texts, done } of some) done(results.slice(from, from += texts.length));
  }

  async function parse(texts: readonly string[]): Promise<readonly Parsed[]> {
    const results: Parsed[] = [];
    while (results.length < texts.length) {
      const reply = await ask({ kind: 'parse', texts: texts.slice(results.length) });
      if (reply.kind === 'parsed') {
        results.push(...reply.results.map(revived));
      } else if (closed || reply.kind !== 'lost' || reply.at === -1) {
        const why = closed ? 'the parser is closed' : 'the parser did not start';
        results.push(...texts.slice(results.length).map(it => unreadable(it, why)));
      } else {
        const before = texts.slice(results.length, results.length + reply.at);
        if (before.length > 0) results.push(...(await parse(before)));
        results.push(unreadable(texts[results.length]!, 'the parser did not get through this statement'));
      }
    }
    return results;
  }

  async function textOf(request: Request): Promise<string | undefined> {
    const reply = await ask(request);
    return reply.kind === 'text' ? reply.text : undefined;
  }

  async function ask(request: Request): Promise<Reply | Lost> {
    if (closed) return { kind: 'lost', at: -1 };
    const reply = await answerOf<Reply>(worker ??= start(), progress, request, patience);
    if (reply.kind === 'lost' || reply.spent) await discard();
    return reply;
  }

  async function discard(): Promise<void> {
    const old = worker;
    worker = undefined;
    await old?.terminate();
  }

  function start(): Worker {
    const started = startWorker(workerPath, progress, LIMITS);
    started.on('error', () => { if (worker === started) worker = undefined; });
    return started;
  }
}

/** Texts. */
const AT_ONCE = 1_000;

/** How many of the first add up to no more than `most`. */
function countUpTo(most: number, sizes: readonly number[]): number {
  let sum = 0;
  const end = sizes.findIndex(it => (sum += it) > most);
  return end < 0 ? sizes.length : end;
}

/** The stack is for deep expressions; trees die young, and a nursery of this size costs no time, and a fraction of the memory of the usual one. */
const LIMITS = { stackSizeMb: 32, maxYoungGenerationSizeMb: 4 };

/** JSON has no `undefined`: in a list it writes `null`. */
function revived(json: string): Parsed {
  const value = JSON.parse(json) as Parsed;
  if (/[[,]null[,\]]/.test(json)) restore(value);
  return value;

  function restore(within: unknown): void {
    if (typeof within !== 'object' || within === null) return;
    if (Array.isArray(within)) within.forEach((it, i) => { if (it === null) within[i] = undefined; });
    Object.values(within).forEach(restore);
  }
}

function unreadable(text: string, message: string): Parsed {
  return { kind: 'error', message, at: { start: 0, end: text.search(/[\r\n]|$/) } };
}
