import { pathOf, type Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import type { History, Place, Sql } from '../tool/history.js';
import type { Lock } from '../tool/lock.js';
import type { Project } from '../tool/project.js';
import type { Failing, Repair } from '../tool/repair.js';
import type { Run, Step } from '../tool/run.js';
import { unlessFilled } from './filled.js';
import { abbreviated, compare } from './states.js';
import { schemasOf, settledSchema } from './settings.js';
import { canonicalVersion } from './version.js';

/** `PostgreSQLDatabase.getRawCreateScript` and `JdbcTableSchemaHistory`, Flyway 13.0.0; the same table since 5.0. */
export const history: History = {
  table,
  columns: ['installed_rank', 'version', 'description', 'type', 'script', 'checksum', 'installed_by', 'installed_on', 'execution_time', 'success'],
  versions: { column: 'version', holds: /^(?:[+-]?\d+(?:\.\d+)*)?$/ },
  create: (project, place) => {
    const { schema, name } = table(project, place);
    const schemas = project.settings['createSchemas'] === 'true' ? schemasOf(project.settings) : [];
    const ddl = [
      ...schemas.map(it => `CREATE SCHEMA IF NOT EXISTS ${identifier(it)}`),
      `CREATE TABLE ${qualified({ schema, name })} (
    "installed_rank" INT NOT NULL,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INTEGER,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
    "execution_time" INTEGER NOT NULL,
    "success" BOOLEAN NOT NULL
)`,
      `ALTER TABLE ${qualified({ schema, name })} ADD CONSTRAINT ${identifier(`${name}_pk`)} PRIMARY KEY ("installed_rank")`,
      `CREATE INDEX ${identifier(`${name}_s_idx`)} ON ${qualified({ schema, name })} ("success")`,
    ].map(text => ({ text, values: [] }));
    return schemas.length === 0 ? ddl : [...ddl, schemaMarker(schemas, project, place)];
  },
  unlessFilled: (project, place) => unlessFilled(project, table(project, place).schema),
  read: (project, place) => ({
    text: `SELECT "installed_rank", "version", "description", "type", "script", "checksum", "installed_by", to_char("installed_on", 'YYYY-MM-DD"T"HH24:MI:SS.MS') AS "installed_on", "execution_time", "success" FROM ${at(project, place)} ORDER BY "installed_rank"`,
    values: [],
  }),
  decode: rows => rows.map(decoded),
  compare,
};

/** The key of `PostgreSQLAdvisoryLockTemplate`: a constant plus Java's hash of the table's quoted name. Retried each second. */
export function lock(project: Project, place: Place): Lock {
  const retries = Number(project.settings['lockRetryCount']);
  return { kind: 'advisory', key: 77431708279161n + BigInt(javaHash(at(project, place))), attempts: retries < 0 ? 86_400 : retries + 1, waitMs: 1000 };
}

/**
 * Script and row commit together, which Flyway itself does only with `postgresql.transactional.lock=false`. A script without
 * a transaction that fails leaves a row that says so, as in that mode: Flyway then refuses to go on until `repair`.
 */
export const run: Run = {
  by: 'us',
  atomic: true,
  prepare: ({ project }) => {
    const schema = settledSchema(project.settings);
    // What a script sets is no longer set for the next one (`PostgreSQLConnection.doRestoreOriginalState`).
    if (schema === undefined) return [RESET_ROLE, { text: 'RESET search_path', values: [] }];
    // `reset_val` is what the session began with, which Flyway keeps behind the default schema.
    return [RESET_ROLE, {
      text: `SELECT set_config('search_path', concat_ws(', ', $1::text, nullif((SELECT reset_val FROM pg_settings WHERE name = 'search_path'), '')), false)`,
      values: [identifier(schema)],
    }];
  },
  // Flyway writes its rows over a connection of its own, which no script has given another role.
  after: step => [RESET_ROLE, insert(step, true)],
  failed: step => [RESET_ROLE, insert(step, false)],
  forget: ({ migration, project, place, applied }) => {
    const row = applied.findLast(it => it.id === migration.id && it.success);
    return row?.rank === undefined ? [] : [{ text: `DELETE FROM ${at(project, place)} WHERE "installed_rank" = $1`, values: [row.rank] }];
  },
};

const RESET_ROLE: Sql = { text: 'RESET ROLE', values: [] };

/** `flyway repair` takes away the rows of what has failed (`JdbcTableSchemaHistory.removeFailedMigrations`); what else it does is not done. */
export function repairs({ applied, migration }: Row, on: Failing): readonly Repair[] {
  const where = at(on.project, on.place);
  const { version, name } = applied!;
  const write = version === undefined
    ? { text: `DELETE FROM ${where} WHERE "success" = false AND "version" IS NULL AND "description" = $1`, values: [name] }
    : { text: `DELETE FROM ${where} WHERE "success" = false AND "version" = $1`, values: [version] };
  return [{
    as: 'undone', command: 'flyway repair', there: [], gone: migration ? [migration] : [], write: [write],
    ...(migration && { of: migration, failed: { migration, direction: 'up' } }),
  }];
}

/** The first row, of the schemas that this transaction has created, if any. */
function schemaMarker(schemas: readonly string[], project: Project, place: Place): Sql {
  return {
    text: `INSERT INTO ${at(project, place)} ("installed_rank", "description", "type", "script", "installed_by", "execution_time", "success")
SELECT 0, '<< Flyway Schema Creation >>', 'SCHEMA', string_agg('"' || replace(nspname, '"', '""') || '"', ',' ORDER BY array_position($1::text[], nspname::text)), coalesce($2, current_user), 0, true
FROM pg_namespace WHERE nspname = ANY ($1::text[]) AND xmin::text = (txid_current() % 4294967296)::text HAVING count(*) > 0`,
    values: [schemas, installedBy(project)],
  };
}

function installedBy({ settings }: Project): string | null {
  const by = settings['installedBy'];
  return by === undefined || by === '' ? null : by;
}

function insert({ migration, project, place, checksum, milliseconds }: Step, success: boolean): Sql {
  return {
    text: `INSERT INTO ${at(project, place)} ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "execution_time", "success")
SELECT coalesce(max("installed_rank"), 0) + 1, $1, $2, $3, $4, $5, coalesce($6, current_user), $7, $8 FROM ${at(project, place)}`,
    values: [
      migration.version ?? null,
      abbreviated(migration.name),
      migration.kind === 'baseline' ? 'SQL_BASELINE' : 'SQL',
      scriptOf(migration, project),
      checksum === undefined ? null : Number(checksum),
      installedBy(project),
      Math.min(Math.round(milliseconds), 2_147_483_647),
      success,
    ],
  };
}

/** The path below its location, which is what Flyway stores; longer ones lose their beginning's dots and their end. */
function scriptOf(migration: Migration, { locations }: Project): string {
  const path = pathOf(migration);
  const location = locations.find(it => it.path !== '.' && path.startsWith(`${it.path}/`));
  const script = location ? path.slice(location.path.length + 1) : path;
  return script.length <= 1000 ? script : `...${script.slice(3, 1000)}`;
}

function decoded(row: Readonly<Record<string, unknown>>): Applied {
  const version = row['version'] === null ? undefined : String(row['version']);
  const type = String(row['type']);
  const name = String(row['description']);
  const canonical = version === undefined ? undefined : canonicalVersion(version);
  return {
    id: type === 'SQL_BASELINE' ? `B:${canonical}` : canonical ?? (type === 'SCHEMA' ? 'SCHEMA' : `R:${name}`),
    ...(version !== undefined && { version }),
    name,
    type,
    script: String(row['script']),
    ...(row['checksum'] !== null && { checksum: String(row['checksum']) }),
    by: String(row['installed_by']),
    appliedAt: String(row['installed_on']),
    milliseconds: Number(row['execution_time']),
    success: row['success'] === true,
    rank: Number(row['installed_rank']),
  };
}

function table(project: Project, place: Place): { readonly schema: string; readonly name: string } {
  return { schema: settledSchema(project.settings) ?? place.schema, name: project.settings['table']! };
}

function at(project: Project, place: Place): string {
  return qualified(table(project, place));
}

/** Java's `String.hashCode`. */
function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
