/** What other linters check and this one does not: one entry a reason, for the end of the reference. */
export interface LeftOut {
  /** As the other linters call it: `squawk: prefer-repack`. */
  readonly names: readonly string[];
  /** One sentence, with its full stop. Markdown. */
  readonly reason: string;
}

/** In the order of the reference. */
export const leftOut: readonly LeftOut[] = [
  {
    names: ['squawk: prefer-repack'],
    reason: 'For PostgreSQL 19 and later, which are beyond the versions known here; `ban-vacuum-full` and `ban-cluster` find the statements that it would replace.',
  },
  {
    names: [
      'bytebase: COLUMN_NO_NULL, COLUMN_REQUIRE_DEFAULT, COLUMN_COMMENT, COLUMN_MAXIMUM_CHARACTER_LENGTH, COLUMN_AUTO_INCREMENT_INITIAL_VALUE',
      'dryrun: docs/no_comment', 'pgsafemigrate: describe-new-column-with-comment', 'migrationpilot: MP061',
    ],
    reason: 'House rules about how every column is to be, whatever it holds. Which columns a table has to have, `required-columns` can be told.',
  },
  {
    names: [
      'schemalint: name-inflection',
    ],
    reason: 'Whether a word is singular or plural, and in which language, no rule can tell; `naming-convention` takes a regular expression.',
  },
  {
    names: ['bytebase: SYSTEM_CHARSET_ALLOWLIST, SYSTEM_COLLATION_ALLOWLIST, SYSTEM_COMMENT_LENGTH'],
    reason: 'Lists of what a house allows where nothing goes wrong with anything else; types that a house does not want, `disallowed-column-type` can be told.',
  },
  {
    names: ['online_migrations: add_inheritance_column'],
    reason: 'A column called `type` changes what Active Record does, and nothing else; in an application of Rails, strong_migrations sees it.',
  },
  {
    names: ['migrationpilot: MP075, MP077'],
    reason: 'Whether values are large enough to be compressed, and how often they are written again, no text tells; `lz4` is not in every build of the server.',
  },
  {
    names: ['locks without another danger: ALTER TRIGGER … RENAME, CREATE POLICY, OWNER TO', 'migrationpilot: MP110'],
    reason: 'What such a statement locks, every partition included, is told by `require-lock-timeout`, the hover and the lens above it; a rule of its own would say it twice.',
  },
  {
    names: ['bytebase: TABLE_DISALLOW_PARTITION', 'dryrun: partition/too_many, partition/range_gaps, partition/no_default', 'migrationpilot: MP093'],
    reason: 'Whether a table should have partitions, how many, and with a default one or without, is a matter of its data.',
  },
  {
    names: ['migrationpilot: MP096, of CREATE TABLE … AS'],
    reason: 'The new table is unseen, and what is read is locked against nothing but changes of its schema; for a materialized view, `create-matview-with-data` says what there is to say.',
  },
  {
    names: ['strong_migrations: create_table with force', 'online_migrations: create_table with force'],
    reason: 'In SQL that is a `DROP TABLE` before the `CREATE TABLE`, and found as `ban-drop-table`.',
  },
  {
    names: [
      'bytebase: STATEMENT_SELECT_NO_SELECT_ALL, STATEMENT_INSERT_DISALLOW_ORDER_BY_RAND, STATEMENT_WHERE_NO_LEADING_WILDCARD_LIKE, STATEMENT_WHERE_DISALLOW_FUNCTIONS_AND_CALCULATIONS, STATEMENT_INSERT_ROW_LIMIT',
    ],
    reason: 'How queries of an application are best written; a migration runs its own once.',
  },
  {
    names: ['bytebase: STATEMENT_OBJECT_OWNER_CHECK', 'pglinter: B011, S001, S003, S004', 'splinter: the privileges of roles that are there'],
    reason: 'Goes by the roles and the owners of a running database; what a migration grants to everybody is found as `grant-to-public`.',
  },
  {
    names: ['deadlocks between two migrations'],
    reason: 'A tool runs migrations one after another, and what one transaction has locked it lets go before the next begins: two of them never wait for each other, whatever the order of their tables. What they can end in a deadlock with is the application: `wide-lock-window` and `lock-upgrade` find that.',
  },
  {
    names: ['migrationpilot: MP076'],
    reason: 'Subtransactions do harm by their number in one transaction, which is a matter of loops and of data, not of one `SAVEPOINT`.',
  },
  {
    names: ['migrationpilot: MP063', 'squawk: DDL in DO blocks'],
    reason: 'No rule is needed: what a DO block runs is checked by all of them. What it puts together as it runs is told by `dynamic-sql-unanalysable`.',
  },
  {
    names: [
      'migrationpilot: MP013, MP014, MP019, MP101, MP102, MP103, MP104', 'pgfence: db-stats', 'drizzle-migration-lint: introspect', 'dryrun: stats',
      'bytebase: STATEMENT_AFFECTED_ROW_LIMIT, STATEMENT_DML_DRY_RUN, STATEMENT_PRIOR_BACKUP_CHECK', 'dryrun: vacuum/large_table_defaults',
    ],
    reason: 'Goes by the size or the traffic of a table on a running server, which no text tells.',
  },
  {
    names: [
      'migrationpilot: MP105, MP106, MP107, MP108, MP111', 'dryrun: partition/gucs',
    ],
    reason: 'About tables that the extensions TimescaleDB, Citus and pg_partman manage, by catalogues of their own.',
  },
  {
    names: ['migrationpilot: MP051', 'migrationpilot: MP050, MP109, MP112'],
    reason: 'About the indexes of PostGIS and pgvector: what is right for them depends on the data and on the extension\'s version.',
  },
  {
    names: [
      'splinter: auth_users_exposed, fkey_to_auth_unique, foreign_table_in_api, materialized_view_in_api, sensitive_columns_exposed, insecure_queue_exposed_in_api, public_bucket_allows_listing, pg_graphql_anon_table_exposed, pg_graphql_authenticated_table_exposed, anon_security_definer_function_executable, authenticated_security_definer_function_executable',
    ],
    reason: 'About schemas, roles and settings that only a Supabase project has, most of them made by no migration.',
  },
  {
    names: ['splinter: extension_versions_outdated'],
    reason: 'Goes by what is installed on a running server.',
  },
];
