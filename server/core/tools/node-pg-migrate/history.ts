import { pathOf, type Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import { urlOf } from '../tool/address.js';
import { type History, type Place } from '../tool/history.js';
import { type Project } from '../tool/project.js';
import { type Command, type Run } from '../tool/run.js';

/** `ensureMigrationsTable` and `getRunMigrations` (`src/runner.ts`). */
export const history: History = {
  table,
  columns: ['id', 'name', 'run_on'],
  create: (project, place) => [
    ...(project.settings['historySchema'] === undefined ? [] : [{ text: `CREATE SCHEMA IF NOT EXISTS ${identifier(table(project, place).schema)}`, values: [] }]),
    { text: `CREATE TABLE IF NOT EXISTS ${at(project, place)} (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`, values: [] },
  ],
  read: (project, place) => ({ text: `SELECT name, run_on::text AS run_on FROM ${at(project, place)} AS history ORDER BY history.run_on, history.id`, values: [] }),
  decode: (rows, migrations) => {
    const known = new Map(migrations.map(it => [it.id, it]));
    return rows.map((row, rank): Applied => {
      const id = String(row['name']);
      return { id, version: known.get(id)?.version ?? id, name: id, appliedAt: String(row['run_on']), success: true, rank };
    });
  },
  compare,
};

/** SQL is plain; only the tool runs JavaScript. */
export const run: Run = {
  by: 'us',
  atomic: true,
  after: ({ migration, project, place }) => [{ text: `INSERT INTO ${at(project, place)} (name, run_on) VALUES ($1, NOW())`, values: [migration.id] }],
  forget: ({ migration, project, place }) => [{ text: `DELETE FROM ${at(project, place)} WHERE name = $1`, values: [migration.id] }],
  otherwise: { needed: it => !/\.sql$/.test(pathOf(it)), run: { by: 'tool', command } },
};

/** `checkOrder`: the n-th that was applied must be the n-th file. */
function compare(migrations: readonly Migration[], applied: readonly Applied[], { settings }: Project): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const newest = migrations.findLastIndex(it => rows.has(it.id));
  const wrong = settings['checkOrder'] === 'false' ? -1 : applied.findIndex((it, i) => migrations[i] !== undefined && migrations[i].id !== it.id);
  const refused: Pick<Row, 'willRun' | 'reason'> | undefined = wrong < 0 ? undefined : {
    willRun: 'refuse', reason: `Not run migration ${migrations[wrong]!.id} is preceding already run migration ${applied[wrong]!.id}`,
  };
  const known = new Set(migrations.map(it => it.id));
  return [
    ...migrations.map((migration, i): Row => {
      const row = rows.get(migration.id);
      if (row) return { state: 'applied', migration, applied: row, ...(i === wrong && refused) };
      return i < newest ? { state: 'outOfOrder', migration, ...(refused ?? { willRun: 'run' }) } : { state: 'pending', migration };
    }),
    ...applied.filter(it => !known.has(it.id)).map((it): Row => ({ state: 'missing', applied: it, ...(refused ?? { willRun: 'run' }) })),
  ];
}

/** With `--timestamp`, up to this one, or from this one on: never a number of steps, which somebody else may have taken meanwhile. */
function command(direction: 'up' | 'down', to: Migration, { folder, settings }: Project): Command {
  const { root = '.', table, historySchema } = settings;
  return {
    argv: [
      'npx', '--no', 'node-pg-migrate', direction, String(momentOf(to.version!)), '--timestamp', '--migrations-dir', root === '.' ? folder : folder.slice(root.length + 1), '--migrations-table', table!,
      ...(historySchema === undefined ? [] : ['--migrations-schema', historySchema]), ...(settings['checkOrder'] === 'false' ? ['--no-check-order'] : []),
    ],
    folder: root,
    environment: address => ({ DATABASE_URL: urlOf(address) }),
  };
}

/** `getNumericPrefix`: 17 digits are a moment in UTC, which counts as its milliseconds. */
export function momentOf(prefix: string): number {
  const [, year, month, day, hour, minute, second, milli] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(prefix) ?? [];
  const moment = year === undefined ? NaN : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`);
  return Number.isNaN(moment) ? Number(prefix) : moment;
}

function table({ settings }: Project, { schema }: Place): { readonly schema: string; readonly name: string } {
  return { schema: settings['historySchema'] ?? schema, name: settings['table']! };
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}
