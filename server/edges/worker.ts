import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker, type ResourceLimits } from 'node:worker_threads';

/** The worker died or had to be given up while it read text number `at`, or while it read none: -1. */
export interface Lost {
  readonly kind: 'lost';
  readonly at: number;
}

/** A worker in which libpg_query runs. It tells by `progress` which text it reads, -1 while it reads none. An idle one does not keep the process alive. */
export function startWorker(path: string, progress: Int32Array, resourceLimits: ResourceLimits): Worker {
  // V8's optimising compiler needs 150 ms of both processors for the parser's big functions, and does not make them faster:
  // most of the time goes by between WebAssembly and JavaScript.
  setFlagsFromString('--liftoff-only');
  const worker = new Worker(path, { workerData: progress, resourceLimits });
  // Without a listener an error that arrives between two requests would end the process.
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

/** Of one request at a time. `patience` is how many milliseconds one text may take at least, and half of how many it may take at most. */
export async function answerOf<Answer extends { readonly kind: string }>(worker: Worker, progress: Int32Array, request: unknown, patience: number): Promise<Answer | Lost> {
  Atomics.store(progress, 0, -1);
  worker.ref();
  const answer = await new Promise<Answer | Lost>(resolve => {
    let seen = -1;
    const watch = setInterval(() => {
      const at = Atomics.load(progress, 0);
      if (at === seen && at !== -1) end({ kind: 'lost', at });
      seen = at;
    }, patience);
    const lost = () => end({ kind: 'lost', at: Atomics.load(progress, 0) });
    worker.on('message', end).on('error', lost).on('exit', lost);
    worker.postMessage(request);

    function end(answer: Answer | Lost): void {
      clearInterval(watch);
      worker.off('message', end).off('error', lost).off('exit', lost);
      resolve(answer);
    }
  });
  worker.unref();
  return answer;
}

/** Asks a worker that starts with the first request. `undefined`: it was lost, and so is every request after. */
export function workerFor<Request, Answer extends { readonly kind: string }>(path: string, resourceLimits: ResourceLimits, patience = PATIENCE): (request: Request) => Promise<Answer | undefined> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | undefined;
  let lost = false;
  let turn: Promise<unknown> = Promise.resolve();
  return request => {
    const answer = turn.then(() => ask(request));
    turn = answer;
    return answer;
  };

  async function ask(request: Request): Promise<Answer | undefined> {
    if (lost) return undefined;
    const answer = await answerOf<Answer>(worker ??= startWorker(path, progress, resourceLimits), progress, request, patience);
    if (answer.kind !== 'lost') return answer as Answer;
    lost = true;
    await worker.terminate();
    return undefined;
  }
}

/** See `answerOf`. */
export const PATIENCE = 5_000;

/** The bundles lie together in `out/`; from the TypeScript sources it is two folders up. */
export function bundle(name: string): string {
  const beside = join(__dirname, name);
  return existsSync(beside) ? beside : join(__dirname, '../../out', name);
}
