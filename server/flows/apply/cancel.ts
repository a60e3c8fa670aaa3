import type { Applying } from '../apply.js';

/** Runs the task; from the moment of the abort on, the server is asked to cancel until the task has ended. */
export async function cancellable<T>({ session, clock, signal }: Applying, task: () => Promise<T>): Promise<T> {
  const end = new AbortController();
  const asking = ask();
  try {
    return await task();
  } finally {
    end.abort();
    await asking;
  }

  /** More than once: a request that reaches the server between two statements is lost. */
  async function ask(): Promise<void> {
    await eitherOf(signal, end.signal);
    while (!end.signal.aborted) {
      await session.cancel().catch(() => undefined);
      await clock.sleep(100, end.signal);
    }
  }
}

function eitherOf(...signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some(it => it.aborted)) return Promise.resolve();
  return new Promise(resolve => {
    const one = () => {
      for (const signal of signals) signal.removeEventListener('abort', one);
      resolve();
    };
    for (const signal of signals) signal.addEventListener('abort', one);
  });
}
