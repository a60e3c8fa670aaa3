import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellWhatTakesLong } from '../../server/lsp/progress.js';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it.each([
  [499, 'ends', []],
  [501, 'ends', ['create', 'Reading migrations', 'done']],
  [501, 'fails', ['create', 'Reading migrations', 'done']],
] as const)('of what after %d ms %s is told %j', async (ms, how, expected) => {
  const told: string[] = [];
  const work = new Promise<void>((resolve, reject) => setTimeout(how === 'ends' ? resolve : reject, ms));
  const telling = tellWhatTakesLong({
    createWorkDoneProgress: async () => {
      told.push('create');
      return { begin: title => told.push(title), done: () => told.push('done'), report: () => undefined, token: new AbortController().signal as never };
    },
  }, work);
  await vi.advanceTimersByTimeAsync(1000);
  await telling;
  expect(told).toEqual(expected);
});

it('a client that shows no progress, or is about to end, loses nothing', async () => {
  const telling = tellWhatTakesLong({ createWorkDoneProgress: () => Promise.reject(new Error('gone')) }, new Promise(resolve => { setTimeout(resolve, 600); }));
  await vi.advanceTimersByTimeAsync(1000);
  await expect(telling).resolves.toBeUndefined();
});
