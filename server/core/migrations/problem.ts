import type { Span } from '../text/span.js';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Something to tell about a file, as the editor underlines it and `check` prints it. */
export interface Problem {
  /** The rule's id, or that of a check on names, order or history. Stable: people write it into ignore comments. */
  readonly rule: string;
  readonly severity: Severity;
  readonly path: string;
  /** In the file's text. A problem with the file's name has an empty span at 0. */
  readonly span: Span;
  /** What is wrong, with the author's names: one sentence without a full stop. */
  readonly message: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** Said of a file that is known from where it is said. */
export type Remark = Omit<Problem, 'path'>;

export interface Related {
  readonly path: string;
  readonly span: Span;
  readonly message: string;
}

export interface Fix {
  readonly title: string;
  /** `safe` never changes what the migration does; `review` may. */
  readonly safety: 'safe' | 'review';
  /** Of one that a person is to see as a whole before it is done: what a comment in the file may say of it. */
  readonly preview?: string;
  readonly edits: readonly FileEdit[];
}

/** Applied in order, as one step that one undo takes back. */
export type FileEdit =
  | { readonly kind: 'edit'; readonly path: string; readonly span: Span; readonly text: string }
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string };
