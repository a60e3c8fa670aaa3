import { parentPort, workerData } from 'node:worker_threads';
import { fingerprint, isOverflow, loaded, overflow, print, readStatement } from './parser/reading.js';
import type { Reply, Request } from './parser/thread.js';

// Parses and lowers in a thread of its own, so that only small statements cross to the main one.
// After an overflow the WebAssembly instance leaks state into later parses: the reply says how far
// it came, and this thread is thrown away.

const port = parentPort!;
const progress = workerData as Int32Array;

void loaded().then(() => {
  port.on('message', async (request: Request) => port.postMessage(await answer(request)));
});

async function answer(request: Request): Promise<Reply> {
  Atomics.store(progress, 0, 0);
  switch (request.kind) {
    case 'parse':
      return parseAll(request.texts);
    case 'fingerprint':
      return textOf(() => fingerprint(request.text));
    case 'print':
      return textOf(() => print(request.nodes));
  }
}

async function parseAll(texts: readonly string[]): Promise<Reply> {
  const results: string[] = [];
  for (const text of texts) {
    Atomics.store(progress, 0, results.length);
    try {
      results.push(JSON.stringify(await readStatement(text)));
    } catch (error) {
      return { kind: 'parsed', results: [...results, JSON.stringify(overflow(text, error))], spent: true };
    }
  }
  return { kind: 'parsed', results, spent: false };
}

async function textOf(make: () => string | undefined | Promise<string | undefined>): Promise<Reply> {
  try {
    return { kind: 'text', text: await make(), spent: false };
  } catch (error) {
    return { kind: 'text', text: undefined, spent: isOverflow(error) };
  }
}
