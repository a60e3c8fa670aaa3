/** Whether the SQL has semicolons inside a statement, at which Liquibase would cut it. */
export function isWhole(sql: string): boolean {
  return /\$\w*\$/.test(sql);
}
