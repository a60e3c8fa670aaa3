import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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
  if (tool.adapter !== 'flyway') {
    const { args, lines } = LISTS[tool.adapter];
    return { lines: lines((await tool.run(args, at)).output, at), complaints: '' };
  }
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
  const name = tableOf(tool, settings);
  const [found] = await run(url, `select to_regclass('${name}') is not null as there`);
  if (found?.['there'] !== true) return undefined;
  return (await run(url, `select to_json(it) as row from (select * from ${name} order by ${tool.adapter === 'prisma' ? 'started_at' : tool.adapter === 'liquibase' ? 'orderexecuted' : 1}) it`)).map(it => it['row'] as Record<string, unknown>);
}

/** The history without what differs from run to run. */
export function steady(rows: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
  return rows.map(row => Object.fromEntries(Object.entries(row).filter(([name]) => !PASSING.has(name))));
}

const PASSING = new Set(['installed_on', 'execution_time', 'tstamp', 'id', 'started_at', 'finished_at', 'logs', 'run_on', 'applied_on', 'applied_at', 'date', 'dateexecuted', 'deployment_id', 'applied']);

/** The history's table, with its schema. */
export function tableOf({ adapter }: RealTool, settings: At['settings']): string {
  const schema = (settings['search_path'] ?? settings['schemas'] ?? 'public').split(',')[0]!;
  const tables: Readonly<Record<RealTool['adapter'], string>> = {
    'flyway': 'flyway_schema_history',
    'golang-migrate': settings['x-migrations-table'] ?? 'schema_migrations',
    'dbmate': settings['DBMATE_MIGRATIONS_TABLE'] ?? 'schema_migrations',
    'goose': settings['GOOSE_TABLE'] ?? 'goose_db_version',
    'prisma': '_prisma_migrations',
    'graphile-migrate': 'graphile_migrate.migrations',
    'drizzle': 'drizzle.__drizzle_migrations',
    'drizzle-next': 'drizzle.__drizzle_migrations',
    'diesel': '__diesel_schema_migrations',
    'refinery': 'refinery_schema_history',
    'supabase': 'supabase_migrations.schema_migrations',
    'alembic': 'alembic_version',
    'django': 'django_migrations',
    'liquibase': settings['liquibaseSchemaName'] ? `${settings['liquibaseSchemaName']}.databasechangelog` : (settings['databaseChangeLogTableName'] ?? 'databasechangelog').toLowerCase(),
    'sqlx': settings['table-name'] ?? '_sqlx_migrations',
  };
  const table = tables[adapter];
  return table.includes('.') ? table : `${schema}.${table}`;
}

/** How a tool lists its migrations, and what each line says. */
const LISTS: Readonly<Record<Exclude<RealTool['adapter'], 'flyway' | 'golang-migrate'>, { readonly args: readonly string[]; readonly lines: (output: string, at: At) => readonly Line[] }>> = {
  dbmate: { args: ['status'], lines: dbmateLines },
  goose: { args: ['status'], lines: gooseLines },
  sqlx: { args: ['migrate', 'info'], lines: sqlxLines },
  prisma: { args: ['migrate', 'status'], lines: prismaLines },
  supabase: { args: ['migration', 'list'], lines: supabaseLines },
  'graphile-migrate': { args: ['status'], lines: graphileLines },
  'drizzle': { args: ['list'], lines: drizzleLines },
  'drizzle-next': { args: ['list'], lines: drizzleLines },
  diesel: { args: ['migration', 'list'], lines: dieselLines },
  refinery: { args: ['migrate', '-t', '0'], lines: refineryLines },
  liquibase: { args: ['status', '--verbose'], lines: liquibaseLines },
  alembic: { args: ['told'], lines: alembicLines },
  django: { args: ['showmigrations', '--plan'], lines: djangoLines },
};

/** `[X] 1_a.sql`, `[ ] 2_b.sql`. */
function dbmateLines(output: string): readonly Line[] {
  return [...output.matchAll(/^\[([X ])\] (\d+)_?(.*)\.sql$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
}

/** `… Mon Nov 23 10:00:00 2026 -- 00001_a.sql`, `… Pending -- 00002_b.sql`. */
function gooseLines(output: string): readonly Line[] {
  return [...output.matchAll(/^.*? {2,}(Pending|\w{3} \w{3} .*?\d{4}) +-- 0*(\d+)_(.*)\.sql$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'Pending' ? 'Pending' : 'Success' }));
}

/** `1/installed users`, `2/installed (different checksum) orders`, `3/pending items`. */
function sqlxLines(output: string): readonly Line[] {
  return [...output.matchAll(/^(\d+)\/(installed \(different checksum\)|installed|pending) ?(.*)$/gm)].map(it => ({
    version: it[1]!, description: it[3]!, type: 'SQL', state: it[2] === 'pending' ? 'Pending' : it[2] === 'installed' ? 'Success' : 'Modified',
  }));
}

/** What `alembic_told.py` prints: `pending 1975ea83b712 add accounts`. */
function alembicLines(output: string): readonly Line[] {
  return [...output.matchAll(/^(applied|pending) (\S+) (.*)$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'applied' ? 'Success' : 'Pending' }));
}

/** `[X]  shop.0001_initial`, behind it how many it replaces. */
function djangoLines(output: string): readonly Line[] {
  return [...output.matchAll(/^\[([X ])\] +(\w+\.(?:\d+_)?(\w+))/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
}

/** `  [X] 2024-01-01-000000_users`. */
function dieselLines(output: string): readonly Line[] {
  return [...output.matchAll(/^ *\[([X ])\] ([\d-]+)_(.*)$/gm)].map(it => ({ version: it[2]!.replaceAll('-', ''), description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
}

/** It names what is pending; the rest of what is committed is applied. */
function graphileLines(output: string, { root }: At): readonly Line[] {
  const pending = new Set([...output.matchAll(/^ +(\d{6}).*\.sql$/gm)].map(it => it[1]!));
  return readdirSync(join(root, 'migrations/committed')).flatMap(it => {
    const [, version, slug = ''] = /^(\d{6})(?:-(.*))?\.sql$/.exec(it) ?? [];
    return version === undefined ? [] : [{ version, description: slug.replaceAll('-', ' '), type: 'SQL', state: pending.has(version) ? 'Pending' : 'Success' }];
  });
}

/** `Success 0000_users`, as `drizzle.mjs` prints it. */
function drizzleLines(output: string): readonly Line[] {
  return [...output.matchAll(/^(\w+) (\d+)_(.*)$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1]! }));
}

/** What it logs when it may not stop at anything, and has nothing to run: where it stands, and whatever is not as it was. */
function refineryLines(output: string, { root }: At): readonly Line[] {
  const current = Number(/current version: (\d+)/.exec(output)?.[1] ?? -1);
  const logged = (said: RegExp): ReadonlySet<string> => new Set([...output.matchAll(said)].map(it => it[1]!));
  const divergent = logged(/is different than filesystem one [UV](\d+)__/g);
  const late = logged(/found migration on file system [UV](\d+)__\w+ not applied/g);
  const files = readdirSync(join(root, 'migrations'), { recursive: true, encoding: 'utf8' }).flatMap(it => {
    const [, version, description] = /(?:^|\/)[UV]0*(\d+)__(.+)\.sql$/.exec(it) ?? [];
    if (version === undefined) return [];
    return [{ version, description: description!, type: 'SQL', state: divergent.has(version) ? 'Modified' : late.has(version) ? 'Ignored' : Number(version) > current ? 'Pending' : 'Success' }];
  });
  const missing = [...output.matchAll(/migration V(\d+)__(\w+) is missing/g)].map(it => ({ version: it[1]!, description: it[2]!, type: 'SQL', state: 'Missing' }));
  return [...files, ...missing];
}

/** A table of versions, here and there: `1 │ 1 │ 1`, `2 │   │ 2`. Whether it will run what is late it does not say. */
function supabaseLines(output: string, { root }: At): readonly Line[] {
  const files = readdirSync(join(root, 'migrations'));
  const rows = [...output.replaceAll(/\x1b\[[\d;]*m/g, '').matchAll(/^\s*(\d*)\s*│\s*(\d*)\s*│/gm)].filter(it => it[1] !== '' || it[2] !== '');
  const newest = rows.map(it => it[2]!).sort().at(-1)!;
  return rows.map(([, here, there]) => {
    const version = here === '' ? there! : here!;
    const description = files.map(it => /^(\d+)_(.*)\.sql$/.exec(it)).find(it => it?.[1] === version)?.[2] ?? '';
    return { version, description, type: 'SQL', state: here === '' ? 'Missing' : there !== '' ? 'Success' : version < newest ? 'Ignored' : 'Pending' };
  });
}

/** It names what is pending, missing and failed; the rest of the folders is applied, edited or not. */
function prismaLines(output: string, { root }: At): readonly Line[] {
  const named = (start: RegExp): readonly string[] => (start.exec(output)?.[1] ?? '').split('\n').filter(Boolean);
  const pending = named(/not yet been applied:\n((?:\S+\n)+)/);
  const missing = named(/not found locally in [^\n]*:\n((?:\S+\n)+)/);
  const failed = named(/have failed:\n((?:\S+\n)+)/);
  const folders = readdirSync(join(root, 'migrations'), { withFileTypes: true }).filter(it => it.isDirectory()).map(it => it.name);
  return [...new Set([...folders, ...missing])].map(step => {
    const [, version, description] = /^(\d+)_(.*)$/.exec(step) ?? [];
    const state = failed.includes(step) ? 'Failed' : pending.includes(step) ? 'Pending' : missing.includes(step) ? 'Missing' : 'Success';
    return { version: version ?? step, description: description ?? '', type: 'SQL', state };
  });
}

/** It names what is pending and, where its validation fails, what was changed; then the rows that no file has. The rest is applied. */
function liquibaseLines(output: string, { root }: At): readonly Line[] {
  const named = (start: RegExp): ReadonlySet<string> => new Set((start.exec(output)?.[1] ?? '').split('\n').map(it => it.trim().split(' was: ')[0]!).filter(Boolean));
  const pending = named(/ha(?:ve|s) not been applied to [^\n]*\n((?: +\S+::.*\n)+)/);
  const modified = named(/changesets? check sum\n((?: +\S+::.*\n)+)/);
  const twins = named(/had duplicate identifiers\n((?: +\S+::.*\n)+)/);
  const missing = named(/unexpected changes? (?:were|was) found in [^\n]*\n((?: +\S+::.*\n)+)/);
  const files = readdirSync(join(root, 'migrations'), { recursive: true, encoding: 'utf8' }).filter(it => /\.\w+$/.test(it)).sort();
  const lines = files.flatMap(file => {
    const text = readFileSync(join(root, 'migrations', file), 'utf8');
    const changesets = [...text.matchAll(/^--changeset ([^:]+):(\S+)(.*)$|<changeSet id="(\S+)" author="(\S+)"(.*?)>/gm)].filter(it => !/dbms[:=]"?oracle|ignore:true/.test(it[3] ?? it[6] ?? ''));
    return changesets.map(([, author, id, , xmlId, xmlAuthor]) => {
      const key = `migrations/${file}::${id ?? xmlId}::${author ?? xmlAuthor}`;
      const state = twins.has(key) ? 'Pending' : modified.has(key) ? 'Modified' : pending.has(key) ? 'Pending' : 'Success';
      return { version: (id ?? xmlId)!, description: file.replace(/^.*\//, '').replace(/\.\w+$/, '').replace(/^[\d.]+[-_]/, ''), type: 'SQL', state };
    });
  });
  return [...lines, ...[...missing].map(it => ({ version: it.split('::')[1]!, description: it.split('::')[0]!, type: 'SQL', state: 'Missing' }))];
}

/** Flyway's command line may say a word for people before its JSON. */
function jsonOf<T>(output: string): T {
  const start = output.search(/^\{/m);
  if (start < 0) throw new Error(`No JSON in: ${output}`);
  return JSON.parse(output.slice(start)) as T;
}
