import type { CheckedFile } from '../../core/lint/file.js';
import type { Migration, Source } from '../../core/migrations/migration.js';
import type { Catalog } from '../../core/schema/catalog.js';
import type { Script } from '../../core/sql/script.js';
import type { Fragment, Translation } from '../../core/tools/tool/translation.js';
import type { Reading } from '../script.js';

/** One way of a migration, before it is checked. */
export interface Side {
  readonly key: string;
  readonly source: Source;
  readonly translated: Translated | undefined;
  /** As it was read before, or is read now. */
  readonly script: Script | Reading;
}

export interface Translated {
  /** What was known before the migration. */
  readonly told: unknown;
  readonly translation: Translation;
  readonly fragments: readonly Fragment[];
}

/** One file at its place in the order. */
export interface Step {
  readonly key: string;
  readonly migration: Migration;
  readonly source: Source;
  readonly translated: Translated | undefined;
  /** What it was checked by. */
  readonly terms: string;
  readonly script: Script;
  /** What the step before has left behind, and what this one begins with: a session of its own. */
  readonly before: Catalog;
  readonly beginning: Catalog | undefined;
  readonly start: Catalog;
  readonly after: Catalog;
  /** Absent where nobody has asked for it. */
  readonly file: CheckedFile | undefined;
}

export type Found = Step & { readonly file: CheckedFile };

/** By the migration's key and its way. */
export type Memory = ReadonlyMap<string, Step>;

/** The step of an earlier check, for what stands in its place now. */
export function renewed(was: Step, migration: Migration, source: Source, translated: Translated | undefined): Step {
  return was.migration === migration && was.source === source && was.translated?.translation === translated?.translation ? was : { ...was, migration, source, translated };
}

export function isSameText(a: Source, b: Source): boolean {
  return a === b || (a.text === b.text && a.within?.start === b.within?.start && a.within?.end === b.within?.end);
}
