import type { Decoded } from './text.js';

/** How a driver marks parameters: SQLAlchemy's `:name`, psycopg's `%s`. */
export type ParameterStyle = 'colon' | 'percent' | 'none';

/** The text with parameters as the server numbers them, so that it can be read as SQL. */
export function withParameters({ text, offsets }: Decoded, style: ParameterStyle): Decoded {
  if (style === 'none' || !text.includes(style === 'colon' ? ':' : '%')) return { text, offsets };
  // `_bind_params_regex` of SQLAlchemy 2.0 (`sql/compiler.py`): a cast has two colons, `\:` is one that is meant.
  const marks = style === 'colon' ? /\\(:)|(?<![:\w\\]):(\w+)(?!:)/g : /%(%)|%s|%\((\w+)\)s/g;
  let sql = '';
  const places: (readonly number[])[] = [];
  let at = 0;
  const names = new Map<string, number>();
  for (const found of text.matchAll(marks)) {
    const key = found[2] ?? `\0${names.size}`;
    if (found[1] === undefined && !names.has(key)) names.set(key, names.size + 1);
    // A list is written out only when it is sent: `IN :names`.
    const number = `$${names.get(key) ?? 0}`;
    const value = found[1] ?? (/\bin\s*$/i.test(text.slice(Math.max(0, found.index - 8), found.index)) ? `(${number})` : number);
    sql += text.slice(at, found.index) + value;
    places.push(offsets.slice(at, found.index), Array.from({ length: value.length }, () => offsets[found.index]!));
    at = found.index + found[0].length;
  }
  return { text: sql + text.slice(at), offsets: [...places, offsets.slice(at)].flat() };
}
