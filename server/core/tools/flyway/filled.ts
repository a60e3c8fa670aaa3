import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';

/** `DbMigrate` and `PostgreSQLSchema.doEmpty`, Flyway 13.0.0: what belongs to an extension does not count. */
export function unlessFilled(project: Project, schema: string): ReturnType<NonNullable<History['unlessFilled']>> {
  const found = `Found non-empty schema(s) "${schema}" but no schema history table`;
  return {
    filled: {
      text: `SELECT 1 FROM (
    SELECT c.oid FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND c.relkind IN ('r', 'v', 'm', 'p', 'S', 'f')
    UNION ALL SELECT t.oid FROM pg_type t WHERE t.typnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND t.typcategory NOT IN ('A', 'C')
    UNION ALL SELECT p.oid FROM pg_proc p WHERE p.pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
  ) AS held (oid) WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = held.oid AND d.deptype = 'e') LIMIT 1`,
      values: [schema],
    },
    refusal: project.settings['baselineOnMigrate'] === 'true'
      ? `${found}: Flyway will write a baseline first, which is for Flyway itself to do`
      : `${found}. Use baseline() or set baselineOnMigrate to true to initialize the schema history table.`,
  };
}
