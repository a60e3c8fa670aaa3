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

/** An identifier is at most 63 bytes, `NAMEDATALEN` less its end. */
export const LONGEST = 63;

/** In UTF-8, as Postgres counts. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += widthOf(character);
  return bytes;
}

/** As much of it as so many bytes hold. */
export function clipped(text: string, bytes: number): string {
  let room = bytes;
  let end = 0;
  for (const character of text) {
    room -= widthOf(character);
    if (room < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** In UTF-8. */
function widthOf(character: string): number {
  const code = character.codePointAt(0)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
