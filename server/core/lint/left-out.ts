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
