/** Folders that hold no sources of their own: build output, dependencies, and what starts with a dot. */
const EXCLUDED = new Set(['node_modules', 'target', 'build', 'out', 'bin', 'dist', 'vendor', '__pycache__']);

export function isExcludedFolder(name: string): boolean {
  return name.startsWith('.') || EXCLUDED.has(name);
}

/** Folders of tests: what they hold is found only where the project file names it. */
const TESTS = /(?:^|\/)(?:tests?|testdata|__tests__|test[-_]?resources|test[-_]?fixtures?|(?:[a-z]+[-_])?tests?[-_]files|fixtures|src\/[a-z]*test[a-z]*)\//i;

export function isOfTests(path: string): boolean {
  return TESTS.test(path);
}

/**
 * Scripts of other databases, kept beside those of PostgreSQL by folder (`mysql/`, `gomysql/`, `mysql-persistence/`,
 * `migration_sqlite/`) or by the end of the name (`V1__x__MYSQL.sql`, `1_x.sqlite3.up.sql`).
 */
export function isOfAnotherDatabase(path: string): boolean {
  return FOLDER.test(path) || WORD.test(path) || ENDING.test(path);
}

const FOLDER = /(?:^|\/)(?:oracle|db2|derby|clickhouse|cassandra|firebird|ql|rqlite|sqlcipher|planetscale|cockroach(?:db)?|neo4j|duckdb|snowflake|spanner|mongodb?|informix|sybase)\//i;
const WORD = /(?:^|[/_.-])(?:[a-z]*mysql\d?|mariadb|h2|hsqldb|hsql|sql-?server|mssql|[a-z]*sqlite3?)(?:[_.-][^/]*)?\//i;
const ENDING = /(?:__|[.-])(?:mysql\d?|mariadb|h2|hsqldb|oracle|sql_?server|mssql|sqlite3?|db2|derby)(?:\.(?:up|down))?\.sql$/i;
