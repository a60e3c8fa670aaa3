/** A relation, type or function as it was written; `schema` is absent when it was not. Names are unquoted. */
export interface Name {
  readonly schema?: string;
  readonly name: string;
}

/** Quotes an identifier, always: what is quoted needs no list of reserved words. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function qualified({ schema, name }: Name): string {
  return schema === undefined ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}

/** How a person would write the name in a sentence: no quotes, schema only if it was written. */
export function display({ schema, name }: Name): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

/** One key for a name, with the schema that an unqualified one resolves to. */
export function keyOf({ schema, name }: Name, defaultSchema = 'public'): string {
  return `${schema ?? defaultSchema}.${name}`;
}
