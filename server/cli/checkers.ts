import { availableParallelism } from 'node:os';
import { bundle, workerFor } from '../edges/worker.js';
import { packed } from '../flows/shares.js';
import type { Elsewhere } from '../flows/shares.js';
import type { CheckReply, CheckRequest } from './check-worker.js';

/** Threads, each with a parser of its own, which start when there is work for them. */
export function checkers(): readonly Elsewhere[] {
  return Array.from({ length: Math.min(availableParallelism(), MOST) }, (): Elsewhere => {
    const ask = workerFor<CheckRequest, CheckReply>(bundle('check-worker.js'), LIMITS);
    return async (index, options) => (await ask({ project: packed(index), options }))?.checked;
  });
}

/** Each takes the memory of a whole check. */
const MOST = 8;
/** The stack is for deep expressions. */
const LIMITS = { stackSizeMb: 32, maxYoungGenerationSizeMb: 64 };
