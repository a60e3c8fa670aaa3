import type { Span } from '../text/span.js';

/**
 * A configuration file of any format, flattened by `edges/`: nested keys joined with dots, lists of
 * scalars as arrays, other lists with their indices as keys. Of a YAML file with several documents, the
 * keys of the second are prefixed `#1.`, of the third `#2.`. Of a language that only its tool can run
 * (Gradle), `values` is empty. In JSONC a dot inside a name is
 * written `\.`, and objects are there themselves as empty lists. Environment variables are never expanded here.
 */
export interface ConfigDocument {
  readonly path: string;
  readonly text: string;
  readonly values: ReadonlyMap<string, ConfigValue>;
  /** Why and where the file could not be read; `values` then holds what could. */
  readonly broken?: undefined | { readonly message: string; readonly span: Span };
}

export interface ConfigValue {
  readonly value: string | readonly string[];
  readonly span: Span;
  /** Where the key is written, in formats that tell (JSONC). */
  readonly key?: Span;
}
