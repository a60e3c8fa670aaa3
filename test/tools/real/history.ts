import { run } from '../../postgres.js';
import type { At, RealTool } from './tool.js';

export type Rows = readonly Record<string, unknown>[];

/** The rows of the tool's table as the server has them; `undefined` without a table. */
export async function historyOf({ history }: RealTool, { url, settings }: At): Promise<Rows | undefined> {
  const name = history.table(settings);
  const [found] = await run(url, `select to_regclass('${name}') is not null as there`);
  if (found?.['there'] !== true) return undefined;
  return (await run(url, `select to_json(it) as row from (select * from ${name} order by ${history.by ?? 1}) it`)).map(it => it['row'] as Record<string, unknown>);
}

/** With what tells whether a row was written anew. */
export function historyWithXmin({ history }: RealTool, { url, settings }: At): Promise<Rows> {
  return run(url, `select xmin::text, ctid::text, * from ${history.table(settings)} order by 3`);
}

/** The history without what differs from run to run. */
export function steady(rows: Rows): Rows {
  // Of when it was rolled back only that it was.
  return rows.map(row => Object.fromEntries(Object.entries(row).filter(([name]) => !PASSING.has(name)).map(([name, value]) => [name, name === 'rolled_back_at' ? value !== null : value])));
}

const PASSING = new Set(['installed_on', 'execution_time', 'tstamp', 'id', 'started_at', 'finished_at', 'logs', 'run_on', 'applied_on', 'applied_at', 'date', 'dateexecuted', 'deployment_id', 'applied', 'committed_at', 'executed_at']);
