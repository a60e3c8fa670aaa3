import type { Span } from '../text/span.js';

/**
 * A configuration file of any format, flattened by `edges/`: nested keys joined with dots, lists as arrays.
 * Environment variables are never expanded here.
 */
export interface ConfigDocument {
  readonly path: string;
  readonly values: ReadonlyMap<string, ConfigValue>;
  /** Why and where the file could not be read; `values` then holds what could. */
  readonly broken?: { readonly message: string; readonly span: Span };
}

export interface ConfigValue {
  readonly value: string | readonly string[];
  readonly span: Span;
}
