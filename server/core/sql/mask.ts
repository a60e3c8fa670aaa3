import type { Span } from '../text/span.js';

/** `${x}`, `{{ x }}`, and psql's `:x`, `:'x'` and `:"x"`. */
export type MaskStyle = 'dollar-brace' | 'mustache' | 'colon';

/** A text of the same length that can be cut and parsed where the placeholders were. */
export interface Masked {
  readonly text: string;
  readonly placeholders: readonly Span[];
}

export function mask(text: string, styles: readonly MaskStyle[]): Masked {
  void styles;
  return { text, placeholders: [] };
}
