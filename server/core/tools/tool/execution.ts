import type { TextEdit } from '../../text/span.js';

export interface Execution {
  /** The tool opens a transaction around the whole script. */
  readonly wraps: boolean;
  /** `whole`: one simple-protocol message, hence one implicit transaction; `statement`: each on its own. */
  readonly sends: 'whole' | 'statement';
  /** The tool will refuse to run the script at all, in its own words. */
  readonly refuses?: string;
  /**
   * The tool keeps a transaction open beside the script's, so that a statement that waits for older ones to end
   * (a concurrent index build) never comes back: in a sentence, with the way out.
   */
  readonly waitsForItself?: string;
  /** The tool sends the rows that follow `COPY … FROM stdin`. */
  readonly copyFromStdin?: boolean;
  /** psql may read the file: its own commands are none of our business. */
  readonly psql?: boolean;
}

export interface OutsideTransaction {
  /** For a sentence: "in a migration of its own". */
  readonly how: string;
  /** What must be written, beside the statement itself; empty where the tool notices by itself. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What must be written into the file itself. */
  readonly edits?: readonly TextEdit[];
  /** The statement must stand alone in its file. */
  readonly alone: boolean;
}
