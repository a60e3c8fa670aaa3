import { sqlProblem } from '../core/sql/problem.js';
import type { Applied } from '../core/migrations/status.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { History, Place } from '../core/tools/tool/history.js';
import type { Project } from '../core/tools/tool/project.js';
import type { Database, Session, SessionInfo } from './ports.js';

/** What a database says about a project's history. */
export type HistoryReading =
  | { readonly kind: 'read'; readonly table: string; readonly applied: readonly Applied[] }
  /** `refusal`: the tool does not begin here, in its own words. */
  | { readonly kind: 'absent'; readonly table: string; readonly refusal?: string }
  /** There is a table of that name, but it is another tool's; or it cannot be read. `message` says so to people. */
  | { readonly kind: 'foreign' | 'unreadable'; readonly table: string; readonly message: string };

/** Where the tool would find itself, had it opened this session. */
export function placeOf({ database, currentSchema, user }: SessionInfo): Place {
  return { database, schema: currentSchema ?? 'public', user };
}

/** The project as the connection completes it: golang-migrate is told its table by `x-migrations-table`, Flyway knows `${flyway:user}`. */
export function projectOn({ tool, project }: Pick<ProjectIndex, 'tool' | 'project'>, info: SessionInfo): Project {
  return tool.connected?.(project, info.parameters ?? {}, placeOf(info)) ?? project;
}

/** In a transaction that the server keeps from writing. What the task sets is undone with it, too. */
export async function readOnly<T>(session: Session, task: () => Promise<T>): Promise<T> {
  await session.execute(`begin transaction read only; set local statement_timeout = '${READ_TIMEOUT}'`);
  try {
    return await task();
  } finally {
    await session.execute('rollback').catch(() => undefined);
  }
}

/** For people who wait in front of a tree; a history is a small table. */
const READ_TIMEOUT = '15s';

export async function readHistory({ tool, project, migrations }: ProjectIndex, database: Database, info: SessionInfo): Promise<HistoryReading> {
  if (tool.history.absent !== undefined) return { kind: 'unreadable', table: '', message: tool.history.absent };
  const place = placeOf(info);
  const on = projectOn({ tool, project }, info);
  const { schema, name } = tool.history.table(on, place);
  const table = `${schema}.${name}`;

  const columns = await columnsOf(database, schema, name);
  if (columns.length === 0) {
    const unless = tool.history.unlessFilled?.(on, place);
    const filled = unless !== undefined && (await database.query(unless.filled)).length > 0;
    return { kind: 'absent', table, ...(filled && { refusal: unless.refusal }) };
  }
  const lacking = tool.history.columns.filter(it => !columns.includes(it));
  const foreign = (tool.history.foreignColumns ?? []).filter(it => columns.includes(it));
  if (foreign.length > 0) return { kind: 'foreign', table, message: `${table} is not ${tool.title}'s history: it has the columns ${columns.join(', ')}` };
  if (lacking.length > 0) {
    return { kind: 'foreign', table, message: `${table} is not ${tool.title}'s history: it has the columns ${columns.join(', ')}, but no ${lacking.join(', ')}` };
  }

  try {
    const rows = await database.query(tool.history.read(on, place));
    const odd = oddVersion(rows, tool.history.versions);
    if (odd !== undefined) return { kind: 'unreadable', table, message: `${table} holds the version "${odd.slice(0, LONGEST_VERSION)}", which ${tool.title} neither writes nor reads` };
    return { kind: 'read', table, applied: tool.history.decode(rows, migrations) };
  } catch (error) {
    const { code, message } = sqlProblem(error);
    if (code === '42501') return { kind: 'unreadable', table, message: `${info.user} may not read ${table}: ${message}` };
    // Somebody who holds it, and does not let go; or the role gives its statements little time.
    if (code === '57014' || code === '55P03') return { kind: 'unreadable', table, message: `${table} could not be read in time: ${message}` };
    throw error;
  }
}

function oddVersion(rows: readonly Readonly<Record<string, unknown>>[], versions: History['versions']): string | undefined {
  return versions && rows.map(it => String(it[versions.column] ?? '')).find(it => !versions.holds.test(it));
}

const LONGEST_VERSION = 60;

/** By the catalogue, which needs no permission; `information_schema` hides what one may not read. */
async function columnsOf(database: Database, schema: string, name: string): Promise<readonly string[]> {
  const rows = await database.query({
    text: `select a.attname::text as name
             from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'f') and a.attnum > 0 and not a.attisdropped
            order by a.attnum`,
    values: [schema, name],
  });
  return rows.map(it => String(it['name']));
}
