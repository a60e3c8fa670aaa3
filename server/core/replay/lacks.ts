import { CONNECTION_LOST, type SqlProblem } from '../sql/problem.js';

/** What a database for trying out may lack, though the migration is right. */
export type Lack =
  /** No migration need make it: roles belong to the whole server. */
  | { readonly kind: 'role'; readonly name: string }
  /** For good, and the sentence says what. */
  | { readonly kind: 'unable'; readonly reason: string };

/** `missed`: the path of an earlier migration that was not replayed, and may have made what is not there. */
export function lackOf({ code, message }: SqlProblem, missed: string | undefined): Lack | undefined {
  const role = code === '42704' ? /^role "(.*)" does not exist$/s.exec(message)?.[1] : undefined;
  if (role !== undefined) return { kind: 'role', name: role };
  const extension = code === '0A000' || code === '58P01' || code === '42501' ? /extension "([^"]*)"/.exec(message)?.[1] : undefined;
  if (extension !== undefined) return { kind: 'unable', reason: `The extension ${extension} is not there: ${message}` };
  if (code === CONNECTION_LOST) return { kind: 'unable', reason: message };
  if (missed !== undefined && code !== undefined && UNDEFINED.has(code)) return { kind: 'unable', reason: `It may need what ${missed} makes, which was not replayed: ${message}` };
  return undefined;
}

/** `undefined_table`, `_column`, `_object`, `_function`, `invalid_schema_name`, `undefined_database`. */
const UNDEFINED: ReadonlySet<string> = new Set(['42P01', '42703', '42704', '42883', '3F000', '3D000']);
