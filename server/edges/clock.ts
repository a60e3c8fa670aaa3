import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../flows/ports.js';

/** `sleep` ends early, without an error, when its signal aborts. */
export const clock: Clock = {
  now: () => performance.now(),
  today: () => new Date(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined),
};
