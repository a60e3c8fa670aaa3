import type { Project } from '../tool/project.js';

/**
 * The settings that matter here, with Flyway 13's defaults (`ConfigUtils`, `FlywayModel`). A project has one more, of our own:
 * `downFiles` is `paired`, `custom` (paired although Flyway is told to read the folder) or `read` (by Flyway, as versions).
 */
export const DEFAULTS: Readonly<Record<string, string>> = {
  baselineDescription: '<< Flyway Baseline >>',
  baselineMigrationPrefix: 'B',
  baselineOnMigrate: 'false',
  baselineVersion: '1',
  createSchemas: 'true',
  defaultSchema: '',
  encoding: 'UTF-8',
  executeInTransaction: 'true',
  group: 'false',
  ignoreMigrationPatterns: '*:future',
  installedBy: '',
  lockRetryCount: '50',
  mixed: 'false',
  outOfOrder: 'false',
  placeholderPrefix: '${',
  placeholderReplacement: 'true',
  placeholderSeparator: ':',
  placeholderSuffix: '}',
  repeatableSqlMigrationPrefix: 'R',
  schemas: '',
  sqlMigrationPrefix: 'V',
  sqlMigrationSeparator: '__',
  sqlMigrationSuffixes: '.sql',
  table: 'flyway_schema_history',
  target: 'latest',
  transactionalLock: 'true',
  undoSqlMigrationPrefix: 'U',
  validateMigrationNaming: 'false',
  validateOnMigrate: 'true',
};

/**
 * A project of a folder alone, with Flyway's defaults. No configuration says that Flyway reads the folder as it is,
 * so `V5__x__down.sql` in it is the down file of `V5__x.sql`, kept from Flyway by whoever runs it (`downFiles`).
 */
export function projectAt(folder: string): Project {
  return {
    tool: 'flyway', folder, locations: [{ path: folder, recursive: true }], because: folder,
    settings: { ...DEFAULTS, downFiles: 'paired' }, placeholders: {}, connections: [],
  };
}

/** The schema that the configuration names; otherwise it is the session's. */
export function settledSchema(settings: Project['settings']): string | undefined {
  return schemasOf(settings)[0];
}

/** The schemas that Flyway manages, and creates where they are not there; the first is the default. */
export function schemasOf({ defaultSchema = '', schemas = '' }: Project['settings']): readonly string[] {
  return [...new Set([defaultSchema, ...schemas.split(',').map(it => it.trim())])].filter(it => it !== '');
}

/** The setting that a key means, however it is spelled: `out-of-order`, `OUT_OF_ORDER`, `postgresql.transactional.lock`. */
export function settingOf(key: string): string | undefined {
  const bare = plain(key);
  return bare === 'postgresqltransactionallock' ? 'transactionalLock' : NAMES.get(bare);
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const NAMES: ReadonlyMap<string, string> = new Map(Object.keys(DEFAULTS).map(it => [plain(it), it]));
