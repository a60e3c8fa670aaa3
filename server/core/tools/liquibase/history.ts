import type { Migration } from '../../migrations/migration.js';
import type { Applied } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import type { Address } from '../tool/address.js';
import type { History, Place, Sql } from '../tool/history.js';
import type { Lock } from '../tool/lock.js';
import type { Project } from '../tool/project.js';
import type { Command, Run, Step } from '../tool/run.js';
import { storedContexts } from './contexts.js';
import { idOf } from './migrations.js';
import { normalized } from './paths.js';
import { searchPathOf } from './settings.js';
import { compare } from './states.js';

/** `CreateDatabaseChangeLogTableGenerator` and `StandardChangeLogHistoryService`, Liquibase 4.28.0; the same table since 3.5. */
export const history: History = {
  table,
  columns: ['id', 'author', 'filename', 'dateexecuted', 'orderexecuted', 'exectype', 'md5sum'],
  create: (project, place) => [
    sql(`CREATE TABLE ${qualified(table(project, place))} (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP WITHOUT TIME ZONE NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10))`),
    ...lockTable(project, place),
  ],
  read: (project, place) => sql(`SELECT id, author, filename, to_char(dateexecuted, 'YYYY-MM-DD"T"HH24:MI:SS.MS') AS dateexecuted, orderexecuted, exectype, md5sum, comments, tag FROM ${qualified(table(project, place))} ORDER BY dateexecuted, orderexecuted`),
  decode: rows => rows.map((row): Applied => {
    const [id, author, filename] = [String(row['id']), String(row['author']), String(row['filename'])];
    return {
      id: idOf(id, author, normalized(filename)), version: id, name: filename, script: filename, by: author, success: true,
      type: [row['exectype'], row['tag']].filter(it => it !== null && it !== undefined).join(' '),
      ...(row['md5sum'] !== null && row['md5sum'] !== undefined && { checksum: String(row['md5sum']) }),
      appliedAt: String(row['dateexecuted']), rank: Number(row['orderexecuted']),
    };
  }),
  compare,
};

/** `StandardLockService`: a row, asked for during five minutes. Whoever dies leaves it locked. */
export function lock(project: Project, place: Place): Lock {
  const { schema, name } = lockName(project, place);
  const at = qualified({ schema, name });
  return {
    kind: 'table', table: { schema, name }, attempts: 300, waitMs: 1000,
    remedy: 'Who dies leaves the lock behind: `liquibase release-locks`, or repair, frees it when nobody runs any more',
    freeing: 'liquibase release-locks',
    prepare: lockTable(project, place),
    take: by => ({ text: `UPDATE ${at} SET LOCKED = TRUE, LOCKEDBY = left($1, 255), LOCKGRANTED = localtimestamp WHERE ID = 1 AND LOCKED = FALSE RETURNING 1 AS taken`, values: [by] }),
    holder: sql(`SELECT LOCKEDBY AS by, to_char(LOCKGRANTED, '${SINCE}') AS since, extract(epoch FROM localtimestamp - LOCKGRANTED)::int AS seconds FROM ${at} WHERE ID = 1 AND LOCKED`),
    free: (by, since) => ({
      text: `UPDATE ${at} SET LOCKED = FALSE, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1 AND LOCKED AND LOCKEDBY IS NOT DISTINCT FROM $1 AND to_char(LOCKGRANTED, '${SINCE}') IS NOT DISTINCT FROM $2 RETURNING 1 AS freed`,
      values: [by, since],
    }),
    release: by => ({ text: `UPDATE ${at} SET LOCKED = FALSE, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1 AND LOCKEDBY = left($1, 255)`, values: [by] }),
  };
}

const SINCE = 'YYYY-MM-DD HH24:MI:SS';

const tool: Extract<Run, { readonly by: 'tool' }> = { by: 'tool', command: (_, { options = {} }, project) => command(project, options['root'] ?? project.settings['root']!, 1 + Number(options['alwaysBefore'] ?? 0)) };

/** Row and script commit together, which Liquibase itself does one after the other. */
export const run: Run = {
  by: 'us',
  atomic: true,
  otherwise: { needed: isOnlyLiquibases, run: tool },
  prepare: ({ project }) => {
    const schema = project.settings['defaultSchemaName']!;
    return schema === '' ? [] : [{ text: `SELECT set_config('search_path', concat_ws(', ', $1::text, nullif((SELECT reset_val FROM pg_settings WHERE name = 'search_path'), '')), false)`, values: [identifier(folded(schema))] }];
  },
  after: step => [step.applied.some(it => it.id === keyOf(step.migration)) ? update(step) : insert(step)],
  forget: ({ migration, project, place }) => {
    const { id, author, path } = partsOf(migration);
    return [{ text: `DELETE FROM ${qualified(table(project, place))} WHERE id = $1 AND author = $2 AND filename = $3`, values: [id, author, path] }];
  },
};

/** What is not SQL, hangs on conditions, or is to be run by another program. */
export function isOnlyLiquibases({ options }: Migration): boolean {
  return options?.['format'] === 'node' || options?.['format'] === 'file' || options?.['preconditions'] !== undefined || options?.['runWith'] !== undefined || options?.['failOnError'] === 'false';
}

/** So many of those that are to run: the last of them, which has not run yet, is the one that is meant. */
function command(project: Project, root: string, count: number): Command {
  const { changeLogFile, searchPath, contexts, labelFilter, liquibaseSchemaName, defaultSchemaName } = project.settings;
  const path = searchPathOf(project).filter(it => it === '.' || root.startsWith(`${it}/`)).sort((a, b) => b.length - a.length)[0] ?? '.';
  const said = [
    ...(contexts ? [`--contexts=${contexts}`] : []), ...(labelFilter ? [`--label-filter=${labelFilter}`] : []),
    ...Object.entries(project.placeholders).map(([name, value]) => `-D${name}=${value}`),
  ];
  return {
    argv: [
      'liquibase', `--search-path=${searchPath}`,
      ...(liquibaseSchemaName ? [`--liquibase-schema-name=${liquibaseSchemaName}`] : []), ...(defaultSchemaName ? [`--default-schema-name=${defaultSchemaName}`] : []),
      'update-count', `--count=${count}`, `--changelog-file=${changeLogFile || (path === '.' ? root : root.slice(path.length + 1))}`, ...said,
    ],
    folder: '.',
    environment: addressed,
  };
}

function addressed({ host, port, database, user, ssl, password }: Address): Readonly<Record<string, string>> {
  return {
    LIQUIBASE_COMMAND_URL: `jdbc:postgresql://${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}?sslmode=${ssl}`,
    LIQUIBASE_COMMAND_USERNAME: user, LIQUIBASE_SHOW_BANNER: 'false', ...(password !== undefined && { LIQUIBASE_COMMAND_PASSWORD: password }),
  };
}

/** `MarkChangeSetRanGenerator`. */
function insert(step: Step): Sql {
  const at = qualified(table(step.project, step.place));
  const { id, author, path } = partsOf(step.migration);
  const { md5, description, comments, contexts, labels } = storedOf(step);
  return {
    text: `INSERT INTO ${at} (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID)
SELECT $1, $2, $3, localtimestamp, (SELECT coalesce(max(ORDEREXECUTED), 0) + 1 FROM ${at}), $4, $5, $6, 'EXECUTED', $7, $8, '${VERSION}', ${deployment(step)}`,
    values: [id, author, path, md5, description, comments, contexts, labels],
  };
}

/** A changeset that runs again keeps its row. */
function update(step: Step): Sql {
  const at = qualified(table(step.project, step.place));
  const { id, author, path } = partsOf(step.migration);
  const { md5, description, comments, contexts, labels } = storedOf(step);
  return {
    text: `UPDATE ${at} SET DATEEXECUTED = localtimestamp, ORDEREXECUTED = (SELECT coalesce(max(ORDEREXECUTED), 0) + 1 FROM ${at}), MD5SUM = $4, EXECTYPE = 'RERAN', DEPLOYMENT_ID = ${deployment(step)}, COMMENTS = $6, CONTEXTS = $7, LABELS = $8, LIQUIBASE = '${VERSION}', DESCRIPTION = $5
WHERE ID = $1 AND AUTHOR = $2 AND FILENAME = $3`,
    values: [id, author, path, md5, description, comments, contexts, labels],
  };
}

/** The one whose rows and sums these are. */
const VERSION = '4.28.0';

/** The last ten digits of the milliseconds at which the run began, which is when the lock was taken. */
function deployment({ project, place }: Step): string {
  return `right(floor(extract(epoch FROM coalesce((SELECT LOCKGRANTED FROM ${qualified(lockName(project, place))} WHERE ID = 1), localtimestamp)) * 1000)::bigint::text, 10)`;
}

function lockName(project: Project, place: Place): { readonly schema: string; readonly name: string } {
  return { schema: schemaOf(project, place), name: folded(project.settings['lockTable']!) };
}

function lockTable(project: Project, place: Place): readonly Sql[] {
  const name = lockName(project, place);
  const at = qualified(name);
  return [
    sql(`CREATE TABLE IF NOT EXISTS ${at} (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP WITHOUT TIME ZONE, LOCKEDBY VARCHAR(255), CONSTRAINT ${identifier(`${name.name}_pkey`)} PRIMARY KEY (ID))`),
    sql(`INSERT INTO ${at} (ID, LOCKED) SELECT 1, FALSE WHERE NOT EXISTS (SELECT FROM ${at} WHERE ID = 1)`),
  ];
}

function storedOf({ migration, checksum }: Step) {
  const { options = {} } = migration;
  const contexts = [...(options['includedIn']?.split('\n') ?? []).reverse(), ...(options['contexts'] === undefined ? [] : [options['contexts']])];
  const labels = [...(options['includedAs']?.split('\n') ?? []).reverse(), ...(options['labels'] === undefined ? [] : [options['labels']])];
  return {
    md5: checksum ?? null, description: 'sql', comments: (options['comment'] ?? '').trim().slice(0, 250),
    contexts: storedContexts(contexts) ?? null, labels: labels.length === 0 ? null : labels.join(' AND '),
  };
}

function partsOf({ options, id, name }: Migration): { readonly id: string; readonly author: string; readonly path: string } {
  return { id: options?.['id'] ?? id, author: options?.['author'] ?? '', path: options?.['path'] ?? name };
}

function keyOf(migration: Migration): string {
  const { id, author, path } = partsOf(migration);
  return idOf(id, author, path);
}

function table(project: Project, place: Place): { readonly schema: string; readonly name: string } {
  return { schema: schemaOf(project, place), name: folded(project.settings['table']!) };
}

function schemaOf({ settings }: Project, place: Place): string {
  const said = settings['liquibaseSchemaName'] || settings['defaultSchemaName'];
  return said ? folded(said) : place.schema;
}

/** A name that Liquibase does not quote: PostgreSQL folds it. */
function folded(name: string): string {
  return /^[A-Z\d_]+$/.test(name) ? name.toLowerCase() : name;
}

function sql(text: string): Sql {
  return { text, values: [] };
}
