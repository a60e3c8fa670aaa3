import type { Migration } from '../migrations/migration.js';
import type { Execution } from './tool/execution.js';

/** Tools that send a byte order mark with the rest: the server takes it for a part of the first word. */
export function refusesMark(tool: string, { up }: Migration): Pick<Execution, 'refuses'> {
  return up?.bom ? { refuses: `${tool} sends the byte order mark with the text, and PostgreSQL stops at it` } : {};
}
