import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import type { History, Place } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import type { Run, Step } from '../tool/run.js';

/** Versions, and nothing else (`pkg/driver/postgres/postgres.go`). */
export const history: History = {
  table,
  columns: ['version'],
  // golang-migrate's table has the same name.
  foreignColumns: ['dirty'],
  create: (project, place) => [
    { text: `create schema if not exists ${identifier(table(project, place).schema)}`, values: [] },
    { text: `create table if not exists ${at(project, place)} (version varchar primary key)`, values: [] },
  ],
  read: (project, place) => ({ text: `select version::text as version from ${at(project, place)} order by version collate "C"`, values: [] }),
  decode: (rows, migrations) => rows.map((row): Applied => {
    const version = String(row['version']);
    return { id: version, version, name: migrations.find(it => it.id === version)?.name ?? '', success: true };
  }),
  compare,
};

/** The row commits with the section, or by itself after one that is `transaction:false`. */
export const run: Run = {
  by: 'us',
  atomic: true,
  after: ({ migration, ...step }) => [{ text: `insert into ${of(step)} (version) values ($1)`, values: [migration.version] }],
  forget: ({ migration, ...step }) => [{ text: `delete from ${of(step)} where version = $1`, values: [migration.version] }],
};

/** A version is a text; what is pending runs in the order of the file names, wherever it sorts. */
function compare(migrations: readonly Migration[], applied: readonly Applied[], { settings }: Project): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const newest = migrations.findLastIndex(it => rows.has(it.version!));
  const highest = migrations.flatMap(it => (rows.has(it.version!) ? [it.version!] : [])).reduce((a, b) => (a > b ? a : b), '');
  const strict = /^(?:1|t|T|TRUE|true|True)$/.test(settings['strict'] ?? '');
  const compared = migrations.map((migration, i): Row => {
    const row = rows.get(migration.version!);
    if (row) return { state: 'applied', migration, applied: row };
    if (strict && migration.version! <= highest) {
      return {
        state: 'outOfOrder', migration, willRun: 'refuse',
        reason: `migration \`${migration.version}\` is out of order with already applied migrations, the version number has to be higher than the applied migration \`${highest}\` in --strict mode`,
      };
    }
    return i < newest ? { state: 'outOfOrder', migration, willRun: 'run' } : { state: 'pending', migration };
  });
  const known = new Set(migrations.map(it => it.version));
  // dbmate never looks for their files.
  return [...compared, ...applied.filter(it => !known.has(it.version)).map((it): Row => ({ state: 'missing', applied: it, willRun: 'run' }))];
}

/** `migrationsTableNameParts`: a dotted name says the schema, too; else it is the connection's. */
function table({ settings }: Project, place: Place): { readonly schema: string; readonly name: string } {
  const written = settings['table']!;
  const parts = written.split('.');
  return parts.length === 1 ? { schema: place.schema, name: written } : { schema: parts[0]!, name: parts.slice(1).join('.') };
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}

function of({ project, place }: Pick<Step, 'project' | 'place'>): string {
  return at(project, place);
}
