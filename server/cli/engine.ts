import { startParser } from '../edges/parser.js';
import type { Parser } from '../flows/ports.js';
import { scripts } from '../flows/script.js';
import type { Scripts } from '../flows/script.js';

/** What reads SQL: one worker, and a memory of what it has read. */
export interface Engine {
  readonly parser: Parser;
  readonly scripts: Scripts;
}

/** The worker ends with the task, or the process would wait for it for ever. */
export async function withEngine<T>(task: (engine: Engine) => Promise<T>): Promise<T> {
  const parser = startParser();
  try {
    return await task({ parser, scripts: scripts(parser) });
  } finally {
    await parser.close();
  }
}
