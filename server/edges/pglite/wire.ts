import type { SqlProblem } from '../../core/sql/problem.js';

/** What the thread is started with. */
export interface Opening {
  /** Those that somebody may want to create; what the engine has no file of stays unknown to it. */
  readonly extensions: readonly string[];
}

/** One is answered after the other. */
export type Request =
  | { readonly kind: 'query'; readonly text: string; readonly values: readonly unknown[] }
  | { readonly kind: 'execute'; readonly text: string }
  | { readonly kind: 'copy'; readonly text: string; readonly rows: string };

export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rows'; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly kind: 'failed'; readonly problem: SqlProblem }
  | { readonly kind: 'broken'; readonly message: string }
  /** Answers nothing: the server said it meanwhile. */
  | { readonly kind: 'notice'; readonly message: string };
