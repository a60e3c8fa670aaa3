import { identifier } from '../../../sql/identifier.js';

/** How names are written in what Liquibase sends. */
export interface Naming {
  /** `objectQuotingStrategy="QUOTE_ALL_OBJECTS"`: names keep their case. */
  readonly quoteAll: boolean;
}

/**
 * `PostgresDatabase.escapeObjectName` (4.28.0): a name with both cases in it is quoted, and keeps them; any other is not, and so
 * is folded to lower case, unless it is a reserved word. Quoted here in any case, which says the same.
 */
export function nameOf(name: string, { quoteAll }: Naming): string {
  const bare = /^".*"$/.test(name) ? name.slice(1, -1) : undefined;
  if (bare !== undefined) return identifier(bare);
  const isMixed = /[a-z]/.test(name) && /[A-Z]/.test(name);
  return identifier(quoteAll || isMixed || !/^[\w$]+$/.test(name) ? name : name.toLowerCase());
}

export function namesOf(list: string, naming: Naming): string {
  return list.split(',').map(it => nameOf(it.trim(), naming)).join(', ');
}

/** Of a relation: `tableName` with `schemaName`, where that is said. */
export function qualifiedName(schema: string | undefined, name: string, naming: Naming): string {
  return schema === undefined || schema === '' ? nameOf(name, naming) : `${nameOf(schema, naming)}.${nameOf(name, naming)}`;
}

/** As it is written inside a string, for `nextval`. */
export function regclass(qualified: string): string {
  return qualified.replace(/"([a-z_][a-z\d_]*)"/g, '$1');
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
