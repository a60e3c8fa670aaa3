import { run } from '../../postgres.js';
import type { At, RealTool } from './tools.js';

/** What the tool itself says about a folder and a database. */
export interface Told {
  /** dbmate's and goose's `status`; Flyway's `info`, without what differs from run to run; empty where the tool keeps no list. */
  readonly lines: readonly Line[];
  /** The sentences of its `validate`, or of its refusal to say anything. */
  readonly complaints: string;
  /** golang-migrate's `version`. */
  readonly version?: string;
  /** What its next `up` printed, without the times. */
  readonly next?: string;
}

export interface Line {
  readonly version: string;
  readonly description: string;
  readonly type: string;
  readonly state: string;
}

export async function tell(tool: RealTool, at: At): Promise<Told> {
  if (tool.adapter === 'golang-migrate') return { lines: [], complaints: '', version: (await tool.run(['version'], at)).output.trim() };
  if (tool.adapter === 'dbmate') return { lines: dbmateLines((await tool.run(['status'], at)).output), complaints: '' };
  if (tool.adapter === 'goose') return { lines: gooseLines((await tool.run(['status'], at)).output), complaints: '' };
  const info = jsonOf<{ migrations?: readonly Line[]; error?: { message: string } }>((await tool.run(['info'], at)).output);
  if (info.migrations === undefined) return { lines: [], complaints: info.error?.message ?? '' };
  const validate = jsonOf<{ allErrorMessages?: string | null; error?: { message: string } }>((await tool.run(['validate'], at)).output);
  return {
    lines: info.migrations.map(({ version, description, type, state }) => ({ version: version ?? '', description, type, state })),
    complaints: validate.allErrorMessages ?? validate.error?.message ?? '',
  };
}

/** The rows of the tool's table as the server has them; `undefined` without a table. */
export async function historyOf(tool: RealTool, { url, settings }: At): Promise<readonly Record<string, unknown>[] | undefined> {
  const schema = (settings['search_path'] ?? settings['schemas'] ?? 'public').split(',')[0]!;
  const dotted = settings['DBMATE_MIGRATIONS_TABLE']?.includes('.');
  const name = `${dotted ? '' : `${schema}.`}${tool.adapter === 'flyway' ? 'flyway_schema_history' : tool.adapter === 'goose' ? (settings['GOOSE_TABLE'] ?? 'goose_db_version') : (settings['x-migrations-table'] ?? settings['DBMATE_MIGRATIONS_TABLE'] ?? 'schema_migrations')}`;
  const [found] = await run(url, `select to_regclass('${name}') is not null as there`);
  if (found?.['there'] !== true) return undefined;
  return (await run(url, `select to_json(it) as row from (select * from ${name} order by 1) it`)).map(it => it['row'] as Record<string, unknown>);
}

/** `[X] 1_a.sql`, `[ ] 2_b.sql`. */
function dbmateLines(output: string): readonly Line[] {
  return [...output.matchAll(/^\[([X ])\] (\d+)_?(.*)\.sql$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
}

/** `… Mon Nov 23 10:00:00 2026 -- 00001_a.sql`, `… Pending -- 00002_b.sql`. */
function gooseLines(output: string): readonly Line[] {
  return [...output.matchAll(/^.*? {2,}(Pending|\w{3} \w{3} .*?\d{4}) +-- 0*(\d+)_(.*)\.sql$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'Pending' ? 'Pending' : 'Success' }));
}

/** Flyway's command line may say a word for people before its JSON. */
function jsonOf<T>(output: string): T {
  const start = output.search(/^\{/m);
  if (start < 0) throw new Error(`No JSON in: ${output}`);
  return JSON.parse(output.slice(start)) as T;
}
