import type { Flaw, Migration } from '../../migrations/migration.js';
import type { Remark } from '../../migrations/problem.js';
import type { Span } from '../../text/span.js';

export type Reading =
  | {
      readonly kind: 'migration';
      readonly direction: 'up' | 'down' | 'both';
      readonly id: string;
      readonly of: Migration['kind'];
      readonly version?: string;
      readonly name: string;
    }
  /** Belongs to the migration of the path `of` but is none: Flyway's `.sql.conf`. */
  | { readonly kind: 'sidecar'; readonly of: string }
  /** Read beside the migrations, but nothing for us to run: a callback, perhaps of every migrating run, or a migration written in Java or Go. */
  | { readonly kind: 'companion'; readonly of?: { readonly id: string; readonly direction: 'up' | 'down' }; readonly whileMigrating?: boolean }
  /** Looks like a migration and the tool will silently skip it. */
  | { readonly kind: 'misnamed'; readonly message: string; readonly suggestion?: string };

export interface Sections {
  /** Comments that only speak of the file may be part of it. */
  readonly up: Span;
  readonly down?: Span;
  /** Why the tool cannot read the file, or not as it was meant. */
  readonly flaw?: Flaw;
}

/** One migration of a file that names its own. Spans count in the file. */
export interface Content {
  readonly id: string;
  readonly kind: Migration['kind'];
  readonly version?: string;
  readonly name: string;
  readonly up: Span;
  readonly down?: Span;
  /** Ids of those that must run before it. */
  readonly after?: readonly string[];
  readonly options?: Readonly<Record<string, string>>;
  /** Where it is named, for what is said of it as a whole; absent, the file's start. */
  readonly at?: Span;
  readonly flaw?: Flaw;
  readonly remarks?: readonly Remark[];
}
