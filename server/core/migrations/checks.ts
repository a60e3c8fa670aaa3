import { graphChecks } from './graph-checks.js';
import type { Severity } from './problem.js';

/** What is said about names, order, pairs and bytes. The prose is for `explain`, the reference and hovers. */
export interface Check {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly instead: string;
}

export const checks = [
  {
    id: 'bad-file-name',
    severity: 'error',
    summary: 'A file looks like a migration, and the tool skips it',
    why: 'The tool reads a migration\'s version from its name. A name outside its grammar is passed over without a word, on every database.',
    instead: 'Give the file the name that the tool reads.',
  },
  {
    id: 'duplicate-version',
    severity: 'error',
    summary: 'Two migrations have one version',
    why: 'Two branches took the same number. The tool refuses to run anything, or runs one of the two and never the other.',
    instead: 'Renumber the migration that no database has applied yet.',
  },
  {
    id: 'missing-version',
    severity: 'info',
    summary: 'A number is missing near the end of an otherwise dense sequence',
    why: 'A migration may have been forgotten in another branch. If it arrives later, databases that are past it refuse it or never run it.',
    instead: 'Add the missing migration, or close the gap before anybody applies what follows.',
  },
  {
    id: 'migration-out-of-order',
    severity: 'warning',
    summary: 'A new migration sorts before one that the default branch already has',
    why: 'Databases that follow the default branch have applied the later one. Their tool refuses the newcomer, or skips it for ever.',
    instead: 'Renumber the new migration, so that it comes last.',
  },
  {
    id: 'missing-down-migration',
    severity: 'warning',
    summary: 'A migration has no way back, though its neighbours do',
    why: 'A rollback that passes this version either stops here or skips the step and leaves the schema between two versions.',
    instead: 'Write the down file; where nothing can be undone, say so in a comment in it.',
  },
  {
    id: 'orphan-down-migration',
    severity: 'warning',
    summary: 'A down file has no migration that it would undo',
    why: 'Its up was renamed, deleted or never written. Rolling back would undo what was not done.',
    instead: 'Rename or delete it together with its up.',
  },
  {
    id: 'down-equals-up',
    severity: 'warning',
    summary: 'The down file is a copy of the up',
    why: 'Rolling back would apply the change a second time instead of undoing it.',
    instead: 'Write the inverse of the up.',
  },
  {
    id: 'empty-migration',
    severity: 'warning',
    summary: 'A migration has no text at all',
    why: 'It is recorded as applied and does nothing. Where it was only forgotten to be filled, filling it later changes an applied file.',
    instead: 'Fill it before it is applied; if it is meant to be empty, say so in a comment.',
  },
  {
    id: 'bad-section',
    severity: 'error',
    summary: 'The tool cannot tell the sections of the file apart',
    why: 'Where both ways are in one file, comments say where each begins. Without them, or in another order, the tool refuses the file or leaves a part of it out.',
    instead: 'Write the comments as the tool reads them.',
  },
  {
    id: 'broken-include',
    severity: 'error',
    summary: 'A changelog includes what is not there',
    why: 'The tool follows every include before it runs anything. One that leads nowhere, or in a circle, stops it on every database.',
    instead: 'Write the path as the tool looks for it: from a folder of its search path, or from the including file where that is asked for.',
  },
  {
    id: 'changelog-not-included',
    severity: 'warning',
    summary: 'A changelog is included by nothing, though its neighbours are',
    why: 'The tool reads what its root changelog leads to, and nothing else. A file that was forgotten there is never run, and nobody is told.',
    instead: 'Include it where the others are included.',
  },
  {
    id: 'unknown-attribute',
    severity: 'warning',
    summary: 'The tool passes over a word that looks like a setting',
    why: 'A setting with a slip in its name, or in its form, is not refused but ignored: the migration runs as if it were not written.',
    instead: 'Write it as the tool reads it.',
  },
  {
    id: 'bad-class-name',
    severity: 'error',
    summary: 'A migration has no class of the name that its file has',
    why: 'Rails makes the class\'s name from the file\'s, and finds out that there is none only when the migration runs.',
    instead: 'Call the class as the file is called; acronyms are those of `config/initializers/inflections.rb`.',
  },
  {
    id: 'duplicate-migration-name',
    severity: 'error',
    summary: 'Two migrations have one name',
    why: 'Rails refuses to migrate with `DuplicateMigrationNameError`, though `db:migrate:status` lists both.',
    instead: 'Rename one of them, its file and its class.',
  },
  {
    id: 'missing-release',
    severity: 'error',
    summary: 'A migration does not say for which release of Rails it was written, or names one that is not there',
    why: 'Rails reads the release in the brackets, which decides types and defaults, and refuses a migration without it.',
    instead: 'Write `ActiveRecord::Migration[7.1]`, with the release of the project.',
  },
  {
    id: 'journal-mismatch',
    severity: 'error',
    summary: 'The tool\'s own list of migrations does not agree with its files',
    why: 'The tool believes its list (Drizzle\'s journal, `atlas.sum`) and not the folder. What the list has not, or has in another order or with another content, is refused, or never run.',
    instead: 'Let the tool write its list anew, and commit it together with the files.',
  },
  {
    id: 'malformed-encoding',
    severity: 'error',
    summary: 'The file is not UTF-8',
    why: 'PostgreSQL refuses bytes that are no text in the client\'s encoding, and Flyway cannot compute the file\'s checksum.',
    instead: 'Save the file as UTF-8.',
  },
  ...graphChecks,
] as const satisfies readonly Check[];

export type CheckId = (typeof checks)[number]['id'];
