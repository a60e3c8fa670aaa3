import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import type { Run } from '../tool/run.js';
import { headerOf } from './header.js';

/** `src/pg.ts` (`_migrateMigrationSchema`). */
export const history: History = {
  table,
  columns: ['hash', 'previous_hash', 'filename', 'date'],
  create: project => [
    { text: `create schema if not exists ${identifier(table(project).schema)}`, values: [] },
    {
      text: `create table if not exists ${at(project)} (hash text primary key, previous_hash text references ${at(project)}, filename text not null, date timestamptz not null default now())`,
      values: [],
    },
    {
      text: `create table if not exists ${qualified({ ...table(project), name: 'current' })} (filename text primary key default 'current.sql', content text not null, date timestamptz not null default now())`,
      values: [],
    },
  ],
  read: project => ({
    text: `select filename, hash, previous_hash, to_char(date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as date from ${at(project)} order by filename collate "C"`,
    values: [],
  }),
  decode: (rows, migrations) => rows.map((row): Applied => {
    const filename = String(row['filename']);
    const version = /^\d+/.exec(filename)?.[0] ?? filename;
    return { id: version, version, name: migrations.find(it => it.id === version)?.name ?? '', checksum: String(row['hash']), appliedAt: String(row['date']), success: true, script: filename };
  }),
  compare,
};

/** The name is kept without its words. */
export const run: Run = {
  by: 'us',
  atomic: true,
  after: ({ migration, project }) => {
    const { hash, previous } = headerOf(migration.up?.text ?? '');
    return [{ text: `insert into ${at(project)} (hash, previous_hash, filename) values ($1, $2, $3)`, values: [hash ?? '', previous ?? null, `${migration.version!}.sql`] }];
  },
  forget: ({ migration, project }) => [{ text: `delete from ${at(project)} where filename = $1`, values: [`${migration.version!}.sql`] }],
};

/** `getMigrationsAfter`: what has a higher number than the newest row. */
function compare(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const newest = applied.reduce((max, it) => Math.max(max, Number(it.version)), -1);
  const compared = migrations.map((migration): Row => {
    const row = rows.get(migration.id);
    if (!row) return Number(migration.version) > newest ? { state: 'pending', migration } : { state: 'outOfOrder', migration, willRun: 'skip' };
    return migration.up && headerOf(migration.up.text).hash !== row.checksum
      ? { state: 'modified', migration, applied: row, willRun: 'run', reason: 'The history has another hash of it' }
      : { state: 'applied', migration, applied: row };
  });
  const known = new Set(migrations.map(it => it.id));
  return [...compared, ...applied.filter(it => !known.has(it.id)).map((it): Row => ({ state: 'missing', applied: it, willRun: 'run' }))];
}

function table({ settings }: Project): { readonly schema: string; readonly name: string } {
  return { schema: settings['historySchema']!, name: settings['table']! };
}

function at(project: Project): string {
  return qualified(table(project));
}
