import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Parsed, Parser } from '../flows/ports.js';

export type Request =
  | { readonly kind: 'parse'; readonly texts: readonly string[] }
  | { readonly kind: 'fingerprint'; readonly text: string }
  | { readonly kind: 'print'; readonly nodes: readonly unknown[] };

/** `spent`: an overflow ended it, texts behind the last result are unread, and the worker must not be used again. */
export type Reply = { readonly spent: boolean } & (
  | { readonly kind: 'parsed'; readonly results: readonly Parsed[] }
  | { readonly kind: 'text'; readonly text: string | undefined }
);

/** The worker died or had to be killed while it read text number `at`, or before it read any: -1. */
interface Lost {
  readonly kind: 'lost';
  readonly at: number;
}

/**
 * libpg_query in a worker with a stack for deep expressions. One request at a time, in order;
 * a worker that overflowed, died or hung is replaced, and its other statements are read by the next.
 * An idle worker does not keep the process alive. `patience` is how many milliseconds one statement may
 * take at least, and half of how many it may take at most.
 */
export function startParser(workerPath = besideTheBundle(), patience = 5_000): Parser {
  /** Which text the worker is at. */
  const progress = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | undefined = start();
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;

  return {
    async parse(texts) {
      const results: Parsed[] = [];
      // In parts, so that a keystroke does not wait for the whole of a large file.
      for (let from = 0; from < texts.length; from += AT_ONCE) results.push(...(await inTurn(() => parse(texts.slice(from, from + AT_ONCE)))));
      return results;
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

  async function parse(texts: readonly string[]): Promise<readonly Parsed[]> {
    const results: Parsed[] = [];
    while (results.length < texts.length) {
      const reply = await ask({ kind: 'parse', texts: texts.slice(results.length) });
      if (reply.kind === 'parsed') {
        results.push(...reply.results);
      } else if (closed || reply.kind !== 'lost' || reply.at === -1) {
        const why = closed ? 'the parser is closed' : 'the parser did not start';
        results.push(...texts.slice(results.length).map(it => unread(it, why)));
      } else {
        const before = texts.slice(results.length, results.length + reply.at);
        if (before.length > 0) results.push(...(await parse(before)));
        results.push(unread(texts[results.length]!, 'the parser did not get through this statement'));
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
    const running = (worker ??= start());
    Atomics.store(progress, 0, -1);
    running.ref();
    const reply = await new Promise<Reply | Lost>(resolve => {
      let seen = -1;
      const watch = setInterval(() => {
        const at = Atomics.load(progress, 0);
        if (at === seen && at !== -1) end({ kind: 'lost', at });
        seen = at;
      }, patience);
      const lost = () => end({ kind: 'lost', at: Atomics.load(progress, 0) });
      running.on('message', end).on('error', lost).on('exit', lost);
      running.postMessage(request);

      function end(reply: Reply | Lost): void {
        clearInterval(watch);
        running.off('message', end).off('error', lost).off('exit', lost);
        resolve(reply);
      }
    });
    running.unref();
    if (reply.kind === 'lost' || reply.spent) await discard();
    return reply;
  }

  async function discard(): Promise<void> {
    const old = worker;
    worker = undefined;
    await old?.terminate();
  }

  function start(): Worker {
    // V8's optimising compiler needs 150 ms of both processors for the parser's big functions, and does not make them faster:
    // most of the time goes by between WebAssembly and JavaScript.
    setFlagsFromString('--liftoff-only');
    const started = new Worker(workerPath, { workerData: progress, resourceLimits: LIMITS });
    // Without a listener an error that arrives between two requests would end the process.
    started.on('error', () => { if (worker === started) worker = undefined; });
    started.unref();
    return started;
  }
}

const AT_ONCE = 1_000;

/** The stack is for deep expressions; trees die young, and a nursery of this size costs no time and half the memory of the usual one. */
const LIMITS = { stackSizeMb: 32, maxYoungGenerationSizeMb: 8 };

function unread(text: string, message: string): Parsed {
  return { kind: 'error', message, at: { start: 0, end: text.search(/[\r\n]|$/) } };
}

/** The bundles lie together in `out/`; from the TypeScript sources it is two folders up. */
function besideTheBundle(): string {
  const beside = join(__dirname, 'parser-worker.js');
  return existsSync(beside) ? beside : join(__dirname, '../../out/parser-worker.js');
}
