import { startParser } from '../edges/parser.js';
import { scripts } from '../flows/script.js';
import type { Scripts } from '../flows/script.js';

/** What reads SQL, for as long as the task runs: the worker ends with it, or the process would wait for it for ever. */
export async function withScripts<T>(task: (scripts: Scripts) => Promise<T>): Promise<T> {
  const parser = startParser();
  try {
    return await task(scripts(parser));
  } finally {
    await parser.close();
  }
}
