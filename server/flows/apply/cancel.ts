import type { Running } from '../apply.js';

/** Runs the task; once it is aborted, and the `patience` is over (milliseconds), the server is asked to cancel until the task has ended. */
export async function cancellable<T>({ session, clock, signal }: Pick<Running, 'session' | 'clock' | 'signal'>, task: () => Promise<T>, patience = 0): Promise<T> {
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
    if (patience > 0) await clock.sleep(patience, end.signal);
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
